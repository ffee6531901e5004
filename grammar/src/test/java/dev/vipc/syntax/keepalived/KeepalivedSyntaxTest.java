package dev.vipc.syntax.keepalived;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Trees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asserted of words, quotes and braces was measured with keepalived -t 2.2.7. */
class KeepalivedSyntaxTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          priority 100              → priority|100
          priority 10#0             → priority|10
          priority 10!0 1           → priority|10
          x\\#y\\!z # c             → x#y!z
          x\\\\#y                   → x\\\\
          x\\yz                     → x\\yz
          priority 100 \\           → priority|100\\
          priority 100 \\ # a       → priority|100|\\
          priority "100" \\         → priority|100|\\
          priority "100" # a\\      → priority|100
          priority 100 # a\\\\      → priority|100
          $A=a # b \\               → $A=a
          "a # b" c                 → a # b|c
          a"b c"d                   → a|b c|d
          "" b                      → |b
          x '120'                   → x|'120'
          script "sh -c \\"a {\\""  → script|sh -c \\"a {\\"
          script sh \\"a b\\"       → script|sh|\\"a|b\\"
          ${A B} c                  → ${A B}|c
          10.0.0.${I}/32 $X         → 10.0.0.${I}/32|$X
          $X=a {b} "c # d" # e      → $X=a {b} "c # d"
          include /a b/{c,d} # e    → include|/a b/{c,d}
          includes a                → includes|a
          ~LST({a,b},{1,2}) c       → ~LST({a,b},{1,2})|c
          ä "ö ü" \u00a0            → ä|ö ü|\u00a0
          """)
  void aLineIsSplitIntoWordsAsKeepalivedDoes(String line, String words) {
    Trees tree = Trees.keepalived(line + "\n");
    assertEquals(words, tree.outline());
    assertEquals(List.of(), tree.places());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          a {~b~}                      → a{b}
          a{b}                         → a{b}
          a~~# c~{~b~}                 → a{b}
          a { b } c { d }              → a{b}; c{d}
          a { b { c }} d               → a{b{c}}; d
          a { b~c {~}~d }              → a{b; c{}; d}
          "a {x}" {~b }                → a {x}{b}
          a ${B} {~c }                 → a|${B}{c}
          a {# c }~b~}                 → a{b}
          a\\{b~}                      → a\\{b}
          a ^{^~b^~}^~                 → a{b}
          """)
  void aBraceMakesABlockWhereverItStands(String text, String outline) {
    Trees tree = Trees.keepalived(text.replace('~', '\n').replace('^', '\r'));
    assertEquals(outline, tree.outline());
    assertEquals(List.of(), tree.places());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          a {~b                   → a{b}           → SYN002 1:3
          a {~b {~c~}             → a{b{c}}        → SYN002 1:3
          a }~b                   → a; b           → SYN003 1:3
          a {~}}}}~b              → a{}; b         → SYN003 2:2
          {~a~}~b                 → {a}; b         → SYN004 1:1
          a {~{~{~b~}~}~}~c       → a{{{b}}}; c    → SYN004 2:1
          a "b~c                  → a|b; c         → SYN001 1:3
          a \\"b~c                → a|\\"b; c      → SYN001 1:4
          $A=b "c~d               → $A=b "c; d     → SYN001 1:6
          a b # c \\~d~# e          → a|b\\; d       → SYN017 1:9
          a b~# c \\~d~# e          → a|b; d         → SYN017 2:5
          a {{ b }}/24~c {{ d }}  → a|{{ b }}/24; c|{{ d }} → SYN014 1:3
          {% if a %}~b~{% endif %}→ b              → SYN014 1:1
          """)
  void aFaultCostsOneFindingAndTheRestIsRead(String text, String outline, String place) {
    Trees tree = Trees.keepalived(text.replace('~', '\n'));
    assertEquals(outline, tree.outline());
    assertEquals(List.of(place), tree.places());
  }

  @Test
  void theBlockThatLacksItsBraceIsToldByIndentation() {
    Trees tree =
        Trees.keepalived(
            """
            vrrp_instance A {
              track_script {
                chk
              priority 100
            }
            vrrp_instance B {
            }
            """);
    assertEquals(List.of("SYN002 2:16"), tree.places());
    Diagnostic missing = tree.findings().getFirst();
    assertEquals("the block `track_script` is not closed", missing.message());
    assertEquals(5, missing.labels().getFirst().span().startPosition().line());
  }

  @Test
  void textBehindANulByteIsNotRead() {
    Trees tree = Trees.keepalived("a\0b\nc # d\0e\n");
    assertEquals("a; c", tree.outline());
    assertEquals(List.of("SYN006 1:2"), tree.places());
    assertEquals("\n \n", tree.between());
  }

  @Test
  void aLineThatTheReaderWouldSplitIsReportedWhereItSplits() {
    String fits = "a " + "b".repeat(1021);
    assertEquals(List.of(), Trees.keepalived(fits + "\n").places());
    assertEquals(List.of(), Trees.keepalived(fits + "   \n").places());
    assertEquals(List.of("SYN013 1:1024"), Trees.keepalived(fits + "b\n").places());
    assertEquals(List.of("SYN013 2:513"), Trees.keepalived("\n#" + "ä".repeat(600)).places());
  }

  @Test
  void nestingBeyondAnyUseIsReportedOnce() {
    Trees tree = Trees.keepalived("a {\n".repeat(20_000) + "}\n".repeat(20_000) + "b\n");
    assertEquals(List.of("SYN012 65:3"), tree.places());
    assertEquals("b", tree.document().statements().getLast().keyword());
  }

  @Test
  void twentyThousandOpenBracesGetAnAnswer() {
    Trees tree = Trees.keepalived("{".repeat(20_000));
    assertEquals(
        List.of("SYN002 1:1", "SYN004 1:1", "SYN012 1:65", "SYN013 1:1024"), tree.places());
  }

  @Test
  void aBlockSpansFromItsHeadToItsBrace() {
    Trees tree = Trees.keepalived("x\na b\n{ c }\n");
    Statement block = tree.document().statements().getLast();
    assertEquals("a b\n{ c }", block.span().text());
    assertEquals("a", block.keywordSpan().text());
  }

  @Test
  void commentsEndBeforeTheLineEnd() {
    Trees tree = Trees.keepalived("a # b\r\n! c");
    assertEquals(
        List.of("# b", "! c"), tree.document().comments().stream().map(Span::text).toList());
    assertTrue(tree.between().isBlank());
  }
}
