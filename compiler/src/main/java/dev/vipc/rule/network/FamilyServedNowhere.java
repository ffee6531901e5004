package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** NET011. */
@AutoService(Rule.class)
public final class FamilyServedNowhere implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET011",
          "address-families-do-not-meet",
          Severity.ERROR,
          """
          An API server is to advertise an address of another family than its services', or no machine has the virtual \
          address' family.

          The service `kubernetes` has one family, the first of `serviceSubnet` (10.96.0.0/12 where nothing is written), and \
          its endpoint is the address that the API server advertises: kube-apiserver ends with "service IP family must match \
          public address family" where the two differ, so `kubeadm init` waits in vain. Source: kube-apiserver's package \
          options (validatePublicIPServiceClusterIPRangeIPFamilies).

          A virtual address of a family in which the files give no machine an address, and no subnet to pods or services, is reached by \
          none of the nodes: each must reach the API server by it. The rule is silent where any line shows that family.

          Write `serviceSubnet` with the advertised address' family first, or advertise an address of its first family; and take \
          a virtual address of the machines' own family.
          """);
  private static final IpAddress DEFAULT_SERVICES = IpAddress.parse("10.96.0.0").orElseThrow();

  /** The first family of the services, and where it is written or left out. */
  private record Services(boolean v6, Span place, boolean written) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (KubeadmFile file : deployment.all(KubeadmFile.class).toList()) {
      List<Cluster> own = file.clusters().isEmpty() ? deployment.clusters() : file.clusters();
      Optional<Services> services = own.stream().findFirst().flatMap(FamilyServedNowhere::services);
      if (services.isEmpty()) continue;
      advertised(file)
          .filter(address -> address.value().isV6() != services.get().v6())
          .forEach(address -> out.report(refused(address, services.get())));
    }
    unreachable(deployment, out);
  }

  private static Optional<Services> services(Cluster cluster) {
    List<Setting<Cidr>> subnets = cluster.serviceSubnets();
    if (subnets.isEmpty())
      return Optional.of(new Services(DEFAULT_SERVICES.isV6(), cluster.api().document(), false));
    return subnets
        .getFirst()
        .located()
        .map(first -> new Services(first.value().address().isV6(), first.span(), true));
  }

  private static Stream<Located<IpAddress>> advertised(KubeadmFile file) {
    return Stream.concat(
            file.inits().stream().map(KubeadmFile.Init::advertiseAddress),
            file.joins().stream()
                .filter(KubeadmFile.Join::controlPlane)
                .map(KubeadmFile.Join::advertiseAddress))
        .flatMap(address -> address.located().stream())
        .flatMap(
            text ->
                IpAddress.parse(text.value()).stream().map(ip -> new Located<>(ip, text.span())))
        .filter(address -> !address.value().address().isAnyLocalAddress());
  }

  private static Diagnostic refused(Located<IpAddress> address, Services services) {
    return Diagnostic.of(
            META,
            address.span(),
            "kube-apiserver does not start: it advertises %s, and services begin with %s"
                .formatted(family(address.value().isV6()), family(services.v6())))
        .also(
            services.place(),
            services.written()
                ? "the first subnet of services"
                : "no serviceSubnet here, so it is 10.96.0.0/12")
        .help(
            "put an %s subnet first in `serviceSubnet`, or advertise an %s address"
                .formatted(family(address.value().isV6()), family(services.v6())));
  }

  private static void unreachable(Deployment deployment, Reporter out) {
    KnownAddresses known = new KnownAddresses(deployment);
    List<Located<IpAddress>> machines = known.machines();
    if (machines.isEmpty()) return;
    List<Located<IpAddress>> virtual = deployment.virtualAddresses();
    for (boolean v6 : new boolean[] {false, true}) {
      boolean shown =
          Stream.of(
                  machines.stream().map(Located::value),
                  known.podSubnets().stream().map(subnet -> subnet.cidr().value().address()),
                  known.serviceSubnets().stream().map(subnet -> subnet.cidr().value().address()),
                  deployment.facts().networks().stream()
                      .flatMap(network -> network.prefixes().stream())
                      .map(prefix -> prefix.value().address()))
              .flatMap(addresses -> addresses)
              .anyMatch(address -> address.isV6() == v6);
      boolean only = virtual.stream().allMatch(vip -> vip.value().isV6() == v6);
      if (shown || !only || virtual.isEmpty()) continue;
      Located<IpAddress> vip = virtual.getFirst();
      out.report(
          Diagnostic.of(
                  META,
                  vip.span(),
                  "virtual address `%s` is %s, and every machine is known by %s only"
                      .formatted(vip.value(), family(v6), family(!v6)))
              .also(machines.getFirst().span(), "a machine's address")
              .help("take an %s virtual address".formatted(family(!v6))));
    }
  }

  private static String family(boolean v6) {
    return v6 ? "IPv6" : "IPv4";
  }
}
