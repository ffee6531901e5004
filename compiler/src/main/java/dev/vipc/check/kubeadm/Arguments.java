package dev.vipc.check.kubeadm;

/** Arguments for a component's command line. */
final class Arguments {
  private Arguments() {}

  /** Reports arguments without a name, in a mapping or a list. */
  static void check(Settings settings, String... keys) {
    for (String key : keys) {
      settings
          .at(key)
          .ifPresent(
              mapped ->
                  mapped.mapping().entries().stream()
                      .filter(entry -> entry.key().value().isEmpty())
                      .forEach(
                          entry ->
                              nameless(
                                  new Settings(
                                      mapped.mapping(), entry.key().span(), settings.judge()))));
      for (Settings item : settings.mappings(key)) if (!item.isSet("name")) nameless(item);
    }
  }

  private static void nameless(Settings argument) {
    argument
        .judge()
        .report(
            KubeadmRefusals.NAMELESS,
            argument.place(),
            "an argument has no name",
            "add its `name`, without the dashes before it");
  }
}
