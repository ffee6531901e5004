package dev.vipc.convert.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What {@code vipc fmt --to} says beside the text that it writes. */
@AutoService(Documented.class)
public final class ConversionNotes implements Documented {
  static final RuleMeta LOST =
      new RuleMeta(
          "FMT001",
          "lost-in-conversion",
          WARNING,
          """
          What a field says cannot be said in the new version.

          A field may go without a successor, as `auditPolicy` did with v1beta1 and `useHyperKubeImage` with v1beta3. Its \
          lines are left as comments where they stood, so that nothing is lost from the file, but kubeadm no longer reads \
          them. The help says what to do instead where something can be done.
          """);

  static final RuleMeta MOVED =
      new RuleMeta(
          "FMT002",
          "moved-in-conversion",
          INFO,
          """
          A value went to another document, or means a little else in its new place.

          `timeoutForControlPlane` of the ClusterConfiguration is `timeouts` of the InitConfiguration since v1beta4: where \
          the file had none, one is added. Nothing needs to be done, but whoever keeps the documents in separate files wants \
          to know.
          """);

  static final RuleMeta NOT_CONVERTED =
      new RuleMeta(
          "FMT003",
          "not-converted",
          ERROR,
          """
          A document could not be carried to the version that was asked for.

          The chain begins at v1alpha3: v1alpha1 and v1alpha2 hold a MasterConfiguration that kubeadm 1.11 and 1.12 split \
          into two documents by `kubeadm config migrate`. It goes only forward, since an older version cannot say what a newer \
          one does. A text that is no YAML is not touched.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(LOST, MOVED, NOT_CONVERTED);
  }
}
