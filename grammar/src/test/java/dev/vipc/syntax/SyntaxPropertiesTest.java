package dev.vipc.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.haproxy.GrammarOracle;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every text, however broken. */
class SyntaxPropertiesTest {
  @Property(tries = 2000)
  void nothingOfAKeepalivedFileIsLost(@ForAll("texts") String text) {
    Trees tree = Trees.keepalived(text);
    assertTrue(tree.between().matches("[ \t\u000B\f\r\n{}]*"), tree::between);
    tree.document().statements().forEach(SyntaxPropertiesTest::assertWithin);
  }

  @Property(tries = 2000)
  void nothingOfAHaproxyFileIsLost(@ForAll("texts") String text) {
    Trees tree = Trees.haproxy(text);
    boolean scope = text.lines().anyMatch(line -> line.strip().startsWith("["));
    assertTrue(scope || tree.between().matches("[ \t\u000B\f\r\n]*"), tree::between);
    tree.document().statements().forEach(SyntaxPropertiesTest::assertWithin);
  }

  @Property(tries = 2000)
  void aHaproxyFileHasTheLinesOfItsGrammar(@ForAll("texts") String text) {
    // each line twice, since the reader remembers how the last one went on
    String ascii =
        text.replaceAll("[^\\x00-\\x7f]", "x")
            .replace('[', '(')
            .replaceAll("(.*\n)", "a b c$1a b d$1");
    List<List<String>> lines =
        Trees.haproxy(ascii).document().statements().stream()
            .map(line -> line.words().stream().map(word -> word.span().text()).toList())
            .toList();
    assertEquals(GrammarOracle.lines(ascii), lines, () -> Arrays.toString(ascii.toCharArray()));
  }

  @Property(tries = 500)
  void anyBytesAreAnswered(@ForAll byte[] bytes) {
    String text = Utf8.decode(bytes);
    Trees.keepalived(text);
    Trees.haproxy(text);
    YamlSyntax.parse(new SourceFile("a.yaml", text), new Findings());
  }

  @Property(tries = 2000)
  void anyTextIsReadAsYamlOrReported(@ForAll("texts") String text) {
    SourceFile file = new SourceFile("a.yaml", text);
    YamlSyntax.parse(file, new Findings()).forEach(SyntaxPropertiesTest::assertWithin);
    YamlSyntax.comments(file).forEach(comment -> assertEquals('#', comment.text().charAt(0)));
  }

  @Property
  void aKeepalivedLineGivesItsWordsBack(@ForAll("lines") List<List<String>> lines) {
    String text =
        lines.stream()
            .map(SyntaxPropertiesTest::quoted)
            .collect(Collectors.joining("\n", "a {\n", "\n}"));
    Trees tree = Trees.keepalived(text);
    assertEquals(List.of(), tree.places());
    assertEquals(
        lines,
        ((Statement.Block) tree.document().statements().getFirst())
            .body().stream().map(SyntaxPropertiesTest::values).toList());
  }

  @Property
  void aHaproxyLineGivesItsWordsBack(@ForAll("lines") List<List<String>> lines) {
    String text =
        lines.stream()
            .map(SyntaxPropertiesTest::quoted)
            .collect(Collectors.joining("\n", "", "\n"));
    Trees tree = Trees.haproxy(text);
    assertEquals(List.of(), tree.places());
    assertEquals(
        lines, tree.document().statements().stream().map(SyntaxPropertiesTest::values).toList());
  }

  /** Dense in the characters that mean something. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> signs =
        Arbitraries.of(
            "{",
            "}",
            "\"",
            "'",
            "\\",
            "#",
            "!",
            "$",
            "${",
            "[",
            "]",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\r",
            "\0",
            "\u00a0",
            "a",
            "b",
            "\\x4",
            "-",
            "- ",
            ": ",
            ":",
            "&a ",
            "*a",
            "|\n",
            "---\n",
            "? ",
            "{{",
            "}}",
            "{% a %}",
            "{{ a }}\n",
            "include ",
            "$A=",
            "@x ",
            "~LST(",
            "\uD83D\uDE00",
            "\uDCFF",
            "\uE001",
            "é",
            ",",
            "%",
            "  ",
            "\n  ");
    return signs.list().ofMaxSize(40).map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<List<String>>> lines() {
    Arbitrary<String> word =
        Arbitraries.strings().withChars("ab:/.-_,=@%~ #!{}é").ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> keyword = Arbitraries.strings().withCharRange('a', 'h').ofMinLength(1);
    return keyword
        .flatMap(first -> word.list().ofMaxSize(6).map(rest -> prepend(first, rest)))
        .list()
        .ofMaxSize(6);
  }

  private static List<String> prepend(String first, List<String> rest) {
    return Stream.concat(Stream.of(first), rest.stream()).toList();
  }

  private static String quoted(List<String> words) {
    return words.stream()
        .map(word -> word.matches("[a-z.:/_-]+") ? word : '"' + word + '"')
        .collect(Collectors.joining(" "));
  }

  private static List<String> values(Statement statement) {
    return statement.words().stream().map(Word::value).toList();
  }

  private static void assertWithin(Statement statement) {
    for (Word word : statement.words())
      assertTrue(
          statement.span().start() <= word.span().start()
              && word.span().end() <= statement.span().end());
    if (statement instanceof Statement.Block block)
      block.body().forEach(SyntaxPropertiesTest::assertWithin);
  }

  private static void assertWithin(YamlNode node) {
    switch (node) {
      case YamlNode.Scalar _ -> {}
      case YamlNode.Sequence sequence ->
          sequence.items().forEach(SyntaxPropertiesTest::assertWithin);
      case YamlNode.Mapping mapping ->
          mapping.entries().forEach(entry -> assertWithin(entry.value()));
    }
  }
}
