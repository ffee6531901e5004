package dev.vipc.emit.host;

import static java.util.regex.Pattern.MULTILINE;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A kustomization of the manifests that are applied to the cluster, where there are any. */
@AutoService(Emitter.class)
public final class KustomizationEmitter implements Emitter {
  private static final String FOLDER = Build.CLUSTER + "/";

  /** What the API server itself takes: kubeadm's and KubeKey's files have groups of their own. */
  private static final Pattern MANIFEST =
      Pattern.compile("^apiVersion: (v1|apps/v1|rbac\\.authorization\\.k8s\\.io/v1)$", MULTILINE);

  @Override
  public String name() {
    return "kustomization";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return ArtifactSet.EMPTY;
  }

  @Override
  public ArtifactSet complete(Build build, ArtifactSet written) {
    List<String> manifests = manifests(written).stream().map(YamlText::of).toList();
    if (manifests.isEmpty()) return ArtifactSet.EMPTY;
    String text =
        build.render(
            KustomizationEmitter.class,
            "kustomization.yaml.j2",
            Map.of("header", build.origin().comment(), "manifests", manifests));
    return ArtifactSet.of(
        new Artifact(Path.of(FOLDER, "kustomization.yaml"), text, FileMode.PLAIN));
  }

  /** The paths of the manifests below the folder. */
  static List<String> manifests(ArtifactSet written) {
    return written.artifacts().stream()
        .filter(artifact -> artifact.name().startsWith(FOLDER))
        .filter(artifact -> artifact.name().endsWith(".yaml"))
        .filter(artifact -> MANIFEST.matcher(artifact.text()).find())
        .map(artifact -> artifact.name().substring(FOLDER.length()))
        .toList();
  }
}
