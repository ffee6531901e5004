package dev.vipc.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HolesTest {
  @Test
  void aVariableThatTheFileAssignsIsNoHole() {
    Holes holes = new Holes(Variables.KEEPALIVED);
    holes.define("VIP", "10.0.0.9");
    assertEquals(List.of("${OTHER}", "$ID"), names(holes, "${VIP}", "${OTHER}", "$ID", "${_PWD}"));
    assertEquals(Optional.of("10.0.0.9/24"), holes.expand(word("${VIP}/24")));
  }

  @Test
  void aDefaultMakesAnEnvironmentReferenceComplete() {
    assertEquals(
        List.of("${PORT}"),
        names(new Holes(Variables.HAPROXY), "*:${PORT}", "\"${PORT-6443}\"", "${HAPROXY_ID}"));
  }

  @Test
  void haproxyReadsItsEnvironmentOnlyInDoubleQuotesAndAddresses() {
    Holes holes = new Holes(Variables.HAPROXY);
    holes.in(word("${A}"));
    holes.in(word("\"${B}\""));
    holes.in(word("'${C}'"));
    holes.inHost(word("${D}:80"));
    assertEquals(
        List.of("${A} false", "${B} true", "${D} true"),
        holes.found().stream()
            .map(h -> h.name().value() + " " + h.environment())
            .sorted()
            .toList());
  }

  @Test
  void angleBracketsThatAreMarkupOrRegexAreNoHole() {
    Holes holes = new Holes(Variables.HAPROXY);
    String[] words = {
      "<html>",
      "\"<h1>no</h1>\"",
      "(?<name>x)",
      "<132>",
      "\"say <hello> now\"",
      "\"<VIP>\"",
      "<NIC>"
    };
    assertEquals(List.of("<VIP>", "<NIC>"), names(holes, words));
  }

  @Test
  void capitalsAreAHoleOnlyWhereAHostBelongs() {
    Holes holes = new Holes();
    holes.in(word("MASTER_ONE"));
    holes.inHost(word("\"https://CP2_IP:2379\""));
    holes.inHost(word("LOAD_BALANCER_DNS:PORT"));
    holes.inHost(word("API.EXAMPLE.COM"));
    assertEquals(
        List.of("CP2_IP", "LOAD_BALANCER_DNS", "PORT"),
        holes.found().stream().map(h -> h.name().value()).sorted().toList());
  }

  @Test
  void aHoleOfSeveralWordsBecomesOneWord() {
    Document document = line("server a <IP address>:6443 check");
    assertEquals(List.of("server", "a", "<IP address>:6443", "check"), words(Holes.join(document)));
  }

  @Test
  void wordsThatCloseNothingStayApart() {
    assertEquals(List.of("a", "<b", "c", "d"), words(Holes.join(line("a <b c d"))));
    Document without = line("server a 10.0.0.1:6443");
    assertSame(without, Holes.join(without));
  }

  private static List<String> names(Holes holes, String... words) {
    for (String word : words) holes.in(word(word));
    return Stream.of(words)
        .flatMap(w -> holes.found().stream().filter(h -> h.name().span().file().text().equals(w)))
        .map(h -> h.name().value())
        .toList();
  }

  private static Located<String> word(String raw) {
    SourceFile file = new SourceFile("f", raw);
    return new Located<>(raw.replaceAll("^[\"']|[\"']$", ""), file.span(0, raw.length()));
  }

  private static Document line(String text) {
    SourceFile file = new SourceFile("f", text);
    List<Word> words =
        Pattern.compile("\\S+")
            .matcher(text)
            .results()
            .map(m -> new Word(m.group(), file.span(m.start(), m.end())))
            .toList();
    Statement line = new Statement.Directive(words, file.span(0, text.length()));
    return new Document(file, List.of(line), List.of());
  }

  private static List<String> words(Document document) {
    return document.statements().getFirst().words().stream().map(Word::value).toList();
  }
}
