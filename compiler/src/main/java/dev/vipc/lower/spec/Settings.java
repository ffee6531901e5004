package dev.vipc.lower.spec;

import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.spec.Chosen;
import dev.vipc.spec.Secret;
import java.util.Optional;

/** A spec's values as the model's settings: an assumed value counts as written at its entry. */
final class Settings {
  private Settings() {}

  static <T> Setting<T> of(Chosen<T> chosen) {
    return Setting.of(chosen.value(), chosen.span());
  }

  static <T> Setting<T> of(Located<T> located) {
    return Setting.of(located.value(), located.span());
  }

  static <T> Setting<T> of(Optional<Located<T>> located) {
    return located.map(Settings::of).orElseGet(Setting::unset);
  }

  /**
   * Known only where it stands in the spec: what is only read runs no command and opens no file.
   */
  static Setting<String> of(Secret secret) {
    return switch (secret) {
      case Secret.Literal(var text, var span) -> Setting.of(text, span);
      case Secret.Env _, Secret.File _, Secret.Command _, Secret.Encrypted _ ->
          Setting.unknown(secret.span());
    };
  }
}
