package dev.vipc.convert.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.convert.kubeadm.ConversionFix.Mended;
import dev.vipc.diagnostic.Fix;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.source.SourceFile;
import org.junit.jupiter.api.Test;

final class ConversionFixTest {
  private static final String OLDER_FIELDS =
      """
      # ours
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: ClusterConfiguration
      apiServer:
        timeoutForControlPlane: 4m0s # long
        extraArgs:
          v: "4"
      ---
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: InitConfiguration
      nodeRegistration:
        kubeletExtraArgs:
          - {name: v, value: "2"} # a list already
      """;

  @Test
  void aFileIsCarriedByOneEdit() {
    SourceFile file =
        file("apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nclusterName: x\n");
    Fix fix = ConversionFix.to(KubeadmVersion.V1BETA4, file, true).orElseThrow();
    assertTrue(fix.safe());
    assertEquals("3", fix.edits().getFirst().span().text());
    assertEquals("4", fix.edits().getFirst().text());
    assertFalse(ConversionFix.to(KubeadmVersion.V1BETA4, file, false).orElseThrow().safe());
    assertTrue(ConversionFix.to(KubeadmVersion.V1BETA3, file, true).isEmpty());
  }

  @Test
  void whatIsLostOnTheWayMakesItUnsafe() {
    SourceFile file =
        file(
            "apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\nuseHyperKubeImage: true\n");
    assertFalse(ConversionFix.to(KubeadmVersion.V1BETA3, file, true).orElseThrow().safe());
  }

  @Test
  void whatCannotBeCarriedHasNoFix() {
    SourceFile file = file("apiVersion: kubeadm.k8s.io/v1alpha1\nkind: MasterConfiguration\n");
    assertTrue(ConversionFix.to(KubeadmVersion.V1BETA4, file, true).isEmpty());
    assertTrue(ConversionFix.to(KubeadmVersion.V1ALPHA1, file, true).isEmpty());
    assertTrue(ConversionFix.to(KubeadmVersion.V1BETA4, file("a: [\n"), true).isEmpty());
  }

  @Test
  void fieldsOfAnOlderVersionAreWrittenAsTheNamedOneDoes() {
    Mended mended = ConversionFix.ofOlderFields(file(OLDER_FIELDS)).orElseThrow();
    assertTrue(mended.left().isEmpty());
    assertTrue(mended.fix().safe());
    assertEquals(
        """
        # ours
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        apiServer:
          extraArgs:
            - name: v
              value: "4"
        ---
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: InitConfiguration
        nodeRegistration:
          kubeletExtraArgs:
            - {name: v, value: "2"} # a list already
        timeouts:
          controlPlaneComponentHealthCheck: 4m0s # long
        """,
        applied(mended.fix(), OLDER_FIELDS));
  }

  @Test
  void theOldestFieldsAreFoundToo() {
    String text =
        "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServerCertSANs: [a.example.org]\n";
    Mended mended = ConversionFix.ofOlderFields(file(text)).orElseThrow();
    assertTrue(mended.left().isEmpty());
    assertTrue(applied(mended.fix(), text).contains("certSANs: [a.example.org]"));
  }

  @Test
  void whatNoVersionKnowsIsLeft() {
    String text = OLDER_FIELDS.replace("# ours", "# ours\n").replace("kind: Cl", "x: 1\nkind: Cl");
    Mended mended = ConversionFix.ofOlderFields(file(text)).orElseThrow();
    assertEquals(1, mended.left().size());
    assertTrue(
        ConversionFix.ofOlderFields(
                file("apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nx: 1\n"))
            .isEmpty());
  }

  @Test
  void ofSeveralVersionsNoneIsTakenForTheOther() {
    String text = OLDER_FIELDS.replaceFirst("v1beta4", "v1beta3");
    assertTrue(ConversionFix.ofOlderFields(file(text)).isEmpty());
  }

  private static String applied(Fix fix, String text) {
    Fix.Edit edit = fix.edits().getFirst();
    return text.substring(0, edit.span().start()) + edit.text() + text.substring(edit.span().end());
  }

  private static SourceFile file(String text) {
    return new SourceFile("kubeadm.yaml", text);
  }
}
