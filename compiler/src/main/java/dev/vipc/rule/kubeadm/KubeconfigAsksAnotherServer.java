package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Kubeconfig;
import dev.vipc.model.Kubeconfig.Owner;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.kubeadm.ApiServerNames.Wanted;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** KD038. */
@AutoService(Rule.class)
public final class KubeconfigAsksAnotherServer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD038",
              "kubeconfig-passes-load-balancer-by",
              WARNING,
              """
              A kubeconfig of a node does not go the way that the deployment has made for it.

              kubeadm writes the control-plane endpoint, or the node's own API server, into the kubeconfigs. A `kubelet.conf` \
              that was copied from another node, or written before the load balancer was there, names one other control-plane \
              node instead: when that node goes down, this one is `NotReady` after 40 seconds, and its pods are moved, \
              although every other API server is well. Where each node has a load balancer of its own on the loopback, \
              the files are rewritten one by one, and one that is missed still goes to the virtual address. Sources: \
              kubeadm's package kubeconfig (the endpoint; since 1.19 the node's own API server for the controller manager \
              and the scheduler); KubeKey's tasks for its internal load balancer.

              Reported are a server that is another control-plane node's own address, where the node's own is known too; and \
              on a node with a load balancer on the loopback a kubelet that asks the endpoint, or the loopback on a port where \
              the balancer does not listen and no API server runs.

              Write the endpoint, or the balancer's address, into `server`, and restart the client. The fix does so; it \
              changes where the client connects to.
              """)
          .withFix();
  private static final int API_SERVER = 6443;

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      for (Kubeconfig file : node.parts().all(Kubeconfig.class))
        if (file.owner() != Owner.OTHER)
          for (Kubeconfig.Server server : file.servers())
            server.address().located().ifPresent(at -> check(at, file, node, deployment, out));
  }

  private static void check(
      Located<HostPort> server, Kubeconfig file, Node node, Deployment deployment, Reporter out) {
    List<Wanted> balancers = ownBalancers(deployment, node);
    if (file.owner() == Owner.KUBELET && !balancers.isEmpty())
      checkBalancer(server, node, balancers, deployment, out);
    else checkOtherNode(server, file, node, deployment, out);
  }

  private static void checkOtherNode(
      Located<HostPort> server, Kubeconfig file, Node node, Deployment deployment, Reporter out) {
    Optional<IpAddress> asked = server.value().address();
    Inventory inventory = Inventory.of(deployment);
    Set<IpAddress> own = ownAddresses(inventory, node);
    Optional<Located<IpAddress>> other =
        inventory.controlPlaneAddresses().stream()
            .filter(at -> asked.filter(at.value()::equals).isPresent())
            .findFirst();
    boolean clear =
        asked.isEmpty() || own.isEmpty() || own.contains(asked.get()) || other.isEmpty();
    if (clear || isEndpoint(server.value(), deployment)) return;
    String name =
        inventory.nameOf(asked.get()).map(at -> at.value()).orElse(asked.get().toString());
    Diagnostic finding =
        Diagnostic.of(
                META,
                server.span(),
                "`%s` of `%s` asks the API server of `%s` alone"
                    .formatted(file.fileName(), node.label(), name))
            .also(other.get().span(), "another node's own address")
            .help("write the control-plane endpoint, which outlives each single node");
    out.report(endpoint(deployment).map(e -> finding.fix(fix(server.span(), e))).orElse(finding));
  }

  private static void checkBalancer(
      Located<HostPort> server,
      Node node,
      List<Wanted> balancers,
      Deployment deployment,
      Reporter out) {
    boolean loopback =
        server.value().address().filter(ip -> ip.address().isLoopbackAddress()).isPresent();
    Wanted balancer = balancers.getFirst();
    if (!loopback && isEndpoint(server.value(), deployment))
      out.report(
          Diagnostic.of(
                  META,
                  server.span(),
                  "this kubelet asks the endpoint, although its node has a load balancer of its own")
              .also(balancer.place(), "the node's load balancer listens here")
              .help("write the load balancer's address into `server`")
              .fix(fix(server.span(), balancer.place().text())));
    boolean served = balancers.stream().anyMatch(at -> port(at).equals(server.value().port()));
    if (loopback && !served && !runsApiServer(node.parts()))
      out.report(
          Diagnostic.of(
                  META,
                  server.span(),
                  "nothing on this node listens on `%s`".formatted(server.value()))
              .also(balancer.place(), "the node's load balancer listens here")
              .help("write the load balancer's port into `server`")
              .fix(fix(server.span(), balancer.place().text())));
  }

  private static OptionalInt port(Wanted balancer) {
    return HostPort.parse(balancer.place().text()).map(HostPort::port).orElse(OptionalInt.empty());
  }

  private static List<Wanted> ownBalancers(Deployment deployment, Node node) {
    Set<String> files =
        node.parts().all(ProxyDaemon.class).stream()
            .map(daemon -> daemon.file().path())
            .collect(Collectors.toSet());
    return ApiServerNames.localBalancers(deployment).stream()
        .filter(wanted -> files.contains(wanted.place().file().path()))
        .filter(wanted -> port(wanted).isPresent())
        .toList();
  }

  private static boolean runsApiServer(Parts parts) {
    return parts.all(KubeadmFile.class).stream()
        .anyMatch(
            file ->
                !file.inits().isEmpty()
                    || file.joins().stream().anyMatch(KubeadmFile.Join::controlPlane));
  }

  private static Set<IpAddress> ownAddresses(Inventory inventory, Node node) {
    Stream<IpAddress> listed =
        inventory.entries().stream()
            .filter(
                entry -> entry.name().map(Located::value).filter(node.label()::equals).isPresent())
            .map(entry -> entry.address().value());
    Stream<IpAddress> stated =
        node.parts().all(KubeadmFile.class).stream()
            .flatMap(
                file ->
                    Stream.concat(
                        file.inits().stream().map(KubeadmFile.Init::advertiseAddress),
                        file.joins().stream().map(KubeadmFile.Join::advertiseAddress)))
            .flatMap(address -> address.value().flatMap(IpAddress::parse).stream());
    return Stream.concat(listed, stated).collect(Collectors.toSet());
  }

  private static boolean isEndpoint(HostPort server, Deployment deployment) {
    boolean virtual =
        deployment.virtualAddresses().stream()
            .anyMatch(at -> server.address().filter(at.value()::equals).isPresent());
    return virtual
        || deployment.clusters().stream()
            .flatMap(cluster -> cluster.controlPlaneEndpoint().value().stream())
            .anyMatch(endpoint -> endpoint.host().equals(server.host()));
  }

  /** The endpoint as a URL's host and port; absent where the files name none, or several. */
  private static Optional<String> endpoint(Deployment deployment) {
    Set<String> all =
        deployment.clusters().stream()
            .map(KubeadmFile.Cluster::controlPlaneEndpoint)
            .flatMap((Setting<HostPort> endpoint) -> endpoint.value().stream())
            .map(at -> new HostPort(at.host(), OptionalInt.of(at.port().orElse(API_SERVER))))
            .map(HostPort::toString)
            .collect(Collectors.toSet());
    return all.size() == 1 ? all.stream().findFirst() : Optional.empty();
  }

  private static Fix fix(Span server, String address) {
    return new Fix(
        "connect to `%s`".formatted(address), false, List.of(new Fix.Edit(server, address)));
  }
}
