package dev.vipc.check.kubeadm;

/** Paths on the node. */
final class Paths {
  private Paths() {}

  /** Reports the path of a key that does not begin at the root. */
  static void absolute(Settings settings, String key) {
    settings
        .text(key)
        .filter(path -> !path.value().startsWith("/"))
        .ifPresent(
            path ->
                settings
                    .judge()
                    .report(
                        KubeadmRefusals.PATH,
                        path,
                        "is no absolute path",
                        "write the path from `/` on"));
  }
}
