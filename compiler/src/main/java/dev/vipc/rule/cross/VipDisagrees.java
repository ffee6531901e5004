package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Kubeconfig;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds files of one deployment that mean the same address and write different ones. */
@AutoService(Rule.class)
public final class VipDisagrees implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS004",
          "vip-disagrees",
          Severity.ERROR,
          """
          One file writes another virtual address than the rest of the deployment.

          keepalived or kube-vip holds one address, and kubeadm's `controlPlaneEndpoint`, a join's
          `apiServerEndpoint`, KubeKey's `controlPlaneEndpoint`, `admin.conf` or the host list names another one of the same network
          that no machine has: a copy error. Nodes then join by an address that nobody answers for.

          The rule speaks only where the deployment has exactly one virtual address of the family, and the other
          address is no known machine's, lies in the same /24 (IPv6: /64), and stands where the way into the control
          plane belongs. `admin.conf` is compared where the control-plane nodes are known. Two kube-vip manifests
          with different addresses are reported the same way. Virtual routers of one VRID that disagree are KA008.

          Write the same address in every place.
          """);

  /** An address that stands where the virtual address belongs. */
  private record Claim(Located<IpAddress> address, String what) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<Claim> vrrp = vrrp(deployment);
    List<Claim> kubeVips = kubeVips(deployment);
    List<Claim> holders = new ArrayList<>(vrrp);
    holders.addAll(mostCommon(kubeVips));
    if (holders.isEmpty()) return;
    List<Claim> claims = new ArrayList<>(vrrp.isEmpty() ? kubeVips : List.of());
    deployment.parts().flatMap(VipDisagrees::endpoints).forEach(claims::add);
    if (!Inventory.of(deployment).controlPlaneAddresses().isEmpty())
      deployment.all(Kubeconfig.class).flatMap(VipDisagrees::kubeconfig).forEach(claims::add);
    Set<String> names = endpointNames(deployment);
    claims.addAll(namedEndpoints(deployment, names));
    Set<IpAddress> machines = machines(deployment, names);
    for (boolean v6 : new boolean[] {false, true}) {
      Optional<Claim> holder = only(holders, v6);
      for (Claim claim : claims)
        if (claim.address().value().isV6() == v6
            && holder.isPresent()
            && !machines.contains(claim.address().value())) check(claim, holder.get(), out);
    }
  }

  /** A host list gives the endpoint's name an address too; that is no machine's. */
  private static Set<IpAddress> machines(Deployment deployment, Set<String> endpointNames) {
    return Inventory.of(deployment).entries().stream()
        .filter(entry -> entry.name().filter(n -> endpointNames.contains(n.value())).isEmpty())
        .map(entry -> entry.address().value())
        .collect(Collectors.toSet());
  }

  /** The first holder of a family's one virtual address; absent where there are several. */
  private static Optional<Claim> only(List<Claim> holders, boolean v6) {
    List<Claim> family =
        holders.stream().filter(holder -> holder.address().value().isV6() == v6).toList();
    boolean one = family.stream().map(at -> at.address().value()).distinct().count() == 1;
    return one ? Optional.of(family.getFirst()) : Optional.empty();
  }

  private static void check(Claim claim, Claim holder, Reporter out) {
    IpAddress claimed = claim.address().value();
    if (claimed.equals(holder.address().value())) return;
    if (!areNeighbours(claimed, holder.address().value())) return;
    out.report(
        Diagnostic.of(
                META,
                claim.address().span(),
                "%s is `%s`, and the virtual address is `%s`"
                    .formatted(claim.what(), claimed, holder.address().value()))
            .also(holder.address().span(), holder.what())
            .help("write the same address in both places"));
  }

  private static boolean areNeighbours(IpAddress one, IpAddress other) {
    return new Cidr(one, one.isV6() ? 64 : 24).contains(other);
  }

  private static List<Claim> vrrp(Deployment deployment) {
    return deployment
        .all(VrrpDaemon.class)
        .flatMap(daemon -> daemon.routers().stream())
        .flatMap(router -> router.knownAddresses().stream())
        .map(vip -> new Claim(vip.map(at -> at.address()), "held by VRRP here"))
        .toList();
  }

  /** Of kube-vips that disagree, those with the address that most of them have. */
  private static List<Claim> mostCommon(List<Claim> claims) {
    return claims.stream()
        .collect(Collectors.groupingBy(claim -> claim.address().value()))
        .values()
        .stream()
        .max((a, b) -> Integer.compare(a.size(), b.size()))
        .orElse(List.of());
  }

  private static List<Claim> kubeVips(Deployment deployment) {
    return deployment
        .all(KubeVip.class)
        .flatMap(kubeVip -> kubeVip.virtualAddress().stream())
        .map(vip -> new Claim(vip, "kube-vip's address"))
        .toList();
  }

  private static Stream<Claim> endpoints(Parts parts) {
    Stream<Claim> clusters =
        parts.all(KubeadmFile.class).stream()
            .flatMap(file -> file.clusters().stream())
            .map(KubeadmFile.Cluster::controlPlaneEndpoint)
            .flatMap(endpoint -> claim(endpoint, "`controlPlaneEndpoint`"));
    Stream<Claim> joins =
        parts.all(KubeadmFile.class).stream()
            .flatMap(file -> file.joins().stream())
            .map(KubeadmFile.Join::apiServerEndpoint)
            .flatMap(endpoint -> claim(endpoint, "`apiServerEndpoint`"));
    Stream<Claim> installers =
        parts.all(ControlPlaneEndpoint.class).stream()
            .flatMap(endpoint -> text(endpoint.address(), "`%s`".formatted(endpoint.addressKey())));
    return Stream.of(clusters, joins, installers).flatMap(claims -> claims);
  }

  /** Of kubeadm's files only the administrator's always names the endpoint. */
  private static Stream<Claim> kubeconfig(Kubeconfig file) {
    if (file.owner() != Kubeconfig.Owner.ADMIN) return Stream.empty();
    return file.servers().stream()
        .flatMap(
            server -> claim(server.address(), "the server of `%s`".formatted(file.fileName())));
  }

  private static Stream<Claim> claim(Setting<HostPort> endpoint, String what) {
    return endpoint.located().stream()
        .flatMap(
            at ->
                at.value().address().stream()
                    .map(ip -> new Claim(new Located<>(ip, at.span()), what)));
  }

  private static Stream<Claim> text(Setting<String> address, String what) {
    return address.located().stream()
        .flatMap(
            at ->
                IpAddress.parse(at.value()).stream()
                    .map(ip -> new Claim(new Located<>(ip, at.span()), what)));
  }

  /** Lines of host lists that give the endpoint's name an address. */
  private static List<Claim> namedEndpoints(Deployment deployment, Set<String> names) {
    return deployment
        .all(HostEntry.class)
        .filter(host -> names.contains(host.name().value()))
        .map(host -> new Claim(host.address(), "the endpoint `%s`".formatted(host.name().value())))
        .toList();
  }

  private static Set<String> endpointNames(Deployment deployment) {
    return deployment.parts().flatMap(VipDisagrees::names).collect(Collectors.toSet());
  }

  private static Stream<String> names(Parts parts) {
    Stream<Optional<String>> kubeadm =
        parts.all(KubeadmFile.class).stream()
            .flatMap(file -> file.clusters().stream())
            .map(cluster -> cluster.controlPlaneEndpoint().value().map(HostPort::host));
    Stream<Optional<String>> installers =
        parts.all(ControlPlaneEndpoint.class).stream().map(endpoint -> endpoint.domain().value());
    return Stream.concat(kubeadm, installers)
        .flatMap(Optional::stream)
        .filter(name -> IpAddress.parse(name).isEmpty());
  }
}
