package dev.vipc.syntax;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A text's tree and findings in a form that a test can state. */
public record Trees(Document document, List<Diagnostic> findings) {
  public static Trees keepalived(String text) {
    Findings found = new Findings();
    Document document = KeepalivedSyntax.parse(new SourceFile("keepalived.conf", text), found);
    return new Trees(document, found.sorted());
  }

  public static Trees haproxy(String text) {
    Findings found = new Findings();
    Document document = HaproxySyntax.parse(new SourceFile("haproxy.cfg", text), found);
    return new Trees(document, found.sorted());
  }

  public static Trees nginx(String text) {
    Findings found = new Findings();
    Document document = NginxSyntax.parse(new SourceFile("nginx.conf", text), found);
    return new Trees(document, found.sorted());
  }

  /** Words joined by {@code |}, statements by {@code ;}, bodies in braces. */
  public String outline() {
    return outline(document.statements());
  }

  /** Each finding as code, line and column. */
  public List<String> places() {
    return findings.stream().map(Trees::place).toList();
  }

  /** All words in file order. */
  public List<Word> words() {
    List<Word> words = new ArrayList<>();
    collect(document.statements(), words);
    return words;
  }

  /** What is neither word nor comment; only blanks and braces if nothing is lost. */
  public String between() {
    return text(false);
  }

  /** The words and comments as they were written, and what is between them. */
  public String printed() {
    return text(true);
  }

  private String text(boolean whole) {
    List<Span> spans = new ArrayList<>(document.comments());
    words().forEach(word -> spans.add(word.span()));
    spans.sort(Comparator.naturalOrder());
    String text = document.file().text();
    StringBuilder printed = new StringBuilder();
    int at = 0;
    for (Span span : spans) {
      if (span.start() < at) throw new AssertionError("overlap at " + span);
      printed.append(text, at, span.start());
      if (whole) printed.append(span.text());
      at = span.end();
    }
    return printed.append(text.substring(at)).toString();
  }

  private static String outline(List<Statement> statements) {
    return statements.stream().map(Trees::outline).collect(Collectors.joining("; "));
  }

  private static String outline(Statement statement) {
    String words = statement.words().stream().map(Word::value).collect(Collectors.joining("|"));
    return switch (statement) {
      case Statement.Directive _ -> words;
      case Statement.Block(_, var body, _) -> words + "{" + outline(body) + "}";
    };
  }

  private static String place(Diagnostic finding) {
    var at = finding.span().startPosition();
    return finding.rule().code() + " " + at.line() + ":" + at.column();
  }

  private static void collect(List<Statement> statements, List<Word> words) {
    for (Statement statement : statements) {
      words.addAll(statement.words());
      if (statement instanceof Statement.Block block) collect(block.body(), words);
    }
  }
}
