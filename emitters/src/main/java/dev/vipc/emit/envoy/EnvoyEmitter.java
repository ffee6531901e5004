package dev.vipc.emit.envoy;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.model.HostPort;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Envoy's static bootstrap on every node that runs a proxy with it, and the unit that starts it.
 */
@AutoService(Emitter.class)
public final class EnvoyEmitter implements Emitter {
  /** Where the configuration lies on a node; Envoy's own images look for it there too. */
  public static final String FILE = "/etc/envoy/envoy.yaml";

  /** The oldest that has all fields of the template. */
  private static final Version OLDEST = new Version(1, 22, 0);

  @Override
  public String name() {
    return "envoy";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().nodes().stream().flatMap(node -> onNode(build, node)).toList());
  }

  private static Stream<Artifact> onNode(Build build, SpecNode node) {
    List<SpecProxy> proxies = build.spec().proxiesOn(node, SpecProxy.Engine.ENVOY);
    if (proxies.isEmpty() && !build.spec().hasOwnLines(Program.ENVOY, node)) return Stream.empty();
    if (!proxies.isEmpty()) checkVersion(build);
    FileMode mode = build.modeWithCarried(Program.ENVOY, node);
    Artifact file =
        Artifact.onNode(node.name().value(), FILE, configuration(build, node, proxies), mode);
    return build.isPod(Program.ENVOY)
        ? Stream.of(file)
        : Stream.of(file, EnvoyUnit.artifact(build, node, proxies, mode));
  }

  private static String configuration(Build build, SpecNode node, List<SpecProxy> proxies) {
    CarriedParts carried = new CarriedParts(build, node, proxies);
    Map<String, Object> values = new LinkedHashMap<>(carried.values());
    values.put("header", build.origin().comment());
    values.put("admin", admin(build, proxies));
    values.put("proxies", proxies.stream().map(p -> values(build, carried, p)).toList());
    return build.render(EnvoyEmitter.class, "envoy.yaml.j2", values);
  }

  private static Map<String, Object> values(Build build, CarriedParts carried, SpecProxy proxy) {
    Map<String, Object> values = new Cluster(build, proxy).values();
    values.putAll(carried.ofProxy(proxy));
    return values;
  }

  /** Empty where no metrics are wanted: the page that has them can also stop Envoy. */
  private static Map<String, Object> admin(Build build, List<SpecProxy> proxies) {
    List<Located<HostPort>> wanted =
        proxies.stream().flatMap(proxy -> proxy.metrics().stream()).toList();
    if (wanted.isEmpty()) return Map.of();
    HostPort first = wanted.getFirst().value();
    for (Located<HostPort> other : wanted)
      if (!other.value().equals(first))
        build.refuse(
            other.span(),
            "Envoy has one place for metrics, and another proxy names `%s`".formatted(first),
            "write the same address and port for all proxies of Envoy on a node");
    return socket(first);
  }

  /** An address as Envoy takes it; {@code *} is every IPv4 address. */
  static Map<String, Object> socket(HostPort at) {
    String host = at.host().equals("*") ? "0.0.0.0" : at.host();
    return new LinkedHashMap<>(Map.of("host", YamlText.of(host), "port", at.port().orElseThrow()));
  }

  private static void checkVersion(Build build) {
    Chosen<Version> version =
        Objects.requireNonNull(build.spec().versions().get(Program.ENVOY), "a version of Envoy");
    if (version.value().compareTo(OLDEST) < 0)
      build.refuse(
          version.span(),
          "Envoy %s lacks fields that vipc writes".formatted(version.value()),
          "use Envoy %s or later".formatted(OLDEST));
  }
}
