package dev.vipc.emit.vipd;

import dev.vipc.emit.Build;
import dev.vipc.model.HostPort;
import dev.vipc.source.Located;
import dev.vipc.spec.GroupOnNode;
import dev.vipc.spec.RouterOnNode;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plan of one node, as its schema (plan-v1.schema.json of the agent) has it. */
final class NodePlan {
  private final Build build;
  private final SpecNode node;
  private final PlanText text;

  NodePlan(Build build, SpecNode node) {
    this.build = build;
    this.node = node;
    this.text = new PlanText(build);
  }

  Map<String, Object> values() {
    List<RouterOnNode> routers = build.spec().routersOn(node, VirtualAddress.Engine.VIPD);
    List<SpecProxy> proxies = build.spec().proxiesOn(node, SpecProxy.Engine.VIPD);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("version", 1);
    values.put("generatedBy", String.join("; ", build.origin().header()));
    values.put("node", text.name(node.name()));
    values.put("interfaces", new InterfacesPlan(build, node, routers).values());
    values.put("checks", new ChecksPlan(build, node).values());
    values.put(
        "virtualRouters",
        routers.stream().map(router -> new RouterPlan(build, router).values()).toList());
    List<Map<String, Object>> groups =
        build.spec().groupsOn(node, VirtualAddress.Engine.VIPD).stream().map(this::group).toList();
    if (!groups.isEmpty()) values.put("syncGroups", groups);
    values.put(
        "proxies", proxies.stream().map(proxy -> new ProxyPlan(build, proxy).values()).toList());
    if (!proxies.isEmpty()) values.put("limits", limits(proxies));
    metrics(proxies)
        .ifPresent(at -> values.put("status", Map.of("listen", PlanText.listen(at.value()))));
    return values;
  }

  private Map<String, Object> group(GroupOnNode group) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put(
        "name",
        text.name(
            group.name(), group.routers().getFirst().address().together().orElseThrow().span()));
    value.put("members", group.routers().stream().map(RouterOnNode::name).toList());
    return value;
  }

  /** The proxies' own limits hold; the sum keeps the agent's from being below them. */
  private static Map<String, Object> limits(List<SpecProxy> proxies) {
    long all = proxies.stream().mapToLong(proxy -> proxy.maxConnections().value()).sum();
    return Map.of("connections", Math.min(all, PlanText.MOST_CONNECTIONS));
  }

  /** Where metrics and the status page are, which vipd has in one place for all proxies. */
  private Optional<Located<HostPort>> metrics(List<SpecProxy> proxies) {
    List<Located<HostPort>> written = new ArrayList<>();
    for (SpecProxy proxy : proxies) proxy.metrics().ifPresent(written::add);
    for (Located<HostPort> other : written)
      if (!other.value().equals(written.getFirst().value()))
        build.refuse(
            other.span(),
            "vipd has one place for metrics, and another proxy names `%s`"
                .formatted(written.getFirst().value()),
            "write the same address and port for all proxies of vipd on a node");
    return written.stream().findFirst();
  }
}
