package dev.vipc.lower.ansible;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.Values;
import dev.vipc.model.Cidr;
import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.InstallerVariables;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the variables by which kubespray and kubeadm-ha are told of the way into the control plane.
 *
 * @param variables by name; those in a mapping as {@code mapping.name}
 */
record InstallerReader(SourceFile file, Map<String, Located<String>> variables, Values values) {
  /** None of these is anybody else's. */
  static final Set<String> TELLING =
      Set.of(
          "loadbalancer_apiserver",
          "loadbalancer_apiserver_localhost",
          "apiserver_loadbalancer_domain_name",
          "kube_vip_enabled",
          "kube_vip_address",
          "kube_pods_subnet",
          "kube_service_addresses",
          "kube_pod_subnet",
          "kube_service_subnet",
          "lb_kube_apiserver_ip",
          "lb_kube_apiserver_port");

  Parts read() {
    if (variables.keySet().stream().map(InstallerReader::top).noneMatch(TELLING::contains))
      return Parts.NONE;
    InstallerVariables told =
        new InstallerVariables(
            file, virtualAddress(), setting("kube_apiserver_port", values::port), ranges());
    return Parts.of(told).and(Parts.of(endpoint().stream().toList()));
  }

  private static String top(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private Setting<IpAddress> virtualAddress() {
    boolean kubeVip =
        is("kube_vip_enabled", "true") && !is("kube_vip_controlplane_enabled", "false");
    if (kubeVip) return setting("kube_vip_address", values::address);
    // with slb the address is a cloud's, which no machine holds
    return is("lb_mode", "slb")
        ? Setting.unset()
        : setting("lb_kube_apiserver_ip", values::address);
  }

  private Optional<ControlPlaneEndpoint> endpoint() {
    return Stream.of(
            endpoint("loadbalancer_apiserver.address", "loadbalancer_apiserver.port"),
            endpoint("lb_kube_apiserver_ip", "lb_kube_apiserver_port"),
            is("kube_vip_enabled", "true")
                ? endpoint("kube_vip_address", "loadbalancer_apiserver.port")
                : Optional.<ControlPlaneEndpoint>empty())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<ControlPlaneEndpoint> endpoint(String address, String port) {
    Setting<String> host = setting(address, values::host);
    return host.span()
        .map(
            place ->
                new ControlPlaneEndpoint(
                    setting("apiserver_loadbalancer_domain_name", values::host),
                    address,
                    host,
                    setting(port, values::port),
                    Setting.unset(),
                    place));
  }

  private ClusterSubnets ranges() {
    boolean kubespray =
        variables.containsKey("kube_pods_subnet")
            || variables.containsKey("kube_service_addresses");
    return kubespray
        ? new ClusterSubnets(
            "kubespray",
            range("kube_pods_subnet", "kube_pods_subnet_ipv6"),
            range("kube_service_addresses", "kube_service_addresses_ipv6"))
        : new ClusterSubnets("kubeadm-ha", range("kube_pod_subnet"), range("kube_service_subnet"));
  }

  /** No default is assumed: the other range may be told in another file. */
  private ClusterSubnets.Range range(String... keys) {
    List<Setting<Cidr>> written =
        Stream.of(keys)
            .flatMap(key -> Optional.ofNullable(variables.get(key)).stream())
            .flatMap(text -> Pieces.split(text, ',').stream())
            .map(text -> isGenerated(text) ? Setting.<Cidr>unknown(text.span()) : values.cidr(text))
            .toList();
    return new ClusterSubnets.Range(keys[0], written, Optional.empty());
  }

  private boolean is(String name, String value) {
    Located<String> text = variables.get(name);
    return text != null && text.value().equalsIgnoreCase(value);
  }

  private <T> Setting<T> setting(String name, Function<Located<String>, Setting<T>> how) {
    Located<String> text = variables.get(name);
    if (text == null || text.value().isEmpty()) return Setting.unset();
    return isGenerated(text) ? Setting.unknown(text.span()) : how.apply(text);
  }

  private static boolean isGenerated(Located<String> text) {
    return text.value().contains("{{");
  }
}
