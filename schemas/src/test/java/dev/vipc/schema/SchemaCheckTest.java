package dev.vipc.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.diagnostic.Findings;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {
  private static final SchemaCheck CHECK = SchemaCheck.of("sample.schema.json");

  @Test
  void aFittingDocumentHasNoFinding() {
    assertEquals(List.of(), findings("name: lb1\nport: 6443\nmode: tcp\nargs: {a: b}\n"));
  }

  @Test
  void anUnknownFieldIsNamedAtItsKeyWithTheNearestOne() {
    assertEquals(
        List.of("SCH001 2:1 unknown field `prot` here (write `port`)"),
        findings("name: lb1\nprot: 6443\n"));
  }

  @Test
  void aMissingFieldIsNamedAtTheMapping() {
    assertEquals(
        List.of("SCH002 1:1 the document has no `name` (add `name:`)"), findings("port: 1\n"));
    assertEquals(
        List.of("SCH002 3:5 `nodes[0]` has no `name` (add `name:`)"),
        findings("name: a\nnodes:\n  - port: 1\n"));
  }

  @Test
  void aRangeIsNamedWithTheValue() {
    assertEquals(
        List.of("SCH005 2:7 `port` is `70000`, outside 1..65535 (write a number within 1..65535)"),
        findings("name: a\nport: 70000\n"));
  }

  @Test
  void aNumberWhereTextBelongsCanBeQuoted() {
    assertEquals(
        List.of(
            "SCH003 1:7 `name` must be text, not a number `1.34` (put the value in quotes, so that"
                + " YAML reads text)"),
        findings("name: 1.34\n"));
  }

  @Test
  void severalTypesAreNamedTogether() {
    assertEquals(
        List.of("SCH003 2:7 `args` must be a list or a mapping, not text `x` (write `[x]`)"),
        findings("name: a\nargs: x\n"));
  }

  @Test
  void anEnumerationListsItsWords() {
    assertEquals(
        List.of("SCH004 2:7 `mode` cannot be `udp` (write `http` or `tcp`)"),
        findings("name: a\nmode: udp\n"));
  }

  @Test
  void theFormOfATextIsInTheHelp() {
    assertEquals(
        List.of(
            "SCH006 1:7 `name` does not have the form of this field: `a b` (write a name without blanks)"),
        findings("name: a b\n"));
  }

  @Test
  void onlyTheNearestFormIsSpokenOf() {
    assertEquals(
        List.of("SCH003 4:5 `value` must be text, not a mapping"),
        findings("name: a\nargs:\n  - name: x\n    value: {a: b}\n"));
  }

  @Test
  void aFaultInAListThatCouldBeAWordIsSpokenOfInTheList() {
    assertEquals(
        List.of("SCH003 4:11 `port` must be a whole number, not text `x`"),
        findings("name: a\nservers:\n  - name: b\n    port: x\n"));
    assertEquals(
        List.of("SCH004 2:10 `servers` cannot be `some` (write `all`)"),
        findings("name: a\nservers: some\n"));
  }

  @Test
  void nullIsAFaultUnlessTheReaderTakesItForAbsent() {
    YamlNode root = parse("name:\n");
    assertEquals(1, CHECK.violations(root).size());
    assertEquals(0, CHECK.asGoReads().violations(root).size());
  }

  private static List<String> findings(String yaml) {
    var out = new Findings();
    CHECK.check(parse(yaml), out);
    return out.sorted().stream()
        .map(
            found ->
                "%s %d:%d %s%s"
                    .formatted(
                        found.rule().code(),
                        found.span().startPosition().line(),
                        found.span().startPosition().column(),
                        found.message(),
                        found.help().map(help -> " (" + help + ")").orElse("")))
        .toList();
  }

  private static YamlNode parse(String yaml) {
    return YamlSyntax.parse(new SourceFile("sample.yaml", yaml), _ -> {}).getFirst();
  }
}
