package dev.vipc.syntax.haproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Trees;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asserted of words, quotes and escapes was measured with haproxy -c 2.6.12. */
class HaproxySyntaxTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          bind :80#x               → bind|:80
          a"b c"'d'                → ab cd
          "" b                     → |b
          'a\\nb' "a\\ b"          → a\\nb|a b
          \\\\ \\x41\\x7a          → \\|Az
          a\\#b\\'c\\"d\\ e        → a#b'c"d e
          \\1 \\d+ \\.             → \\1|\\d+|\\.
          \\$A "\\$A" '\\$A'       → \\$A|$A|\\$A
          "${A}" "$B" "${C-d e}"   → ${A}|$B|${C-d e}
          "${A[*]}" ${A} $         → ${A[*]}|${A}|$
          'a"b' "a'b"              → a"b|a'b
          a\\	b                     → a\\|b
          a \\                     → a|\\
          acl x { path / } || y    → acl|x|{|path|/|}||||y
          [ab] # c                 → [ab]
          "[ab]" c                 → [ab]|c
          .if defined(A)           → .if|defined(A)
          ä "ö ü" \u00a0           → ä|ö ü|\u00a0
          """)
  void aLineIsSplitIntoWordsAsHaproxyDoes(String line, String words) {
    Trees tree = Trees.haproxy(line + "\n");
    assertEquals(words, tree.outline());
    assertEquals(List.of(), tree.places());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          a "b c~d~         → a|b c; d    → SYN001 1:3
          a'b"c'"d~e~       → ab"cd; e    → SYN001 1:7
          a "b\\"~d~        → a|b"; d     → SYN001 1:3
          a \\x4g~b~        → a|\\x4g; b  → SYN008 1:3
          a~b               → a; b        → SYN005 2:2
          a~b # c           → a; b        → SYN005 2:6
          a "x$"~b~         → a|x$; b     → SYN015 1:5
          a "${B c}"~b~     → a|${B c}; b → SYN015 1:4
          [a b] c~d~        → [a b] c; d  → SYN016 1:1
          """)
  void aFaultCostsOneFindingAndTheRestIsRead(String text, String outline, String place) {
    Trees tree = Trees.haproxy(text.replace('~', '\n'));
    assertEquals(outline, tree.outline());
    assertEquals(List.of(place), tree.places());
  }

  @Test
  void aLineHasAtMost64Words() {
    assertEquals(List.of(), Trees.haproxy(words(64)).places());
    assertEquals(List.of("SYN007 1:129"), Trees.haproxy(words(65)).places());
  }

  /** The end of a line that the line above it has as well is not split again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b c d e f\n",
        "a bb \"c\" d e f\n",
        "  a bbb cc d e f\n",
        "a b c d e f \n",
        "a b c d  e f\n",
        "a b c d e\n",
        "a b c d e f # g\n",
        "a b cd e f\n",
        "a b d e f\n",
        "[a b c d e f\n",
        "a b c d e f g\n",
        "a b c d e \"f\"\n",
        "a b c d e f"
      })
  void aRepeatedEndOfALineIsReadAsAnyOther(String line) {
    String above = "a b c d e f\na b c d e f\n";
    Trees alone = Trees.haproxy(line);
    Trees below = Trees.haproxy(above + line);
    assertEquals("a|b|c|d|e|f; a|b|c|d|e|f; " + alone.outline(), below.outline());
    assertEquals(alone.places().size(), below.places().size());
    assertEquals(
        alone.words().stream().map(word -> word.start() + above.length()).toList(),
        below.words().stream().skip(12).map(Word::start).toList());
  }

  @Test
  void aRepeatedLineOfTooManyWordsIsFoundEachTime() {
    assertEquals(
        List.of("SYN007 1:129", "SYN007 2:129"), Trees.haproxy(words(65).repeat(2)).places());
  }

  @Test
  void windowsLineEndsMeanNothing() {
    Trees tree = Trees.haproxy("\r\n  a b\r\n# c\r\nd \r e\r\n");
    assertEquals("a|b; d|e", tree.outline());
    assertEquals(List.of(), tree.places());
    assertEquals(List.of("# c"), tree.document().comments().stream().map(Span::text).toList());
  }

  @Test
  void textBehindACarriageReturnAtAWordIsNotRead() {
    Trees tree = Trees.haproxy("bind :81\r accept-proxy\nmode tcp\n");
    assertEquals("bind|:81; mode|tcp", tree.outline());
    assertEquals(List.of("SYN009 1:9"), tree.places());
    assertEquals(Severity.WARNING, tree.findings().getFirst().severity());
  }

  @Test
  void textBehindANulByteIsNotRead() {
    Trees tree = Trees.haproxy("a\0b\nc # d\0e\n");
    assertEquals("a; c", tree.outline());
    assertEquals(List.of("SYN006 1:2"), tree.places());
  }

  @Test
  void anEmptyFileIsADocumentWithoutFindings() {
    assertEquals(List.of(), Trees.haproxy("").places());
    assertEquals("", Trees.haproxy("").outline());
  }

  private static String words(int count) {
    return IntStream.range(0, count).mapToObj(_ -> "w").collect(Collectors.joining(" ")) + "\n";
  }

  @Test
  void aLargeFileIsHandedOutAsItIsParsed() {
    String text =
        IntStream.range(0, 30_000)
            .mapToObj(
                i -> i % 997 == 0 ? "log \"a b # " + i : "  server s" + i + " 10.0.0.1:80 check")
            .collect(Collectors.joining("\n"));
    SourceFile file = new SourceFile("haproxy.cfg", text);
    List<Diagnostic> parsed = new ArrayList<>();
    List<Diagnostic> read = new ArrayList<>();
    List<Statement> lines = new ArrayList<>();
    HaproxySyntax.read(file, read::add, lines::add);
    assertEquals(HaproxySyntax.parse(file, parsed::add).statements(), lines);
    assertEquals(parsed, read);
  }
}
