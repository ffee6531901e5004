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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** HX010: a backend that does not list the control plane's API servers. */
@AutoService(Rule.class)
public final class StaleServers implements Rule {
  /** Servers that one finding names; of a hundred the first say as much. */
  private static final int MOST_NAMED = 8;

  private static final RuleMeta META =
      new RuleMeta(
          "HX010",
          "stale-servers",
          ERROR,
          """
          The servers of an API server's backend are not the control plane that other files show.

          A control-plane node that was added, moved or given another port is not served until every
          load balancer lists it; one that was removed keeps failing its check, or worse, belongs to
          somebody else by now. The control plane is known from the addresses and ports of kubeadm
          files, from the groups of an installer's inventory, and from the backend of the same name on
          the other load balancers. A backend that names hosts which no file resolves, that goes through
          the loopback, or that shares no server with the others is not compared.

          List the same servers on every load balancer: each control-plane node with its own address and
          its API server's port.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    var sets = new ServerSets(deployment);
    boolean oneCluster = !deployment.holdsSeveralClusters();
    Map<String, List<ApiServerBackend>> byName = new LinkedHashMap<>();
    for (ApiServerBackend api : ApiServerProxies.in(deployment)) {
      Map<Target, Span> listed = sets.of(api.backend());
      if (listed.isEmpty()) continue;
      if (oneCluster) checkControlPlane(api, listed, sets, out);
      byName.computeIfAbsent(api.backend().name().value(), _ -> new ArrayList<>()).add(api);
    }
    byName.values().forEach(same -> compare(same, sets, out));
  }

  private static void checkControlPlane(
      ApiServerBackend api, Map<Target, Span> listed, ServerSets sets, Reporter out) {
    Map<String, Span> hosts = hosts(listed);
    if (Collections.disjoint(hosts.keySet(), sets.controlPlane().keySet())) return;
    Map<String, Span> missing = new LinkedHashMap<>(sets.controlPlane());
    missing.keySet().removeIf(address -> sets.isAmong(hosts.keySet(), address));
    if (!missing.isEmpty()) out.report(missing(api, missing, "a control-plane node"));
    wrongPorts(listed, sets, out);
    if (sets.isComplete())
      hosts.forEach(
          (host, place) -> {
            if (!sets.controlPlane().containsKey(host)) out.report(extra(host, place, sets));
          });
  }

  private static Diagnostic missing(ApiServerBackend api, Map<String, Span> missing, String what) {
    int unnamed = Math.max(0, missing.size() - MOST_NAMED);
    String names =
        missing.keySet().stream()
            .limit(MOST_NAMED)
            .map("`%s`"::formatted)
            .collect(
                Collectors.joining(
                    ", ", "", unnamed == 0 ? "" : " and %d more".formatted(unnamed)));
    Diagnostic finding =
        Diagnostic.of(
                META,
                api.backend().name().span(),
                "%s does not list %s".formatted(api.label(), names))
            .help("list every control-plane node in the backend of every load balancer");
    int named = 0;
    for (var entry : missing.entrySet())
      if (named++ < MOST_NAMED)
        finding = finding.also(entry.getValue(), "`%s` is %s".formatted(entry.getKey(), what));
    return finding;
  }

  private static Diagnostic extra(String host, Span place, ServerSets sets) {
    var first = sets.controlPlane().entrySet().iterator().next();
    return Diagnostic.of(
            META, place, "`%s` is no control-plane node of the inventory".formatted(host))
        .also(first.getValue(), "the inventory's control plane begins here")
        .help("remove the server, or add the machine to the inventory's control plane");
  }

  private static void wrongPorts(Map<Target, Span> listed, ServerSets sets, Reporter out) {
    listed.forEach(
        (target, place) -> {
          var bound = sets.boundPort(target.host());
          if (target.port() != 0 && bound.isPresent() && bound.get().value() != target.port())
            out.report(
                Diagnostic.of(
                        META,
                        place,
                        "the server has port %d, the API server of `%s` listens on %d"
                            .formatted(target.port(), target.host(), bound.get().value()))
                    .also(bound.get().span(), "its API server is configured here")
                    .help("write `%s:%d`".formatted(target.host(), bound.get().value())));
        });
  }

  /** One of the backends of a name, and its servers. */
  private record Listed(ApiServerBackend api, Map<Target, Span> servers, Map<String, Span> hosts) {}

  /** The same backend on several load balancers; a host that all list may still differ in port. */
  private static void compare(List<ApiServerBackend> same, ServerSets sets, Reporter out) {
    List<Listed> all = new ArrayList<>();
    Map<String, List<Listed>> listing = new HashMap<>();
    for (ApiServerBackend api : same) {
      Map<Target, Span> servers = sets.of(api.backend());
      Listed one = new Listed(api, servers, hosts(servers));
      all.add(one);
      for (String host : one.hosts().keySet())
        listing.computeIfAbsent(host, _ -> new ArrayList<>()).add(one);
    }
    Map<Target, Span> before = new HashMap<>();
    Map<String, Target> portBefore = new HashMap<>();
    for (Listed one : all) {
      Map<String, Span> missing = missing(one, listing);
      missing.keySet().removeAll(sets.controlPlane().keySet());
      if (!missing.isEmpty())
        out.report(missing(one.api(), missing, "listed on another load balancer"));
      otherPorts(one.servers(), before, portBefore, sets, out);
      one.servers().forEach(before::putIfAbsent);
      one.servers().keySet().forEach(target -> portBefore.putIfAbsent(target.host(), target));
    }
  }

  /** The hosts that another load balancer lists beside one of these. */
  private static Map<String, Span> missing(Listed one, Map<String, List<Listed>> listing) {
    Map<String, Span> missing = new LinkedHashMap<>();
    Set<Listed> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (String host : one.hosts().keySet())
      for (Listed other : listing.getOrDefault(host, List.of()))
        if (other.api().daemon() != one.api().daemon() && seen.add(other))
          other.hosts().forEach(missing::putIfAbsent);
    missing.keySet().removeAll(one.hosts().keySet());
    return missing;
  }

  private static void otherPorts(
      Map<Target, Span> own,
      Map<Target, Span> before,
      Map<String, Target> portBefore,
      ServerSets sets,
      Reporter out) {
    own.forEach(
        (target, place) -> {
          Target other = portBefore.get(target.host());
          if (other == null || before.containsKey(target)) return;
          if (sets.boundPort(target.host()).isPresent()) return;
          out.report(
              Diagnostic.of(
                      META,
                      place,
                      "another load balancer sends to `%s`, this one to `%s`"
                          .formatted(other, target))
                  .also(before.getOrDefault(other, place), "the other server line")
                  .help("list the same servers on every load balancer"));
        });
  }

  private static Map<String, Span> hosts(Map<Target, Span> targets) {
    Map<String, Span> hosts = new LinkedHashMap<>();
    targets.forEach((target, place) -> hosts.putIfAbsent(target.host(), place));
    return hosts;
  }
}
