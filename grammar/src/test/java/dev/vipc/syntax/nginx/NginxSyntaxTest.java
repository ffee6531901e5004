package dev.vipc.syntax.nginx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.Corpus;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Trees;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asserted of words, quotes and braces was measured with nginx -t 1.22.1. */
class NginxSyntaxTest {
  private static final String BETWEEN = "[ \t\r\n{};]*";

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          listen 6443;                      → listen|6443
          a b; c  d ;                       → a|b; c|d
          a{b c;}                           → a{b|c}
          a { b { } c; }                    → a{b{}; c}
          a "b c" 'd "e"';                  → a|b c|d "e"
          a "b\\"c" 'd\\'e' f\\\\g;         → a|b"c|d'e|f\\g
          a "b\\x" c\\;d \\{;               → a|b\\x|c\\;d|\\{
          a ${b}c "${f}";                   → a|${b}c|${f}
          a $d{e f;}                        → a|$d{e|f}
          a b#c; # d { " '                  → a|b#c
          a"b c'd;                          → a"b|c'd
          a b}c;                            → a|b}c
          a 'b')c;                          → a|b|)c
          a <b> [::1]:80 ~^/x$;             → a|<b>|[::1]:80|~^/x$
          ä \u00a0 ö;                       → ä|\u00a0|ö
          a 1\\n2;                          → a|1\\n2
          """)
  void aStatementIsSplitIntoWordsAsNginxDoes(String text, String outline) {
    Trees tree = Trees.nginx(text);
    assertEquals(outline.replace("\\n", "\n"), tree.outline());
    assertEquals(List.of(), tree.places());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          a b                 → SYN060 1:3   → a|b
          a { b }             → SYN060 1:5   → a{b}
          a {~ b c;           → SYN002 1:3   → a{b|c}
          a { } }             → SYN003 1:7   → a{}
          a { };              → SYN061 1:6   → a{}
          { a; }              → SYN004 1:1   → {a}
          a "b" { c; } {~}    → SYN004 1:14  → a|b{c}; {}
          a "b;~}             → SYN001 1:3   → a|b;~}
          a "b"c;             → SYN062 1:6   → a|b|c
          a {{ b }}; {% c %}  → SYN014 1:3   → a|{{ b }}
          """)
  void aFaultCostsOneFindingAndTheRestIsRead(String text, String place, String outline) {
    Trees tree = Trees.nginx(text.replace('~', '\n'));
    assertEquals(outline.replace('~', '\n'), tree.outline());
    assertEquals(List.of(place.strip()), tree.places());
  }

  @Test
  void aBlockOfLuaIsOneWord() {
    String code =
        "local a = {['}'] = \"}\"} -- it's }\n --[==[ } ]==] ngx.say([[ { ]]) if a then end";
    Trees tree = Trees.nginx("location / {\n content_by_lua_block {\n" + code + "\n }\n b c;\n}\n");
    assertEquals("location|/{content_by_lua_block{" + code + "}; b|c}", tree.outline());
    assertEquals(List.of(), tree.places());
  }

  @Test
  void aWordOfTheBuffersSizeIsTooLong() {
    assertEquals(List.of(), Trees.nginx("a " + "b".repeat(4095) + ";").places());
    assertEquals(List.of("SYN063 1:3"), Trees.nginx("a " + "b".repeat(4096) + ";").places());
    assertEquals(List.of("SYN063 1:4"), Trees.nginx("a \"" + "b".repeat(4096) + "\";").places());
    assertEquals(List.of("SYN063 2:1"), Trees.nginx("\n#" + "ä".repeat(2048) + "\n").places());
  }

  @Test
  void aTemplatesStatementsAreComments() {
    Trees tree =
        Trees.nginx(
            "u {\n{% for h in g['a'] -%}\n server {% if h %}{{ h }}{% else %}x{% endif %}:6443;\n{% endfor %}\n}");
    assertEquals("u{server|{% if h %}{{ h }}{% else %}x{% endif %}:6443}", tree.outline());
    assertEquals(2, tree.document().comments().size());
    assertEquals(List.of("SYN014 2:1"), tree.places());
  }

  @Test
  void aStatementEndsBehindItsSemicolonOrBrace() {
    Trees tree = Trees.nginx("a b ; c {\n d;\n}");
    List<String> spans = tree.document().statements().stream().map(s -> s.span().text()).toList();
    assertEquals(List.of("a b ;", "c {\n d;\n}"), spans);
  }

  @Test
  void manyBracesAreAnswered() {
    Trees tree = Trees.nginx("a {".repeat(20_000));
    assertEquals(List.of("SYN012", "SYN002"), codes(tree));
    assertEquals(List.of("SYN003"), codes(Trees.nginx("}".repeat(20_000))));
    assertEquals(List.of(), Trees.nginx("a { b c; }\n".repeat(20_000)).places());
  }

  @Property(tries = 2000)
  void nothingOfATextIsLost(@ForAll("texts") String text) {
    Trees tree = Trees.nginx(text);
    assertTrue(tree.between().matches(BETWEEN), tree::between);
    assertEquals(text, tree.printed());
    tree.document().statements().forEach(NginxSyntaxTest::assertWithin);
  }

  @Property(tries = 300)
  void anyBytesAreAnswered(@ForAll byte[] bytes) {
    Trees.nginx(Utf8.decode(bytes));
  }

  @Test
  void printingTheTreeOfAFileOfOthersGivesTheSameBytes() throws IOException {
    Corpus corpus = Corpus.orSkip();
    for (SourceFile file : corpus.files("kubernetes/lb")) {
      Trees tree = Trees.nginx(file.text());
      assertTrue(tree.between().matches(BETWEEN), file::path);
      assertArrayEquals(corpus.bytes(file), Utf8.encode(tree.printed()), file::path);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "{",
            "}",
            ";",
            "\"",
            "'",
            "\\",
            "#",
            "$",
            "${",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\0",
            "a",
            "b c",
            "é",
            "\uDCFF",
            "{{",
            "}}",
            "{% a %}",
            "{{ a }}",
            "a_by_lua_block",
            "a_by_lua_block {",
            "[[",
            "]]",
            "--",
            "x y;\n",
            "z {\n",
            ")",
            "include ")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  private static List<String> codes(Trees tree) {
    return tree.findings().stream()
        .map(finding -> finding.rule().code())
        .sorted()
        .toList()
        .reversed();
  }

  private static void assertWithin(Statement statement) {
    statement.words().forEach(word -> assertTrue(statement.span().holds(word.span())));
    if (statement instanceof Statement.Block block)
      for (Statement inner : block.body()) {
        assertTrue(statement.span().holds(inner.span()));
        assertWithin(inner);
      }
  }
}
