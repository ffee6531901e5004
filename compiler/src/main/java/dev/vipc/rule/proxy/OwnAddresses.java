package dev.vipc.rule.proxy;

import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses that a node's files, or a host list that knows its name, give to the node itself.
 */
final class OwnAddresses {
  private static final Set<String> EVERY = Set.of("", "*", "0.0.0.0", "::");

  private final Node node;
  private final Map<IpAddress, Span> own = new LinkedHashMap<>();
  private final Set<IpAddress> virtual = new HashSet<>();

  OwnAddresses(Deployment deployment, Node node) {
    this.node = node;
    Parts parts = node.parts();
    parts.all(VrrpDaemon.class).stream().flatMap(d -> d.routers().stream()).forEach(this::take);
    for (KubeadmFile file : parts.all(KubeadmFile.class)) {
      file.inits().forEach(init -> take(init.advertiseAddress()));
      file.joins().forEach(join -> take(join.advertiseAddress()));
    }
    node.name().ifPresent(name -> named(deployment, name).forEach(this::take));
    own.keySet().removeAll(virtual);
  }

  private static List<HostEntry> named(Deployment deployment, String name) {
    Map<String, List<HostEntry>> byName =
        deployment.once(
            OwnAddresses.class,
            all ->
                all.all(HostEntry.class)
                    .collect(Collectors.groupingBy(host -> host.name().value())));
    return byName.getOrDefault(name, List.of());
  }

  private void take(VirtualRouter router) {
    router.sourceAddress().located().ifPresent(at -> own.putIfAbsent(at.value(), at.span()));
    router.knownAddresses().forEach(at -> virtual.add(at.value().address()));
  }

  private void take(Setting<String> advertised) {
    advertised
        .located()
        .ifPresent(
            text ->
                IpAddress.parse(text.value()).ifPresent(ip -> own.putIfAbsent(ip, text.span())));
  }

  private void take(HostEntry host) {
    own.putIfAbsent(host.address().value(), host.address().span());
  }

  /** Whether a listener on this host accepts what is sent to every address or to the node's own. */
  boolean isListenedOn(String host) {
    return EVERY.contains(host)
        || IpAddress.parse(host).filter(ip -> isOwn(ip) || isLoopback(ip)).isPresent();
  }

  /** Where the files say that the node has this address. */
  Optional<Span> statedAt(IpAddress address) {
    return Optional.ofNullable(own.get(address));
  }

  Set<IpAddress> all() {
    return own.keySet();
  }

  boolean isOwn(IpAddress address) {
    return own.containsKey(address);
  }

  /** Whether the node can hold the address by VRRP. */
  boolean isVirtual(IpAddress address) {
    return virtual.contains(address);
  }

  /** Whether a connection to this host, made on the node, comes back to the node. */
  boolean comesBack(HostPort target) {
    return node.name().filter(target.host()::equals).isPresent()
        || target.host().equals("localhost")
        || target.address().filter(ip -> isOwn(ip) || isVirtual(ip) || isLoopback(ip)).isPresent();
  }

  /** Whether a listener on one host accepts what is sent to another. */
  static boolean covers(String listening, String sentTo) {
    return EVERY.contains(listening) || listening.equals(sentTo);
  }

  private static boolean isLoopback(IpAddress address) {
    return address.address().isLoopbackAddress();
  }
}
