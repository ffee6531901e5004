package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.LITERAL_SECRET;

import dev.vipc.source.Located;
import dev.vipc.source.SopsText;
import java.util.Optional;

/** Reads where secrets come from; the schema's definition {@code secret} gives them their shape. */
final class SecretReader {
  private SecretReader() {}

  /**
   * The secret of a field, absent where the field is; a literal is reported.
   *
   * @param what how a message calls it: {@code password}
   */
  static Optional<Secret> read(Fields fields, String key, String what) {
    if (!fields.has(key)) return Optional.empty();
    Optional<Located<String>> literal = fields.text(key);
    if (literal.isPresent()) return Optional.of(literal(fields, literal.get(), what));
    Fields source = fields.child(key);
    return source
        .text("env")
        .<Secret>map(env -> new Secret.Env(env.value(), env.span()))
        .or(() -> source.text("file").map(file -> new Secret.File(file.value(), file.span())))
        .or(
            () ->
                source
                    .text("command")
                    .map(command -> new Secret.Command(command.value(), command.span())));
  }

  private static Secret literal(Fields fields, Located<String> text, String what) {
    if (SopsText.isEncrypted(text.value())) return new Secret.Encrypted(text.value(), text.span());
    fields.report(
        LITERAL_SECRET,
        text.span(),
        "the %s stands here in clear text".formatted(what),
        "write `{ env: NAME }`, `{ file: PATH }` or `{ command: … }`");
    return new Secret.Literal(text.value(), text.span());
  }
}
