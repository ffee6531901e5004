package dev.vipc.golden.fuzz;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Any bytes as nginx.conf, read alone: what is neither word nor comment is punctuation. */
public final class NginxReaderFuzz {
  private static final String PUNCTUATION = " \t\r\n;{}";

  private NginxReaderFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    SourceFile file = new SourceFile("nginx.conf", Utf8.decode(input));
    Document document = NginxSyntax.parse(file, _ -> {});
    List<Span> held = new ArrayList<>(document.comments());
    hold(document.statements(), held);
    held.sort(Comparator.comparingInt(Span::start));
    int at = 0;
    for (Span span : held) {
      between(file.text(), at, span.start());
      at = span.end();
    }
    between(file.text(), at, file.text().length());
  }

  private static void hold(List<Statement> statements, List<Span> held) {
    for (Statement statement : statements) {
      statement.words().forEach(word -> held.add(word.span()));
      if (statement instanceof Block block) hold(block.body(), held);
    }
  }

  private static void between(String text, int from, int to) {
    if (from > to) throw new IllegalStateException("two words share text at " + to);
    for (int i = from; i < to; i++)
      if (PUNCTUATION.indexOf(text.charAt(i)) < 0)
        throw new IllegalStateException("no word holds the character at " + i);
  }
}
