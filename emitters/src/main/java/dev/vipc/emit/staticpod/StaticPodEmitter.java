package dev.vipc.emit.staticpod;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.emit.envoy.EnvoyEmitter;
import dev.vipc.emit.haproxy.HaproxyEmitter;
import dev.vipc.emit.keepalived.KeepalivedEmitter;
import dev.vipc.emit.nginx.NginxEmitter;
import dev.vipc.model.HostPort;
import dev.vipc.model.Version;
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

/**
 * The manifests of keepalived, HAProxy, nginx and Envoy where the spec delivers them as static
 * pods.
 */
@AutoService(Emitter.class)
public final class StaticPodEmitter implements Emitter {
  private static final String FOLDER = "/etc/kubernetes/manifests/";
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;

  /** The first nginx with {@code -e}: before it reads its file it logs to one it may not write. */
  private static final Version LOG_OPTION = new Version(1, 19, 5);

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
                    Stream.of(
                            keepalived(build, node),
                            proxy(
                                build,
                                node,
                                Program.HAPROXY,
                                SpecProxy.Engine.HAPROXY,
                                HaproxyEmitter.FILE),
                            proxy(
                                build,
                                node,
                                Program.NGINX,
                                SpecProxy.Engine.NGINX,
                                NginxEmitter.FILE),
                            proxy(
                                build,
                                node,
                                Program.ENVOY,
                                SpecProxy.Engine.ENVOY,
                                EnvoyEmitter.FILE))
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

  /** The pod of a program that proxies with one file, and what its checks verify servers by. */
  private static Optional<Artifact> proxy(
      Build build, SpecNode node, Program program, SpecProxy.Engine engine, String file) {
    List<SpecProxy> proxies = build.spec().proxiesOn(node, engine);
    if (!build.isPod(program) || proxies.isEmpty()) return Optional.empty();
    Map<String, Object> values = values(build, program);
    values.putAll(probe(build, proxies));
    values.put("privileged", proxies.stream().anyMatch(StaticPodEmitter::hasLowPort));
    values.put("log_option", isAtLeast(build, program, LOG_OPTION));
    values.put("secret", build.modeWithCarried(program, node) == FileMode.SECRET);
    values.put("file", file);
    List<Map<String, Object>> files = new ArrayList<>();
    files.add(Map.of("name", "configuration", "path", file));
    files.addAll(mounts(authorities(proxies)));
    values.put("files", files);
    return Optional.of(manifest(build, node, program.word(), values));
  }

  private static boolean isAtLeast(Build build, Program program, Version wanted) {
    return Optional.ofNullable(build.spec().versions().get(program))
        .filter(version -> version.value().compareTo(wanted) >= 0)
        .isPresent();
  }

  /** The certificates that checks over TLS verify servers by, each once. */
  private static List<String> authorities(List<SpecProxy> proxies) {
    return proxies.stream()
        .filter(proxy -> proxy.engine().value() != SpecProxy.Engine.NGINX)
        .map(SpecProxy::check)
        .filter(check -> check.type().value() == SpecProxy.Check.Type.HTTPS)
        .map(check -> check.verify().value())
        .filter(verify -> !verify.equals("none"))
        .distinct()
        .toList();
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
