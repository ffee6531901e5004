package dev.vipc.keyword;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.KeywordCheck.Program;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Real files, and what the real programs said of them. */
class KeywordCorpusTest {
  private static final Path CORPUS = Path.of("../../shared/corpus");
  private static final Pattern LINE_26 =
      Pattern.compile(
          "\\[:(\\d+)\\] : (?:'[^']*' )?(?:unknown keyword|unknown option|unknown stats)");
  private static final Pattern LINE_KEEPALIVED =
      Pattern.compile("L(\\d+) Unknown keyword '([^}']+)'");
  private final KeywordCheck check = new KeywordCheck();

  @Test
  void filesThatHaproxyAcceptsHaveNoError() throws IOException {
    var wrong = new ArrayList<String>();
    for (String[] row : index("haproxy")) {
      if (row[3].equals("0") || row[3].equals("2"))
        for (Diagnostic found : haproxy(row[0])) wrong.add(found.span() + " " + found.message());
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void keywordsThatHaproxyDoesNotKnowHaveAnErrorAtTheirLine() throws IOException {
    var missed = new ArrayList<String>();
    for (String[] row : index("haproxy")) {
      if (row[3].equals("0") || row[0].contains("TEMPLATE")) continue;
      List<Integer> lines = lines(haproxy(row[0]));
      Matcher message = LINE_26.matcher(row[5]);
      while (message.find()) {
        if (!lines.contains(Integer.valueOf(message.group(1))))
          missed.add(row[0] + ":" + message.group(1));
      }
    }
    assertEquals(List.of(), missed);
  }

  @Test
  void filesThatKeepalivedAcceptsHaveNoError() throws IOException {
    var wrong = new ArrayList<String>();
    for (String[] row : index("keepalived")) {
      if (row[5].equals("0") || row[6].equals("0"))
        for (Diagnostic found : keepalived(row[0])) wrong.add(found.span() + " " + found.message());
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void theFirstKeywordThatKeepalivedDoesNotKnowHasAnErrorAtItsLine() throws IOException {
    var missed = new ArrayList<String>();
    for (String[] row : index("keepalived")) {
      Matcher message = LINE_KEEPALIVED.matcher(row[9]);
      if (row[3].equals("template") || !message.find()) continue;
      if (!lines(keepalived(row[0])).contains(Integer.valueOf(message.group(1))))
        missed.add(row[0] + ":" + message.group(1));
    }
    assertEquals(List.of(), missed);
  }

  private List<Diagnostic> haproxy(String name) throws IOException {
    var out = new Findings();
    var document = HaproxySyntax.parse(file("haproxy/" + name), _ -> {});
    check.check(document, Program.HAPROXY, new Release(2, 6, 12), out);
    return errors(out);
  }

  private List<Diagnostic> keepalived(String name) throws IOException {
    var out = new Findings();
    var document = KeepalivedSyntax.parse(file("keepalived/" + name), _ -> {});
    check.check(document, Program.KEEPALIVED, new Release(2, 2, 7), out);
    return errors(out);
  }

  private static SourceFile file(String name) throws IOException {
    return new SourceFile(name, Utf8.decode(Files.readAllBytes(CORPUS.resolve(name))));
  }

  private static List<Diagnostic> errors(Findings out) {
    return out.sorted().stream().filter(found -> found.severity() == Severity.ERROR).toList();
  }

  private static List<Integer> lines(List<Diagnostic> found) {
    return found.stream().map(one -> one.span().startPosition().line()).toList();
  }

  private static List<String[]> index(String folder) throws IOException {
    Path index = CORPUS.resolve(folder).resolve("INDEX.tsv");
    assumeTrue(Files.isReadable(index), "the collection of real files is not on this machine");
    try (var lines = Files.lines(index)) {
      return lines.skip(1).map(line -> line.split("\t", -1)).toList();
    }
  }
}
