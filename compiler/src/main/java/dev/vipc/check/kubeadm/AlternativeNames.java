package dev.vipc.check.kubeadm;

import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.Locale;

/** The names and addresses that a certificate is to carry. */
final class AlternativeNames {
  private AlternativeNames() {}

  /**
   * @param lowered whether kubeadm puts them in small letters before it looks
   */
  static void check(Settings settings, String key, boolean lowered) {
    for (Scalar name : settings.texts(key)) {
      String text = lowered ? name.value().toLowerCase(Locale.ROOT) : name.value();
      boolean good =
          GoText.isSubdomain(text) || GoText.isWildcard(text) || GoText.ip(text).isPresent();
      if (!good)
        settings
            .judge()
            .report(
                KubeadmRefusals.SAN,
                name.span(),
                "`%s` is neither an address nor a DNS name".formatted(name.value()),
                "write one address or name, without scheme, port or prefix length");
    }
  }
}
