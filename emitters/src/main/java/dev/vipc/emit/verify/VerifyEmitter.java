package dev.vipc.emit.verify;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.ShellText;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code cluster/verify.sh}, by which a person looks at the finished installation. */
@AutoService(Emitter.class)
public final class VerifyEmitter implements Emitter {
  @Override
  public String name() {
    return "verify";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return ArtifactSet.EMPTY;
  }

  @Override
  public ArtifactSet complete(Build build, ArtifactSet written) {
    HaSpec spec = build.spec();
    List<String> checks = new Looks(spec).lines();
    if (checks.isEmpty()) return ArtifactSet.EMPTY;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("nodes", hosts(spec));
    values.put("checks", checks);
    values.put("moves", new Moves(spec, written).lines());
    String text = build.render(VerifyEmitter.class, "verify.sh.j2", values);
    return ArtifactSet.of(new Artifact(Path.of(Build.CLUSTER, "verify.sh"), text, FileMode.SCRIPT));
  }

  /** By its internal address; by its name where nobody stated one. */
  private static List<Map<String, Object>> hosts(HaSpec spec) {
    List<Map<String, Object>> hosts = new ArrayList<>();
    for (SpecNode node : spec.nodes()) {
      String name = node.name().value();
      String host = node.address().map(Object::toString).orElse(name);
      hosts.add(Map.of("name", ShellText.word(name), "host", ShellText.word(host)));
    }
    return hosts;
  }
}
