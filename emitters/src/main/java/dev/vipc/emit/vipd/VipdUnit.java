package dev.vipc.emit.vipd;

import dev.vipc.emit.Artifact;
import dev.vipc.emit.Build;
import dev.vipc.emit.FileMode;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.Map;
import java.util.stream.Stream;

/** What starts vipd by systemd: the unit, and the user that it runs as. */
final class VipdUnit {
  private static final String UNIT = "/etc/systemd/system/vipd.service";
  private static final String USER = "/etc/sysusers.d/vipd.conf";
  private static final String PERMISSIONS = "/etc/tmpfiles.d/vipd.conf";

  /** Two sockets and two ends of two pipes a connection, and some for the rest. */
  private static final int DESCRIPTORS_PER_CONNECTION = 6;

  private static final int SPARE_DESCRIPTORS = 4_096;

  private VipdUnit() {}

  static Stream<Artifact> artifacts(Build build, SpecNode node) {
    return Stream.of(
        file(build, node, UNIT, "vipd.service.j2"),
        file(build, node, USER, "sysusers.conf.j2"),
        file(build, node, PERMISSIONS, "tmpfiles.conf.j2"));
  }

  private static Artifact file(Build build, SpecNode node, String path, String template) {
    Map<String, Object> values =
        Map.of(
            "header", build.origin().comment(),
            "plan", VipdEmitter.PLAN,
            "descriptors", descriptors(build, node));
    return Artifact.onNode(
        node.name().value(), path, build.render(VipdUnit.class, template, values), FileMode.PLAIN);
  }

  private static long descriptors(Build build, SpecNode node) {
    long connections =
        build.spec().proxiesOn(node, SpecProxy.Engine.VIPD).stream()
            .mapToLong(proxy -> proxy.maxConnections().value())
            .sum();
    return connections * DESCRIPTORS_PER_CONNECTION + SPARE_DESCRIPTORS;
  }
}
