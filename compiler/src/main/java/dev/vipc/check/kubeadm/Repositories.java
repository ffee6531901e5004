package dev.vipc.check.kubeadm;

/** {@code imageRepository}, wherever it stands. */
final class Repositories {
  private Repositories() {}

  static void check(Settings settings) {
    settings
        .text("imageRepository")
        .filter(text -> !GoText.isImageRepository(text.value()))
        .ifPresent(
            text ->
                settings
                    .judge()
                    .report(
                        KubeadmRefusals.REPOSITORY,
                        text,
                        "cannot stand before an image's name",
                        "write a registry and a path without scheme, tag or slash at the end, such as"
                            + " `registry.example.org:5000/k8s`"));
  }
}
