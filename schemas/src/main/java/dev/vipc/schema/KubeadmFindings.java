package dev.vipc.schema;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What kubeadm's strict reader finds in the form of its configuration. */
@AutoService(Documented.class)
public final class KubeadmFindings implements Documented {
  static final RuleMeta UNKNOWN_FIELD =
      new RuleMeta(
              "KD003",
              "unknown-field",
              ERROR,
              """
          A kubeadm document has a field that its apiVersion does not know.

          Between versions fields moved: `apiServerCertSANs` of v1alpha3 is `apiServer.certSANs`
          since v1beta1, `timeoutForControlPlane` is in `timeouts` of the InitConfiguration since
          v1beta4. `kubeadm config validate` refuses such a document; `kubeadm init` warns and goes
          without the field, so that the certificate lacks its names or the timeout its value. Write
          the field in the place that the help names. Source: the Go types of each API version.

          In a KubeletConfiguration or a KubeProxyConfiguration beside them it is a warning, since
          those programs learn fields with every release: the fields of 1.12 to 1.36 are known here.
          """)
          .withFix();

  static final RuleMeta WRONG_TYPE =
      new RuleMeta(
              "KD004",
              "field-of-wrong-type",
              ERROR,
              """
          A field of a kubeadm document has a value of another type or form than its apiVersion reads.

          `extraArgs` and `kubeletExtraArgs` are mappings of text up to v1beta3 and lists of name and
          value in v1beta4; numbers and booleans in them need quotes. kubeadm cannot decode the
          document and stops. Scalars have YAML 1.1's types, as Go programs read them: a plain `yes` or `off`
          is a boolean. Source: the Go types of each API version.
          """)
          .withFix();

  static final RuleMeta REPEATED_FIELD =
      new RuleMeta(
          "KD102",
          "repeated-field",
          ERROR,
          """
          A document has the same field twice in one mapping.

          `kubeadm config validate` refuses it (`key already set in map`); `kubeadm init` warns and keeps the
          last, so that what the first one says is lost without a sound. Often a block was pasted in a
          second time. Merge the two. Source: kubeadm's strict decoding (kubernetes/kubernetes#70901 and
          #118013).
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(UNKNOWN_FIELD, WRONG_TYPE, REPEATED_FIELD);
  }
}
