package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** KD012. */
@AutoService(Rule.class)
public final class BindPortsDiffer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD012",
              "bind-ports-differ",
              ERROR,
              """
              Two control-plane nodes' API servers listen on different ports.

              Everything that leads to the API servers takes one port for all of them: a load balancer's usual line of servers, kube-vip, \
              the endpoints of the service `kubernetes`. The node with the other port is asked where nothing listens, and the day on which \
              it is the only one left, nothing answers. A proxy in the files that names both ports for its servers is a reason for \
              silence. Source: kubeadm's `localAPIEndpoint.bindPort`, default 6443.

              Write the same `bindPort` on every control-plane node, or leave it out everywhere.
              """)
          .withFix();

  /** One node's port, and where to show it. */
  private record Port(int number, Span place) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Port> ports = deployment.all(KubeadmFile.class).flatMap(BindPortsDiffer::ports).toList();
    if (ports.isEmpty() || isRouted(deployment, ports)) return;
    Port first = ports.getFirst();
    ports.stream()
        .filter(port -> port.number() != first.number())
        .findFirst()
        .ifPresent(other -> out.report(found(other, first)));
  }

  private static Diagnostic found(Port other, Port first) {
    Diagnostic found =
        Diagnostic.of(
                META,
                other.place(),
                "this API server listens on %d, another one on %d"
                    .formatted(other.number(), first.number()))
            .also(first.place(), "the other API server's port")
            .help("write the same bindPort on every control-plane node");
    boolean written = other.place().text().equals(String.valueOf(other.number()));
    return written
        ? found.fix(
            new Fix(
                "listen where the first one does",
                false,
                List.of(new Fix.Edit(other.place(), String.valueOf(first.number())))))
        : found;
  }

  private static Stream<Port> ports(KubeadmFile file) {
    return Stream.concat(
            file.inits().stream().map(init -> port(init.bindPort(), init.api().document())),
            file.joins().stream()
                .filter(Join::controlPlane)
                .map(join -> port(join.bindPort(), join.api().document())))
        .flatMap(Optional::stream);
  }

  private static Optional<Port> port(Setting<Integer> written, Span document) {
    return written.orDefault(6443).map(port -> new Port(port, written.span().orElse(document)));
  }

  /** Whether some proxy's servers have all of the ports. */
  private static boolean isRouted(Deployment deployment, List<Port> ports) {
    Set<Integer> wanted = ports.stream().map(Port::number).collect(Collectors.toSet());
    return deployment
        .all(ProxyDaemon.class)
        .flatMap(daemon -> daemon.proxies().stream())
        .anyMatch(proxy -> proxy.serverPorts().containsAll(wanted));
  }
}
