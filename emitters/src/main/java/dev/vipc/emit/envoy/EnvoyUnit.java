package dev.vipc.emit.envoy;

import dev.vipc.emit.Artifact;
import dev.vipc.emit.Build;
import dev.vipc.emit.FileMode;
import dev.vipc.source.Located;
import dev.vipc.spec.Selection;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What starts Envoy by systemd. */
final class EnvoyUnit {
  private static final String UNIT = "/etc/systemd/system/envoy.service";

  /** Where Envoy's own packages put it. */
  private static final String BINARY = "/usr/bin/envoy";

  private static final int FIRST_UNPRIVILEGED_PORT = 1024;
  private static final int SPARE_DESCRIPTORS = 1_024;

  private EnvoyUnit() {}

  /**
   * @param mode the one of Envoy's file: its user may not read one that holds a secret
   */
  static Artifact artifact(Build build, SpecNode node, List<SpecProxy> proxies, FileMode mode) {
    boolean local =
        !proxies.isEmpty()
            && proxies.stream()
                .allMatch(proxy -> proxy.selection().value() instanceof Selection.EveryNode);
    Map<String, Object> values =
        Map.of(
            "header",
            build.origin().comment(),
            "envoy",
            BINARY,
            "file",
            EnvoyEmitter.FILE,
            "secret",
            mode == FileMode.SECRET,
            "concurrency",
            local ? " --concurrency 2" : "",
            "low_port",
            proxies.stream().anyMatch(EnvoyUnit::hasLowPort),
            "descriptors",
            descriptors(proxies));
    return Artifact.onNode(
        node.name().value(),
        UNIT,
        build.render(EnvoyUnit.class, "envoy.service.j2", values),
        FileMode.PLAIN);
  }

  private static boolean hasLowPort(SpecProxy proxy) {
    return Stream.concat(
            proxy.listen().value().stream(), proxy.metrics().stream().map(Located::value))
        .anyMatch(at -> at.port().orElseThrow() < FIRST_UNPRIVILEGED_PORT);
  }

  /** Two sockets a connection. */
  private static long descriptors(List<SpecProxy> proxies) {
    return 2 * proxies.stream().mapToLong(proxy -> proxy.maxConnections().value()).sum()
        + SPARE_DESCRIPTORS;
  }
}
