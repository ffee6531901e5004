package dev.vipc.check.kubeadm;

import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.schema.KubeadmSchemas;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What lint says of the documents of one file: all that {@code kubeadm config validate} would, but
 * for what lint's rules say better, and for what depends on a release where none is known.
 */
public final class KubeadmLint {
  private final KubeadmSchemas schemas = new KubeadmSchemas();

  /**
   * Judges the documents of one file.
   *
   * @param documents mappings, as {@link SeparatedDocuments} gives them
   */
  public void check(List<Mapping> documents, Targets targets, Reporter out) {
    Optional<Version> known = targets.statedFor("kubernetes").or(() -> pinned(documents));
    OptionalInt release =
        known.map(version -> OptionalInt.of(version.minor())).orElseGet(OptionalInt::empty);
    new KubeadmDocuments(new Judge(release, true, true, out), schemas).check(documents);
  }

  /** Without a target, the release that the file installs is that of the kubeadm. */
  private static Optional<Version> pinned(List<Mapping> documents) {
    return documents.stream()
        .flatMap(document -> document.scalar("kubernetesVersion").stream())
        .flatMap(text -> Version.parse(text.value()).stream())
        .filter(version -> version.major() == 1)
        .findFirst();
  }
}
