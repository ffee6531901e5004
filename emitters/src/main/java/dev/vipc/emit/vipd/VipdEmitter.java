package dev.vipc.emit.vipd;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.JsonText;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The plan of every node that runs vipd, and what starts it there. */
@AutoService(Emitter.class)
public final class VipdEmitter implements Emitter {
  /** Where the plan lies on a node. */
  static final String PLAN = "/etc/vipd/plan.json";

  private static final String SETTINGS = "/etc/sysctl.d/91-vipd.conf";

  @Override
  public String name() {
    return "vipd";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().nodes().stream()
            .filter(node -> runsOn(build, node))
            .flatMap(node -> onNode(build, node))
            .toList());
  }

  private static boolean runsOn(Build build, SpecNode node) {
    return !build.spec().routersOn(node, VirtualAddress.Engine.VIPD).isEmpty()
        || !build.spec().proxiesOn(node, SpecProxy.Engine.VIPD).isEmpty();
  }

  private static Stream<Artifact> onNode(Build build, SpecNode node) {
    Map<String, Object> values = new NodePlan(build, node).values();
    boolean secret =
        build.spec().routersOn(node, VirtualAddress.Engine.VIPD).stream()
            .anyMatch(RouterPlan::hasPassword);
    Artifact plan =
        Artifact.onNode(
            node.name().value(),
            PLAN,
            JsonText.of(values),
            secret ? FileMode.SECRET : FileMode.PLAIN);
    return Stream.of(
            Stream.of(plan),
            build.isPod(Program.VIPD)
                ? VipdPod.artifacts(build, node)
                : VipdUnit.artifacts(build, node),
            settings(build, node))
        .flatMap(artifacts -> artifacts);
  }

  private static Stream<Artifact> settings(Build build, SpecNode node) {
    List<String> settings = build.spec().forwardingSettings(node);
    if (settings.isEmpty()) return Stream.empty();
    String text =
        build.render(
            VipdEmitter.class,
            "forwarding.conf.j2",
            Map.of("header", build.origin().comment(), "settings", settings));
    return Stream.of(Artifact.onNode(node.name().value(), SETTINGS, text, FileMode.PLAIN));
  }
}
