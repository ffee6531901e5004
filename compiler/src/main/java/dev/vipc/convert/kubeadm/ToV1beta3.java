package dev.vipc.convert.kubeadm;

import dev.vipc.convert.kubeadm.Draft.Held;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/** From v1beta2: hyperkube and kube-dns are gone, and so is the ClusterStatus. */
final class ToV1beta3 {
  private ToV1beta3() {}

  static List<Step> steps() {
    return List.of(ToV1beta3::hyperkube, ToV1beta3::dns, ToV1beta3::status);
  }

  private static void hyperkube(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration")) {
      if (cluster.entry("useHyperKubeImage").isEmpty()) continue;
      draft.commentOut(cluster, "useHyperKubeImage");
      Draft.written(cluster, "useHyperKubeImage")
          .filter(value -> !value.value().matches("(?i)false|no|off|n"))
          .ifPresent(
              value ->
                  draft.note(
                      ConversionNotes.LOST,
                      value.span(),
                      "`useHyperKubeImage` is gone since v1beta3",
                      "mirror the images of the single components into the imageRepository"));
    }
  }

  private static void dns(Draft draft) {
    for (Mapping cluster : draft.documents("ClusterConfiguration"))
      draft
          .at(cluster, "dns")
          .filter(dns -> dns.mapping().entry("type").isPresent())
          .ifPresent(dns -> dns(draft, dns));
  }

  private static void dns(Draft draft, Held dns) {
    Optional<Scalar> type = Draft.written(dns.mapping(), "type");
    draft.commentOut(dns, "type");
    type.filter(value -> !value.value().equals("CoreDNS"))
        .ifPresent(
            value ->
                draft.note(
                    ConversionNotes.LOST,
                    value.span(),
                    "`%s` cannot be asked for since v1beta3, which has CoreDNS alone"
                        .formatted(value.value()),
                    "kubeadm installs CoreDNS"));
  }

  /** The document becomes comments of its neighbour: an empty document would be refused. */
  private static void status(Draft draft) {
    Lines lines = draft.lines();
    String text = draft.text();
    for (Mapping status : draft.documents("ClusterStatus")) {
      int end = lines.next(status.span().end());
      for (int at = lines.start(status.span().start()); at < end; at = lines.next(at))
        if (!lines.isComment(at) && !text.substring(at, lines.next(at)).isBlank())
          draft.edits().insert(at, "# ");
      int before = separator(text, lines.start(status.span().start()));
      int behind = text.indexOf("\n---", end - 1);
      boolean others = draft.roots().size() > 1;
      if (before >= 0 && others && before > 0) draft.edits().delete(before, lines.next(before));
      else if (behind >= 0 && others) draft.edits().delete(behind + 1, lines.next(behind + 1));
      draft.note(
          ConversionNotes.LOST,
          status.scalar("kind").orElseThrow().span(),
          "the ClusterStatus is gone since v1beta3",
          "kubeadm keeps the endpoint of each node in an annotation of its API server's pod");
      // two of them may share a separator: the next one's turn comes with the next reading
      return;
    }
  }

  /** The line {@code ---} that a document begins with; negative without one. */
  private static int separator(String text, int document) {
    int found = text.lastIndexOf("\n---", document);
    if (found >= 0) return found + 1;
    return text.startsWith("---") && document > 0 ? 0 : -1;
  }
}
