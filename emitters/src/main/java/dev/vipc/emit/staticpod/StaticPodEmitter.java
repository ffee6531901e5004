package dev.vipc.emit.staticpod;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.emit.haproxy.HaproxyEmitter;
import dev.vipc.emit.keepalived.KeepalivedEmitter;
import dev.vipc.model.HostPort;
import dev.vipc.source.Located;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The manifests of keepalived and HAProxy where the spec delivers them as static pods. */
@AutoService(Emitter.class)
public final class StaticPodEmitter implements Emitter {
  private static final String FOLDER = "/etc/kubernetes/manifests/";
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  @Override
  public String name() {
    return "static-pod";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().nodes().stream()
            .flatMap(
                node ->
                    Stream.of(keepalived(build, node), haproxy(build, node))
                        .flatMap(Optional::stream))
            .toList());
  }

  private static Optional<Artifact> keepalived(Build build, SpecNode node) {
    if (!build.isPod(Program.KEEPALIVED)
        || build.spec().routersOn(node, VirtualAddress.Engine.KEEPALIVED).isEmpty())
      return Optional.empty();
    List<Track> tracks = build.spec().tracksOn(node, VirtualAddress.Engine.KEEPALIVED);
    Map<String, Object> values = values(build, Program.KEEPALIVED);
    values.put("host_processes", tracks.stream().anyMatch(Track.OfProcess.class::isInstance));
    values.put("files", mounts(KeepalivedEmitter.filesOnNode(build, node)));
    return Optional.of(manifest(build, node, "keepalived", values));
  }

  private static List<Map<String, Object>> mounts(List<String> paths) {
    List<Map<String, Object>> mounts = new ArrayList<>();
    for (String path : paths)
      mounts.add(Map.of("name", "file-" + (mounts.size() + 1), "path", YamlText.of(path)));
    return mounts;
  }

  private static Optional<Artifact> haproxy(Build build, SpecNode node) {
    List<SpecProxy> proxies = build.spec().proxiesOn(node, SpecProxy.Engine.HAPROXY);
    if (!build.isPod(Program.HAPROXY) || proxies.isEmpty()) return Optional.empty();
    Map<String, Object> values = values(build, Program.HAPROXY);
    values.putAll(probe(build, proxies));
    values.put("privileged", proxies.stream().anyMatch(StaticPodEmitter::hasLowPort));
    values.put("file", HaproxyEmitter.FILE);
    return Optional.of(manifest(build, node, "haproxy", values));
  }

  /** The metrics tell most; a virtual address would be answered by the node that holds it. */
  private static Map<String, Object> probe(Build build, List<SpecProxy> proxies) {
    Optional<HostPort> metrics =
        proxies.stream().flatMap(p -> p.metrics().stream()).map(Located::value).findFirst();
    return metrics
        .or(
            () ->
                proxies.stream()
                    .flatMap(p -> p.listen().value().stream())
                    .filter(listen -> !build.isVirtual(listen))
                    .findFirst())
        .map(
            at ->
                Map.<String, Object>of(
                    "kind", metrics.isPresent() ? "http" : "tcp",
                    "host", YamlText.of(local(at.host())),
                    "port", at.port().orElseThrow()))
        .orElse(Map.of("kind", "none"));
  }

  /** Where the kubelet, which runs on the same node, reaches a listener. */
  private static String local(String host) {
    return switch (host) {
      case "", "*", "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> host;
    };
  }

  private static boolean hasLowPort(SpecProxy proxy) {
    return Stream.concat(
            proxy.listen().value().stream(), proxy.metrics().stream().map(Located::value))
        .anyMatch(at -> at.port().orElseThrow() < FIRST_UNPRIVILEGED_PORT);
  }

  private static Map<String, Object> values(Build build, Program program) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put(
        "image",
        YamlText.of(
            Optional.ofNullable(build.spec().images().get(program))
                .map(image -> image.value())
                .orElseThrow(() -> new IllegalStateException("no image for " + program))));
    return values;
  }

  private static Artifact manifest(
      Build build, SpecNode node, String program, Map<String, Object> values) {
    return Artifact.onNode(
        node.name().value(),
        FOLDER + program + ".yaml",
        build.render(StaticPodEmitter.class, program + ".yaml.j2", values),
        FileMode.PLAIN);
  }
}
