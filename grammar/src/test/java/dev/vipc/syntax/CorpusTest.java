package dev.vipc.syntax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every file that others wrote is read, and what the real programs accept has no syntax error. */
class CorpusTest {
  @Test
  void keepalivedFilesThatKeepalivedAcceptsHaveNoSyntaxError() throws IOException {
    Corpus corpus = Corpus.orSkip();
    Map<String, String> exit = corpus.index("keepalived", "exit_2.2.7_with_stub_scripts");
    for (SourceFile file : corpus.files("keepalived")) {
      Findings found = new Findings();
      KeepalivedSyntax.parse(file, found);
      if ("0".equals(exit.get(name(file)))) assertEquals(List.of(), errors(found));
    }
  }

  @Test
  void haproxyFilesThatHaproxyAcceptsHaveNoSyntaxError() throws IOException {
    Corpus corpus = Corpus.orSkip();
    Map<String, String> exit = corpus.index("haproxy", "exit_2.6.12");
    for (SourceFile file : corpus.files("haproxy")) {
      Findings found = new Findings();
      HaproxySyntax.parse(file, found);
      if ("0".equals(exit.get(name(file)))) assertEquals(List.of(), errors(found));
    }
  }

  @Test
  void printingTheTreeOfAKeepalivedFileGivesTheSameBytes() throws IOException {
    for (SourceFile file : Corpus.orSkip().files("keepalived"))
      assertSameBytes(file, KeepalivedSyntax.parse(file, _ -> {}), "[ \t\u000B\f\r\n{}]*");
  }

  @Test
  void printingTheTreeOfAHaproxyFileGivesTheSameBytes() throws IOException {
    for (SourceFile file : Corpus.orSkip().files("haproxy"))
      assertSameBytes(file, HaproxySyntax.parse(file, _ -> {}), "[ \t\u000B\f\r\n]*");
  }

  /** Words and comments as they were written, and between them nothing but what may be there. */
  private static void assertSameBytes(SourceFile file, Document document, String between)
      throws IOException {
    Trees tree = new Trees(document, List.of());
    assertTrue(tree.between().matches(between), () -> file.path() + ": " + tree.between());
    assertArrayEquals(Corpus.orSkip().bytes(file), Utf8.encode(tree.printed()), () -> file.path());
  }

  @Test
  void kubernetesFilesAreReadWithoutAFault() throws IOException {
    for (SourceFile file : Corpus.orSkip().files("kubernetes"))
      YamlSyntax.parse(file, new Findings());
  }

  private static String name(SourceFile file) {
    return file.path().substring(file.path().indexOf('/') + 1);
  }

  private static List<Diagnostic> errors(Findings found) {
    return found.sorted().stream().filter(d -> d.severity() == Severity.ERROR).toList();
  }
}
