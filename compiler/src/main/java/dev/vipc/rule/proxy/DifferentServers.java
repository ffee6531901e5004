package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.rule.proxy.ServerSets.Target;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** EV004: proxies of several programs, or names, that list different API servers. */
@AutoService(Rule.class)
public final class DifferentServers implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "EV004",
          "proxies-list-different-servers",
          ERROR,
          """
          The API servers' proxies of two nodes, under different names, list different servers.

          haproxy, nginx and Envoy beside each other grow apart when a control-plane node is added: one of them is forgotten, \
          and its clients never reach the new node, or go on asking one that is gone. Backends of one name are HX010's; \
          this rule compares those whose names differ, where they share a server. What a file of the control plane already \
          shows as missing is left to HX010 too.

          List the same servers on every node.
          """);

  /** A backend and its servers. */
  private record Listed(ApiServerBackend api, Map<String, Span> hosts) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    ServerSets sets = new ServerSets(deployment);
    Map<String, Listed> byName = new LinkedHashMap<>();
    for (ApiServerBackend api : ApiServerProxies.in(deployment)) {
      Map<String, Span> hosts = new HashMap<>();
      for (Map.Entry<Target, Span> server : sets.of(api.backend()).entrySet())
        hosts.putIfAbsent(server.getKey().host(), server.getValue());
      if (!hosts.isEmpty())
        byName.putIfAbsent(api.backend().name().value(), new Listed(api, hosts));
    }
    List<Listed> all = new ArrayList<>(byName.values());
    for (Listed one : all) compare(one, all, sets, out);
  }

  private static void compare(Listed one, List<Listed> all, ServerSets sets, Reporter out) {
    Map<String, Span> missing = new LinkedHashMap<>();
    for (Listed other : all) {
      if (other.api().daemon() == one.api().daemon()) continue;
      if (Collections.disjoint(one.hosts().keySet(), other.hosts().keySet())) continue;
      other.hosts().forEach(missing::putIfAbsent);
    }
    missing.keySet().removeAll(one.hosts().keySet());
    missing.keySet().removeAll(sets.controlPlane().keySet());
    if (missing.isEmpty()) return;
    String names =
        missing.keySet().stream().sorted().map("`%s`"::formatted).collect(Collectors.joining(", "));
    Diagnostic finding =
        Diagnostic.of(
                META,
                one.api().backend().name().span(),
                "%s does not list %s, which another proxy does".formatted(one.api().label(), names))
            .help("list the same API servers on every node");
    for (Map.Entry<String, Span> server : missing.entrySet())
      finding = finding.also(server.getValue(), "`%s` is listed here".formatted(server.getKey()));
    out.report(finding);
  }
}
