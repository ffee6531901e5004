package dev.vipc.lower.haproxy;

import dev.vipc.model.LiteralSecret;
import dev.vipc.model.LiteralSecret.Kind;
import dev.vipc.model.Parts;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import java.util.ArrayList;
import java.util.List;

/**
 * The passwords that lines of haproxy.cfg hold in the clear: {@code stats auth user:password}, and
 * {@code insecure-password} of a userlist's user. What comes from the environment or a template's
 * engine is none.
 */
public final class Passwords {
  private final List<LiteralSecret> found = new ArrayList<>();

  /** Those of a whole file, or of lines of one. */
  public static List<Span> in(SourceFile file) {
    Passwords passwords = new Passwords();
    HaproxySyntax.read(file, _ -> {}, passwords::take);
    return passwords.found.stream().map(LiteralSecret::place).toList();
  }

  void take(Directive line) {
    List<Word> words = line.words();
    if (line.keyword().equals("stats") && words.size() > 2 && words.get(1).value().equals("auth"))
      add(words.get(2));
    if (!line.keyword().equals("user")) return;
    for (int at = 2; at + 1 < words.size(); at++)
      if (words.get(at).value().equals("insecure-password")) add(words.get(at + 1));
  }

  private void add(Word password) {
    String text = password.value();
    boolean open = text.indexOf('$') >= 0 || text.indexOf('<') >= 0 || text.contains("{{");
    if (!open) found.add(new LiteralSecret(Kind.PROXY_PASSWORD, password.span()));
  }

  Parts found() {
    return Parts.of(found);
  }
}
