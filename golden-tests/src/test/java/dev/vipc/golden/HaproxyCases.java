package dev.vipc.golden;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult.FileVerdict;
import dev.vipc.check.Verdict;
import dev.vipc.compile.Compiler;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The snippets of {@code cases/haproxy-check}: files of many configurations, each behind a line
 * {@code #= TITLE}; what stands behind {@code #pre} begins every one of the file.
 */
final class HaproxyCases {
  /** One configuration. */
  record Snippet(String file, int number, String title, String text) {
    String name() {
      return file + " " + number;
    }
  }

  /** What a program says: its verdict, and the line of its first refusal where it names one. */
  record Answer(Verdict verdict, OptionalInt line) {}

  private static final Path FOLDER = Path.of("cases/haproxy-check");

  private HaproxyCases() {}

  /** The snippets whose titles are HAProxy 2.6's verdicts. */
  static List<Snippet> judged() throws IOException {
    var snippets = new ArrayList<Snippet>();
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.filter(HaproxyCases::isJudged).sorted().toList())
        snippets.addAll(read(file));
    }
    return snippets;
  }

  private static boolean isJudged(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".cases") && !name.equals("matrix.cases");
  }

  /** The snippets whose titles are the blocks of the version matrix. */
  static List<Snippet> matrix() throws IOException {
    return read(FOLDER.resolve("matrix.cases")).stream()
        .map(s -> new Snippet(s.file(), s.number(), s.title(), unescaped(s.text())))
        .toList();
  }

  private static List<Snippet> read(Path file) throws IOException {
    var snippets = new ArrayList<Snippet>();
    String prefix = "";
    String text = Files.readString(file);
    for (String part : text.split("(?m)^#(?==|pre)")) {
      int end = part.indexOf('\n');
      if (end < 0) continue;
      String body = part.substring(end + 1);
      if (part.startsWith("pre")) prefix = body;
      else
        snippets.add(
            new Snippet(
                file.getFileName().toString(),
                snippets.size(),
                part.substring(1, end).strip(),
                prefix + body));
    }
    return snippets;
  }

  /** {@code \r} is a carriage return, {@code \c} and what follows is left out. */
  private static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char next = text.charAt(++i);
      if (next == 'c') return out.toString();
      out.append(next == 'r' ? '\r' : next);
    }
    return out.toString();
  }

  /** What {@code vipc check} says. */
  static Answer ours(String name, String text, String version) {
    var request =
        new CheckRequest(
            "haproxy", Version.parse(version), List.of(), List.of(new SourceFile(name, text)));
    FileVerdict file = new Compiler().check(request).files().getFirst();
    OptionalInt line =
        file.diagnostics().stream()
            .filter(d -> d.severity() == Severity.ERROR)
            .mapToInt(d -> d.span().startPosition().line())
            .findFirst();
    return new Answer(file.verdict(), line);
  }

  /** What the title of a judged snippet says. */
  static Answer recorded(Snippet snippet) {
    String[] words = snippet.title().split(" ");
    Verdict verdict = Verdict.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
    OptionalInt line =
        words.length > 1 ? OptionalInt.of(Integer.parseInt(words[1])) : OptionalInt.empty();
    return new Answer(verdict, line);
  }

  static Optional<String> difference(Answer wanted, Answer found) {
    if (wanted.verdict() != found.verdict())
      return Optional.of(wanted.verdict() + " and not " + found.verdict());
    return Optional.empty();
  }
}
