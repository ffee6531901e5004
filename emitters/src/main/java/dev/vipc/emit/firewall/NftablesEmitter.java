package dev.vipc.emit.firewall;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.firewall.Opening.Source;
import dev.vipc.spec.HostFiles;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of nftables of vipc's own that drops what is not accepted in it, and the unit that loads
 * it.
 *
 * <p>A table that only accepted would open nothing: in nftables an accept ends one chain, and every
 * other chain of the same hook still has its say, while a drop ends everything.
 */
@AutoService(Emitter.class)
public final class NftablesEmitter implements Emitter {
  private static final String FILE = "/etc/vipc/firewall.nft";
  private static final String UNIT = "/etc/systemd/system/vipc-firewall.service";

  @Override
  public String name() {
    return "nftables";
  }

  @Override
  public ArtifactSet emit(Build build) {
    if (build.spec().hostFiles().firewall().value() != HostFiles.Firewall.NFTABLES)
      return ArtifactSet.EMPTY;
    checkPodNetwork(build);
    Openings openings = new Openings(build.spec());
    return new ArtifactSet(
        build.spec().nodes().stream().flatMap(node -> onNode(build, node, openings)).toList());
  }

  /** A firewall that drops what it does not know would cut the pods of a cluster in pieces. */
  private static void checkPodNetwork(Build build) {
    boolean unknown =
        build
            .spec()
            .kubernetes()
            .map(cluster -> cluster.cni().value() == Kubernetes.Cni.NONE)
            .orElse(false);
    if (unknown && build.spec().hostFiles().allow().isEmpty())
      build.refuse(
          build.spec().hostFiles().firewall().span(),
          "a firewall cannot be written for an unknown pod network: it would shut it out",
          "say which one it is with `kubernetes.cni`, or let its ports in with `hostFiles.allow`");
  }

  private static Stream<Artifact> onNode(Build build, SpecNode node, Openings openings) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Opening opening : openings.into(node))
      rules.add(Map.of("what", opening.what(), "lines", lines(opening)));
    String header = build.origin().comment();
    String name = node.name().value();
    return Stream.of(
        Artifact.onNode(
            name,
            FILE,
            build.render(
                NftablesEmitter.class,
                "firewall.nft.j2",
                Map.of(
                    "header", header,
                    "openings", rules,
                    "translated", translated(build, node))),
            FileMode.PLAIN),
        Artifact.onNode(
            name,
            UNIT,
            build.render(
                NftablesEmitter.class,
                "vipc-firewall.service.j2",
                Map.of("header", header, "file", FILE)),
            FileMode.PLAIN));
  }

  /** The ports of the proxies whose connections come in with a server's address and port. */
  private static List<Integer> translated(Build build, SpecNode node) {
    return build.spec().proxiesOn(node, SpecProxy.Engine.VIPD).stream()
        .filter(SpecProxy::isTranslated)
        .flatMap(proxy -> proxy.listen().value().stream())
        .map(at -> at.port().orElseThrow())
        .distinct()
        .toList();
  }

  /** One line a family of the sources. */
  private static List<String> lines(Opening opening) {
    if (opening.sources().isEmpty()) return List.of((match(opening) + " accept").strip());
    return Stream.of(false, true)
        .flatMap(v6 -> from(opening.sources(), v6).stream())
        .map(from -> (from + " " + match(opening)).strip() + " accept")
        .toList();
  }

  private static List<String> from(List<Source> sources, boolean v6) {
    List<String> own =
        sources.stream().filter(source -> source.v6() == v6).map(Source::text).distinct().toList();
    if (own.isEmpty()) return List.of();
    String set =
        own.size() == 1
            ? own.getFirst()
            : own.stream().collect(Collectors.joining(", ", "{ ", " }"));
    return List.of((v6 ? "ip6" : "ip") + " saddr " + set);
  }

  private static String match(Opening opening) {
    return opening
        .ports()
        .map(ports -> opening.protocol() + " dport " + ports)
        .orElse(
            opening.protocol().equals(Opening.EVERY_PROTOCOL)
                ? ""
                : "meta l4proto " + opening.protocol());
  }
}
