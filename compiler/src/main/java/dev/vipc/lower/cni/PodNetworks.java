package dev.vipc.lower.cni;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.Cidr;
import dev.vipc.model.Parts;
import dev.vipc.model.PodNetwork;
import dev.vipc.model.PodNetwork.Plugin;
import dev.vipc.model.PodNetwork.Transport;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Networks between pods: Calico's IPPool, Installation, {@code calico-config} and DaemonSet,
 * Flannel's {@code net-conf.json}, Cilium's {@code cilium-config} and Helm values.
 *
 * <p>Sources: docs.tigera.io reference of IPPool and Installation; flannel's configuration.md;
 * cilium's option package.
 */
final class PodNetworks {
  private PodNetworks() {}

  /** What one document says; nothing for other kinds. */
  static Parts read(String kind, YamlFields document) {
    return switch (kind) {
      case "IPPool" -> isCalico(document) ? Parts.of(ipPool(document.at("spec"))) : Parts.NONE;
      case "Installation" -> installation(document.at("spec").at("calicoNetwork"));
      case "DaemonSet" -> daemonSet(document);
      case "ConfigMap" -> configMap(document);
      case "" -> ciliumValues(document);
      default -> Parts.NONE;
    };
  }

  private static boolean isCalico(YamlFields document) {
    return document
        .scalar("apiVersion")
        .filter(version -> version.value().contains("projectcalico.org"))
        .isPresent();
  }

  private static PodNetwork ipPool(YamlFields spec) {
    Set<Transport> transports = EnumSet.noneOf(Transport.class);
    if (isOn(text(spec, "ipipMode"))) transports.add(Transport.IPIP);
    if (isOn(text(spec, "vxlanMode"))) transports.add(Transport.VXLAN);
    List<Setting<Cidr>> subnets = List.of(spec.read("cidr", spec.values()::cidr));
    return calico(spec.isTrue("disabled") ? List.of() : subnets, transports);
  }

  private static Parts installation(YamlFields network) {
    List<YamlFields> pools = network.mappings("ipPools");
    if (pools.isEmpty()) return Parts.NONE;
    List<PodNetwork> found = new ArrayList<>();
    for (YamlFields pool : pools) {
      Set<Transport> transports = EnumSet.of(Transport.TYPHA);
      String encapsulation = text(pool, "encapsulation");
      if (encapsulation.startsWith("IPIP")) transports.add(Transport.IPIP);
      if (encapsulation.startsWith("VXLAN")) transports.add(Transport.VXLAN);
      if (text(network, "bgp").equals("Enabled")) transports.add(Transport.BGP);
      found.add(calico(List.of(pool.read("cidr", pool.values()::cidr)), transports));
    }
    return Parts.of(found);
  }

  /** Calico's manifest sets its first pool by the environment of {@code calico-node}. */
  private static Parts daemonSet(YamlFields document) {
    if (!text(document.at("metadata"), "name").equals("calico-node")) return Parts.NONE;
    List<Setting<Cidr>> subnets = new ArrayList<>();
    Set<Transport> transports = EnumSet.noneOf(Transport.class);
    for (YamlFields container :
        document.at("spec").at("template").at("spec").mappings("containers"))
      for (YamlFields variable : container.mappings("env")) {
        String value = text(variable, "value");
        switch (text(variable, "name")) {
          case "CALICO_IPV4POOL_CIDR", "CALICO_IPV6POOL_CIDR" ->
              subnets.add(variable.read("value", variable.values()::cidr));
          case "CALICO_IPV4POOL_IPIP" -> {
            if (isOn(value)) transports.add(Transport.IPIP);
          }
          case "CALICO_IPV4POOL_VXLAN", "CALICO_IPV6POOL_VXLAN" -> {
            if (isOn(value)) transports.add(Transport.VXLAN);
          }
          case "CLUSTER_TYPE" -> {
            if (value.contains("bgp")) transports.add(Transport.BGP);
          }
          default -> {}
        }
      }
    return Parts.of(calico(subnets, transports));
  }

  private static Parts configMap(YamlFields document) {
    YamlFields data = document.at("data");
    return switch (text(document.at("metadata"), "name")) {
      case "calico-config" -> Parts.of(calico(List.of(), calicoBackend(data)));
      case "cilium-config" -> Parts.of(ciliumConfig(data));
      default -> flannel(data);
    };
  }

  private static Set<Transport> calicoBackend(YamlFields data) {
    Set<Transport> transports = EnumSet.noneOf(Transport.class);
    if (text(data, "calico_backend").equals("bird")) transports.add(Transport.BGP);
    if (text(data, "calico_backend").equals("vxlan")) transports.add(Transport.VXLAN);
    if (text(data, "typha_service_name").equals("calico-typha")) transports.add(Transport.TYPHA);
    return transports;
  }

  private static Parts flannel(YamlFields data) {
    return Embedded.in(data, "net-conf.json")
        .map(config -> Parts.of(flannel(config)))
        .orElse(Parts.NONE);
  }

  private static PodNetwork flannel(Embedded config) {
    YamlFields fields = config.fields();
    List<Setting<Cidr>> subnets = new ArrayList<>();
    for (String key : List.of("Network", "IPv6Network"))
      fields.scalar(key).ifPresent(text -> subnets.add(fields.values().cidr(config.outside(text))));
    YamlFields backend = fields.at("Backend");
    Optional<Transport> transport =
        switch (text(backend, "Type").toLowerCase(Locale.ROOT)) {
          case "vxlan" -> Optional.of(Transport.VXLAN);
          case "udp", "" -> Optional.of(Transport.UDP);
          case "wireguard" -> Optional.of(Transport.WIREGUARD);
          case "ipip" -> Optional.of(Transport.IPIP);
          default -> Optional.empty();
        };
    Setting<Integer> port =
        backend
            .scalar("Port")
            .map(text -> fields.values().port(config.outside(text)))
            .orElse(Setting.unset());
    return new PodNetwork(
        Plugin.FLANNEL,
        subnets,
        transport.map(Set::of).orElse(Set.of()),
        transport.map(of -> ports(of, port)).orElse(Map.of()));
  }

  private static PodNetwork ciliumConfig(YamlFields data) {
    List<Setting<Cidr>> subnets = new ArrayList<>();
    if (text(data, "ipam").startsWith("cluster-pool"))
      for (String key : List.of("cluster-pool-ipv4-cidr", "cluster-pool-ipv6-cidr"))
        data.mapping().scalar(key).stream()
            .map(Pieces::content)
            .flatMap(text -> Pieces.split(text, ' ').stream())
            .forEach(piece -> subnets.add(data.values().cidr(piece)));
    Setting<Integer> port = data.port("tunnel-port");
    String tunnel =
        text(data, "tunnel").isEmpty() ? text(data, "tunnel-protocol") : text(data, "tunnel");
    boolean direct = text(data, "routing-mode").equals("native") || tunnel.equals("disabled");
    return cilium(subnets, direct ? "" : tunnel.isEmpty() ? "vxlan" : tunnel, port);
  }

  /** The values of Cilium's Helm chart, known by its own key. */
  private static Parts ciliumValues(YamlFields values) {
    YamlFields operator = values.at("ipam").at("operator");
    List<Setting<Cidr>> subnets = new ArrayList<>();
    for (String key : List.of("clusterPoolIPv4PodCIDRList", "clusterPoolIPv6PodCIDRList"))
      subnets.addAll(operator.list(key, values.values()::cidr));
    if (operator.has("clusterPoolIPv4PodCIDR"))
      subnets.add(operator.read("clusterPoolIPv4PodCIDR", values.values()::cidr));
    if (subnets.isEmpty()) return Parts.NONE;
    String mode = text(values.at("ipam"), "mode");
    boolean used = mode.isEmpty() || mode.startsWith("cluster-pool");
    String tunnel =
        text(values, "tunnel").isEmpty() ? text(values, "tunnelProtocol") : text(values, "tunnel");
    boolean direct = text(values, "routingMode").equals("native") || tunnel.equals("disabled");
    return Parts.of(
        cilium(
            used ? subnets : List.of(),
            direct ? "" : tunnel.isEmpty() ? "vxlan" : tunnel,
            values.port("tunnelPort")));
  }

  private static PodNetwork cilium(
      List<Setting<Cidr>> subnets, String tunnel, Setting<Integer> port) {
    return switch (tunnel) {
      case "vxlan" ->
          new PodNetwork(
              Plugin.CILIUM, subnets, Set.of(Transport.VXLAN), ports(Transport.VXLAN, port));
      case "geneve" ->
          new PodNetwork(
              Plugin.CILIUM, subnets, Set.of(Transport.GENEVE), ports(Transport.GENEVE, port));
      default -> new PodNetwork(Plugin.CILIUM, subnets, Set.of(), Map.of());
    };
  }

  private static Map<Transport, Setting<Integer>> ports(
      Transport transport, Setting<Integer> port) {
    return port.isUnset() ? Map.of() : Map.of(transport, port);
  }

  private static PodNetwork calico(List<Setting<Cidr>> subnets, Set<Transport> transports) {
    List<Setting<Cidr>> written = subnets.stream().filter(cidr -> !cidr.isUnset()).toList();
    return new PodNetwork(Plugin.CALICO, written, transports, Map.of());
  }

  private static boolean isOn(String mode) {
    return !mode.isEmpty() && !mode.equals("Never") && !mode.equals("Off");
  }

  private static String text(YamlFields fields, String key) {
    return fields.scalar(key).map(Located::value).orElse("");
  }
}
