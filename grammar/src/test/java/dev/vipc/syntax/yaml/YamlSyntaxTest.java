package dev.vipc.syntax.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlSyntaxTest {
  private final Findings found = new Findings();

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          a: b                      → {a=b}
          a: {b: c, d: [e, f]}      → {a={b=c, d=[e, f]}}
          a:~- b~- c: d~  e: f      → {a=[b, {c=d, e=f}]}
          a: 'b''c'~d: "e\\tf"      → {a=b'c, d=e\tf}
          a: |~  b~  c~d: >-~  e~  f→ {a=b\\nc\\n, d=e f}
          a:~b: ~                   → {a=, b=}
          a: b~a: c                 → {a=b, a=c}
          a: b^~c: d^~              → {a=b, c=d}
          a: &x {b: c}~d: *x        → {a={b=c}, d={b=c}}
          a: &x b~*x : c            → {a=b, b=c}
          a: !!str 1                → {a=1}
          a: b # c                  → {a=b}
          --- ~a: b~---~# c~---~- d → {a=b} [d]
          \ufeffa: b                → {a=b}
          a: "{{ b }}"              → {a={{ b }}}
          a: x{{ b }}y              → {a=x{{ b }}y}
          a: |~  {% if b %}~  {{ c }}→ {a={% if b %}\\n{{ c }}}
          """)
  void textBecomesATree(String text, String tree) {
    assertEquals(
        tree.replace("\\n", "\n").replace("\\t", "\t"),
        outlines(text.replace('~', '\n').replace('^', '\r')));
    assertEquals(List.of(), found.sorted());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      textBlock =
          """
          a: b~---~c: d: e~---~f: g → {a=b} {f=g}        → SYN010 3:5
          a: b~---~c: [~---~f: g    → {a=b} {f=g}        → SYN010 4:1
          a:~^b: c                  → ``                 → SYN010 2:1
          a: {b: c                  → ``                 → SYN010 1:9
          a: *b                     → ``                 → SYN010 1:4
          a: &b [*b]                → ``                 → SYN010 1:8
          ? [a]~: b                 → ``                 → SYN010 1:3
          a: b~---~c: \u0001~---~d: e→ {a=b} {d=e}       → SYN010 3:4
          a: {{ b }}~c: d           → {a={{ b }}, c=d}   → SYN014 1:4
          {% if a %}~b: c~{% endif %}→ {b=c}             → SYN014 1:1
          """)
  void aFaultCostsItsDocumentAndOneFinding(String text, String trees, String place) {
    assertEquals(trees, outlines(text.replace('~', '\n').replace('^', '\t')));
    assertEquals(List.of(place), places());
  }

  @Test
  void spansHoldTheQuotesAndNothingElse() {
    Mapping root = (Mapping) parse("\"k\" :  'v' # c\nl: &x !!str  w  \nm: |  # c\n  x\n\nn:\n");
    assertEquals("\"k\"", root.entries().getFirst().key().span().text());
    assertEquals("'v'", root.scalar("k").orElseThrow().span().text());
    assertEquals("w", root.scalar("l").orElseThrow().span().text());
    assertEquals("|  # c\n  x", root.scalar("m").orElseThrow().span().text());
    assertEquals("", root.entry("n").orElseThrow().value().span().text());
  }

  @Test
  void collectionsSpanFromTheirFirstToTheirLastCharacter() {
    Mapping root =
        (Mapping) parse("a: [b, {c: d} ] # e\nf:\n  g: h\n\n# i\nj: *x\n".replace("*x", "k"));
    assertEquals("[b, {c: d} ]", root.get("a").orElseThrow().span().text());
    assertEquals("g: h", root.get("f").orElseThrow().span().text());
    assertTrue(root.span().text().endsWith("j: k"));
  }

  @Test
  void offsetsAreRightBehindCharactersOutsideTheBasicPlane() {
    Mapping root = (Mapping) parse("\uD83D\uDE00: \"\uD83D\uDE00\uD83D\uDE00\"\nb: c\n");
    assertEquals("\"\uD83D\uDE00\uD83D\uDE00\"", root.entries().getFirst().value().span().text());
    assertEquals("c", root.scalar("b").orElseThrow().span().text());
  }

  @Test
  void bytesThatAreNotUtf8SurviveInValues() {
    byte[] latin1 = "a: caf\u00e9 \u00ff\nb: c\n".getBytes(StandardCharsets.ISO_8859_1);
    Mapping root = (Mapping) parse(Utf8.decode(latin1));
    Scalar a = root.scalar("a").orElseThrow();
    assertEquals(a.span().text(), a.value());
    assertEquals("c", root.scalar("b").orElseThrow().span().text());
    assertEquals(List.of(), found.sorted());
  }

  @Test
  void aPrivateUseCharacterIsNotMistakenForAHiddenOne() {
    Mapping root = (Mapping) parse("a: \uE041\uDCFF{{ b }}\n");
    assertEquals("\uE041\uDCFF{{ b }}", root.scalar("a").orElseThrow().value());
  }

  @Test
  void aBombIsRefusedInTime() {
    StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 40; i++) {
      String alias = "*a" + (i - 1);
      text.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(",", List.of(alias, alias, alias))));
    }
    assertEquals("", outlines(text.toString()));
    assertEquals("SYN011", found.sorted().getFirst().rule().code());
  }

  @Test
  void nestingIsBounded() {
    assertEquals("", outlines("[".repeat(20_000)));
    assertEquals(List.of("SYN011 1:101"), places());
  }

  @Test
  void manyFaultyDocumentsEndInTime() {
    outlines("a: [\n---\n".repeat(10_000));
    assertEquals(20, found.sorted().size());
  }

  @Test
  void commentsAreFoundOutsideTextOnly() {
    SourceFile file =
        new SourceFile("a.yaml", "# a\nb: 'c # d' # e\r\nf: g#h\ni: |\n  # j\nk: l #m\n#n");
    assertEquals(
        List.of("# a", "# e", "#m", "#n"),
        YamlSyntax.comments(file).stream().map(Span::text).toList());
  }

  private YamlNode parse(String text) {
    return YamlSyntax.parse(new SourceFile("a.yaml", text), found).getFirst();
  }

  private String outlines(String text) {
    return YamlSyntax.parse(new SourceFile("a.yaml", text), found).stream()
        .map(YamlSyntaxTest::outline)
        .collect(Collectors.joining(" "));
  }

  private static String outline(YamlNode node) {
    return switch (node) {
      case Scalar scalar -> scalar.value();
      case YamlNode.Sequence sequence ->
          sequence.items().stream()
              .map(YamlSyntaxTest::outline)
              .collect(Collectors.joining(", ", "[", "]"));
      case Mapping mapping ->
          mapping.entries().stream()
              .map(entry -> entry.key().value() + "=" + outline(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  private List<String> places() {
    return found.sorted().stream()
        .map(
            d ->
                d.rule().code()
                    + " "
                    + d.span().startPosition().line()
                    + ":"
                    + d.span().startPosition().column())
        .toList();
  }
}
