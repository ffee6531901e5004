package dev.vipc.spec;

import dev.vipc.model.Cidr;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.Kubernetes.Cni;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads the cluster of a spec; the way in follows from addresses and proxies. */
final class KubernetesReader {
  private static final Map<String, Cni> PLUGINS =
      Fields.words(Cni.values(), plugin -> plugin.name().toLowerCase(Locale.ROOT));
  private static final Map<String, Installer> INSTALLERS =
      Fields.words(Installer.values(), Installer::word);
  private static final List<String> POD_NETWORKS =
      List.of(
          "10.244.0.0/16", "172.24.0.0/16", "10.64.0.0/16", "fd00:10:244::/56", "fd24:10:244::/56");
  private static final List<String> SERVICE_NETWORKS =
      List.of(
          "10.96.0.0/12", "172.28.0.0/16", "10.160.0.0/12", "fd00:10:96::/112", "fd24:10:96::/112");
  private static final Version OLDEST = new Version(1, 15, 0);

  private final Scope scope;
  private final List<VirtualAddress> addresses;
  private final List<SpecProxy> proxies;

  KubernetesReader(Scope scope, List<VirtualAddress> addresses, List<SpecProxy> proxies) {
    this.scope = scope;
    this.addresses = addresses;
    this.proxies = proxies;
  }

  Kubernetes read(Fields fields) {
    Chosen<Installer> installer =
        fields.word("installer", INSTALLERS, Installer.KUBEADM, "what every other one calls");
    return new Kubernetes(
        version(fields),
        endpoint(fields),
        fields.integer("apiServerPort", 6443, "kubeadm's own"),
        subnets(fields, "podSubnets", POD_NETWORKS),
        subnets(fields, "serviceSubnets", SERVICE_NETWORKS),
        fields.word("cni", PLUGINS, Cni.NONE, "unknown"),
        fields.texts("extraSANs"),
        new EtcdReader(scope, installer.value()).read(fields),
        installer,
        JoinReader.read(fields, installer.value()),
        fields.anchor());
  }

  private Located<Version> version(Fields fields) {
    Located<Version> version =
        fields.required("version").map(text -> Version.parse(text).orElseThrow());
    if (version.value().compareTo(OLDEST) < 0)
      scope.notBuilt(
          version.span(), "kubeadm configuration older than v1beta2", "write 1.15 or newer");
    return version;
  }

  private Chosen<HostPort> endpoint(Fields fields) {
    Optional<Located<HostPort>> written =
        fields.parsed("endpoint", KubernetesReader::hostAndPort, "a host and a port", "HOST:PORT");
    return written
        .map(
            at ->
                at.value().port().isPresent()
                    ? Chosen.written(at.value(), at.span())
                    : Chosen.written(new HostPort(at.value().host(), port()), at.span()))
        .orElseGet(() -> defaultEndpoint(fields.anchor()));
  }

  /** What holds more colons than the one before the port is an IPv6 address or nothing. */
  private static Optional<HostPort> hostAndPort(String text) {
    return HostPort.parse(text)
        .filter(at -> at.host().indexOf(':') < 0 || at.address().isPresent());
  }

  private Chosen<HostPort> defaultEndpoint(Span anchor) {
    Optional<VirtualAddress> way = byName(addresses, a -> a.name().value());
    if (way.isPresent() && !way.get().addresses().isEmpty())
      return Chosen.assumed(
          new HostPort(way.get().addresses().getFirst().address().value().toString(), port()),
          anchor,
          "the virtual address `%s`".formatted(way.get().name().value()));
    if (proxies.stream().anyMatch(p -> p.selection().value() instanceof Selection.EveryNode))
      return Chosen.assumed(
          new HostPort("127.0.0.1", port()), anchor, "a proxy on every node itself");
    return firstMaster(anchor);
  }

  private Chosen<HostPort> firstMaster(Span anchor) {
    Optional<String> host =
        scope.nodes().stream()
            .filter(node -> node.is(Role.CONTROL_PLANE))
            .flatMap(node -> node.address().stream())
            .map(IpAddress::toString)
            .findFirst();
    if (host.isEmpty())
      scope.missing(anchor, "nothing says how the API is reached", "add `endpoint: HOST:PORT`");
    return Chosen.assumed(
        new HostPort(host.orElse("127.0.0.1"), OptionalInt.of(scope.apiServerPort())),
        anchor,
        "the first control-plane node; there is no virtual address");
  }

  /** The port of the proxy in front of the API, or of the API servers themselves. */
  private OptionalInt port() {
    return OptionalInt.of(
        byName(
                proxies.stream()
                    .filter(
                        p -> p.serverRole().value().map(Role.CONTROL_PLANE::equals).orElse(true))
                    .toList(),
                p -> p.name().value())
            .map(SpecProxy::port)
            .orElse(scope.apiServerPort()));
  }

  /** The one called {@code api}, or the first. */
  private static <T> Optional<T> byName(List<T> all, java.util.function.Function<T, String> name) {
    return all.stream().min(Comparator.comparing(one -> !name.apply(one).equals("api")));
  }

  private List<Chosen<Cidr>> subnets(Fields fields, String key, List<String> candidates) {
    if (fields.has(key))
      return fields.parsedItems(key, Cidr::parse, "a network", "ADDRESS/LENGTH").stream()
          .map(cidr -> Chosen.written(cidr.value(), cidr.span()))
          .toList();
    boolean v6First = isV6First();
    return Stream.of(v6First, !v6First)
        .filter(this::hasFamily)
        .flatMap(v6 -> free(candidates, v6, fields.anchor()).stream())
        .toList();
  }

  /**
   * The API server refuses to start where the first service network is of another family than the
   * address that it advertises, which is a node's first.
   */
  private boolean isV6First() {
    return scope.nodes().stream()
        .filter(node -> node.is(Role.CONTROL_PLANE))
        .flatMap(node -> node.address().stream())
        .findFirst()
        .map(IpAddress::isV6)
        .orElse(false);
  }

  private boolean hasFamily(boolean v6) {
    List<SpecNode> masters =
        scope.nodes().stream().filter(node -> node.is(Role.CONTROL_PLANE)).toList();
    boolean someV6 = masters.stream().anyMatch(node -> node.address(true).isPresent());
    boolean someV4 = masters.stream().anyMatch(node -> node.address(false).isPresent());
    return v6 ? someV6 : someV4 || !someV6;
  }

  private Optional<Chosen<Cidr>> free(List<String> candidates, boolean v6, Span anchor) {
    return candidates.stream()
        .flatMap(text -> Cidr.parse(text).stream())
        .filter(cidr -> cidr.address().isV6() == v6)
        .filter(cidr -> taken().noneMatch(cidr::contains))
        .findFirst()
        .map(cidr -> Chosen.assumed(cidr, anchor, "the first usual one that holds none of ours"));
  }

  private Stream<IpAddress> taken() {
    return Stream.concat(
        scope.nodes().stream().flatMap(node -> node.addresses().stream()).map(Located::value),
        addresses.stream()
            .flatMap(address -> address.addresses().stream())
            .map(ip -> ip.address().value()));
  }
}
