package dev.vipc.lower.spec;

import dev.vipc.model.Deployment;
import dev.vipc.model.Facts;
import dev.vipc.model.FailureDomain;
import dev.vipc.model.HostEntry;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.LiteralSecret;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says of a spec what its emitted files would say, with every place in the spec: a written value
 * stands where it was written, an assumed one at the entry that it belongs to.
 */
public final class SpecLowering {
  private SpecLowering() {}

  public static Deployment lower(HaSpec spec) {
    List<Node> nodes = spec.nodes().stream().map(node -> node(spec, node)).toList();
    List<InstalledHost> installed =
        spec.nodes().stream().map(node -> new InstalledHost(node.name(), roles(node))).toList();
    Parts shared = Parts.of(hosts(spec)).and(Parts.of(installed)).and(Parts.of(zones(spec)));
    shared = shared.and(Parts.of(passwords(spec))).and(KubeKeyOfSpec.parts(spec));
    shared = shared.and(KubeVipOfSpec.shared(spec));
    return new Deployment(nodes, shared, facts(spec), targets(spec));
  }

  private static Node node(HaSpec spec, SpecNode node) {
    Parts parts = Parts.NONE;
    for (var daemon : VrrpOfSpec.daemons(spec, node)) parts = parts.and(Parts.of(daemon));
    for (var script : VrrpOfSpec.scripts(spec, node)) parts = parts.and(Parts.of(script));
    for (var daemon : ProxiesOfSpec.daemons(spec, node)) parts = parts.and(Parts.of(daemon));
    parts = parts.and(Parts.of(ProxiesOfSpec.settings(spec, node)));
    parts = parts.and(Parts.of(LvsOfSpec.parts(spec, node)));
    parts = parts.and(NginxOfSpec.parts(spec, node)).and(EnvoyOfSpec.parts(spec, node));
    for (var file : KubeadmOfSpec.file(spec, node).stream().toList())
      parts = parts.and(Parts.of(file));
    for (var file : KubeadmOfSpec.member(spec, node).stream().toList())
      parts = parts.and(Parts.of(file));
    parts = parts.and(KubeVipOfSpec.onNode(spec, node));
    return new Node(Optional.of(node.name().value()), parts);
  }

  private static List<HostEntry> hosts(HaSpec spec) {
    return spec.nodes().stream()
        .flatMap(
            node ->
                node.addresses().stream().map(own -> new HostEntry(node.name(), own, roles(node))))
        .toList();
  }

  private static List<LiteralSecret> passwords(HaSpec spec) {
    return Stream.concat(
            passwords(spec, Program.HAPROXY, LiteralSecret.Kind.PROXY_PASSWORD),
            passwords(spec, Program.ENVOY, LiteralSecret.Kind.ENVOY_SECRET))
        .toList();
  }

  /** A carried line that holds several is one. */
  private static Stream<LiteralSecret> passwords(
      HaSpec spec, Program program, LiteralSecret.Kind kind) {
    return spec.extra().stream()
        .filter(extra -> extra.program().value() == program)
        .flatMap(CarriedPasswords::of)
        .map(Located::span)
        .distinct()
        .map(place -> new LiteralSecret(kind, place));
  }

  private static List<FailureDomain> zones(HaSpec spec) {
    return spec.nodes().stream()
        .flatMap(node -> node.zone().stream().map(zone -> new FailureDomain(node.name(), zone)))
        .toList();
  }

  private static Set<String> roles(SpecNode node) {
    return node.roles().value().stream().map(Role::word).collect(Collectors.toSet());
  }

  private static Facts facts(HaSpec spec) {
    return new Facts(
        spec.networks().stream()
            .map(
                network ->
                    new Facts.Network(
                        network.name().value(),
                        network.cidrs(),
                        network.gateway(),
                        network.reserved()))
            .toList(),
        spec.recovery());
  }

  /** Only what a person stated: rules say so where they assume a version. */
  private static Targets targets(HaSpec spec) {
    Map<String, Version> stated = new HashMap<>();
    for (Map.Entry<Program, Chosen<Version>> entry : spec.versions().entrySet())
      if (entry.getValue().isWritten()) stated.put(entry.getKey().word(), entry.getValue().value());
    spec.kubernetes()
        .map(cluster -> cluster.version())
        .map(Located::value)
        .ifPresent(version -> stated.put("kubernetes", version));
    return new Targets(stated);
  }
}
