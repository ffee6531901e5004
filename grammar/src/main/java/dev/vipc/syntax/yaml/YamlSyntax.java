package dev.vipc.syntax.yaml;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads YAML by snakeyaml-engine's events into trees with spans; aliases and nesting are bounded.
 */
public final class YamlSyntax {
  /** Far above any configuration: the API server takes no object above 1.5 MB. */
  private static final int MOST_CHARACTERS = 4_000_000;

  private YamlSyntax() {}

  /**
   * The root of each document in the file; an empty document has none. A document with a fault (SYN
   * codes) is left out, those before and after it are still given.
   *
   * <p>Aliases are resolved: the same node stands in several places, with the span of its anchor. A
   * merge key {@code <<} is a key like others. Marks of a template are read as text, and the first
   * that stands where YAML would take it for something else is reported.
   */
  public static List<YamlNode> parse(SourceFile file, Reporter out) {
    if (isTooLong(file)) {
      out.report(
          Diagnostic.of(
                  YamlFaults.TOO_LARGE,
                  file.startOfFile(),
                  "the file has %d characters, more than %d"
                      .formatted(file.text().length(), MOST_CHARACTERS))
              .help("split it, or name the file that is meant"));
      return List.of();
    }
    YamlReader reader = new YamlReader(file, out);
    reader.read();
    return reader.documents();
  }

  /** Whether a file is not read for its length. */
  private static boolean isTooLong(SourceFile file) {
    return file.text().length() > MOST_CHARACTERS;
  }

  /** The comments of a file, in file order, each from its sign to the end of its line. */
  public static List<Span> comments(SourceFile file) {
    if (isTooLong(file)) return List.of();
    YamlReader reader = new YamlReader(file, _ -> {});
    reader.read();
    List<Span> comments = new ArrayList<>();
    int from = 0;
    for (Span scalar : reader.scalars()) {
      if (scalar.start() > from) commentsBetween(file, from, scalar.start(), comments);
      from = Math.max(from, scalar.end());
    }
    commentsBetween(file, from, file.text().length(), comments);
    return comments;
  }

  private static void commentsBetween(SourceFile file, int from, int until, List<Span> comments) {
    String text = file.text();
    for (int at = text.indexOf('#', from); at >= 0 && at < until; at = text.indexOf('#', at)) {
      int end = at + 1;
      if (at == 0 || Character.isWhitespace(text.charAt(at - 1))) {
        end = lineEnd(text, at);
        comments.add(file.span(at, end));
      }
      at = end;
    }
  }

  private static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    if (end < 0) end = text.length();
    return text.charAt(end - 1) == '\r' ? end - 1 : end;
  }
}
