package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.diagnostic.Severity;
import dev.vipc.emit.Artifact;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every field of the spec that may hold text, as the schema says, in the smallest of our specs that
 * has it: a hostile value is refused at its place, or every file reads back with exactly that value
 * where a harmless one would stand, and nothing else differs.
 *
 * <p>Each field gets every fourth value, other ones than the field before, and each value comes to
 * some fields; {@code -Dvipc.hostile.every=1} gives each field all of them.
 */
final class EveryFieldHostileTest {
  private static final String HARMLESS = "hostil7x";

  /** What a field may ask its value to begin with. */
  private static final List<String> BEGINNINGS =
      List.of("", "/", "https://", "VERY_", "docker.io/", "10.0.0.9:65000:");

  private static final List<String> VALUES =
      List.of(
          "a b",
          "a\"b",
          "a\\b",
          "a\\nb",
          "a'b",
          "a\nb",
          "a\r\nb",
          "a\rb",
          "a\tb",
          "a\u0000b",
          "a\u0085b",
          "a\u2028b",
          "a{b",
          "a}b",
          "a\n}\nb {",
          "a#b",
          "a #b",
          "a;b",
          "/a b|c",
          "a!b",
          "{{ 1 }}",
          "a{{ 1 }}b",
          "{% raw %}",
          "a{%b",
          "$(id)",
          "${HOME}",
          "a${b}",
          "$a",
          "`id`",
          "%n",
          "'",
          "-a",
          "--",
          "- a",
          "!a",
          "@a",
          "~a",
          "&a",
          "*a",
          "a: b",
          "a,b",
          "a|b",
          "a=b",
          "[a",
          "yes",
          "1e3",
          "0x1",
          "null",
          "12:30:45",
          "%include",
          ".if",
          " a",
          "a ",
          "é",
          "\ud83d\ude00",
          "\ud800",
          "x".repeat(5000));

  private static final int EVERY = Integer.getInteger("vipc.hostile.every", 4);

  /** A spec and its tree. */
  private record Spec(String text, YamlNode root) {}

  /**
   * A field in the smallest spec that has it.
   *
   * @param beginning what a harmless value begins with that builds; absent where none does
   */
  private record Field(List<String> path, SpecEdit edit, Optional<String> beginning) {
    /** A program's own lines: they may be several, and stay between those before and after. */
    boolean isVerbatim() {
      return SpecStrings.name(path).startsWith("extra[].");
    }
  }

  @TestFactory
  Stream<DynamicTest> aHostileValueIsRefusedAtItsPlaceOrReadBackExactly() {
    List<Spec> specs = specs();
    String only = System.getProperty("vipc.field", "");
    return SpecStrings.all().stream()
        .filter(path -> SpecStrings.name(path).contains(only))
        .map(path -> dynamicTest(SpecStrings.name(path), () -> check(field(specs, path))));
  }

  /** Those that build, the shortest first. */
  private static List<Spec> specs() {
    return Stream.concat(EmitCase.all().stream(), EmitCase.installed())
        .map(EmitCase::build)
        .filter(built -> built.artifacts().isPresent())
        .map(built -> built.spec().orElseThrow().file())
        .sorted(
            Comparator.comparingInt((SourceFile file) -> file.text().length())
                .thenComparing(SourceFile::text))
        .map(file -> new Spec(file.text(), YamlSyntax.parse(file, _ -> {}).getFirst()))
        .toList();
  }

  /** Where a harmless value builds; where none does, what the specs have written there. */
  private static Field field(List<Spec> specs, List<String> path) {
    List<SpecEdit> edits =
        specs.stream()
            .flatMap(spec -> SpecEdit.at(spec.text(), spec.root(), path).stream())
            .toList();
    return Stream.of(true, false)
        .flatMap(written -> edits.stream().filter(edit -> edit.written() == written).limit(2))
        .map(edit -> new Field(path, edit, beginning(edit)))
        .filter(field -> field.beginning().isPresent())
        .findFirst()
        .or(
            () ->
                edits.stream()
                    .min(Comparator.comparing(edit -> !edit.written()))
                    .map(edit -> new Field(path, edit, Optional.empty())))
        .orElseThrow(() -> new AssertionError("no spec of ours has a place for it"));
  }

  private static Optional<String> beginning(SpecEdit edit) {
    return BEGINNINGS.stream()
        .filter(beginning -> build(edit.with(beginning + HARMLESS)).artifacts().isPresent())
        .findFirst();
  }

  private static void check(Field field) {
    if (field.beginning().isEmpty()) {
      // a choice, an address or a name that others refer to: the schema's own words for it are few
      for (String value : some(field, EVERY * 4)) check(field, value, Map.of());
      return;
    }
    String beginning = field.beginning().get();
    Map<String, List<String>> harmless = read(build(field.edit().with(beginning + HARMLESS)));
    for (String value : some(field, EVERY)) check(field, beginning + value, harmless);
  }

  /** One value in so many, other ones for each field; together the fields get them all. */
  private static List<String> some(Field field, int every) {
    int first = Math.floorMod(SpecStrings.name(field.path()).hashCode(), every);
    return IntStream.range(0, VALUES.size())
        .filter(i -> i % every == first)
        .mapToObj(VALUES::get)
        .toList();
  }

  private static void check(Field field, String value, Map<String, List<String>> harmless) {
    SpecEdit edit = field.edit();
    EmitCase.Built built = build(edit.with(value));
    if (built.artifacts().isEmpty()) {
      assertTrue(
          built.findings().stream()
              .anyMatch(
                  finding ->
                      finding.severity() == Severity.ERROR
                          && (harmless.isEmpty() || edit.isPlace(finding.span(), value))),
          () -> "not refused at its place: " + value + " " + built.findings());
      return;
    }
    Map<String, List<String>> read = read(built);
    if (harmless.isEmpty()) return;
    harmless.forEach(
        (harmlessName, leaves) -> {
          String name = harmlessName.replace(HARMLESS, value);
          assertTrue(read.containsKey(name), () -> name + " is missing in " + read.keySet());
          List<String> there = Objects.requireNonNull(read.get(name));
          if (field.isVerbatim()) assertInside(name, leaves, there, value);
          else if (name.endsWith(".md")) assertEquals(leaves.size(), there.size(), name);
          else compare(name, leaves, there, value);
        });
    assertEquals(harmless.size(), read.size());
  }

  private static void assertInside(
      String name, List<String> harmless, List<String> read, String value) {
    List<String> marked = harmless.stream().filter(leaf -> leaf.contains(HARMLESS)).toList();
    if (marked.isEmpty()) {
      assertEquals(harmless, read, value);
      return;
    }
    int before = harmless.indexOf(marked.getFirst()) - 1;
    int after = harmless.size() - harmless.lastIndexOf(marked.getLast()) - 1;
    assertTrue(
        before + after <= read.size()
            && harmless.subList(0, before).equals(read.subList(0, before))
            && harmless
                .subList(harmless.size() - after, harmless.size())
                .equals(read.subList(read.size() - after, read.size())),
        () -> "%s has another structure around %s:%n%s".formatted(name, value, read));
    int depth = 0;
    for (String leaf : read.subList(before, read.size() - after)) {
      depth += leaf.equals("{") ? 1 : leaf.equals("}") ? -1 : 0;
      assertTrue(depth >= 0, () -> name + " leaves its section with " + value);
    }
  }

  private static void compare(String name, List<String> harmless, List<String> read, String value) {
    if (harmless.size() != read.size())
      fail("%s has another structure with %s:%n%s".formatted(name, value, String.join("\n", read)));
    for (int i = 0; i < read.size(); i++) {
      Set<String> expected = expected(harmless.get(i), value);
      String leaf = read.get(i);
      assertTrue(
          expected.contains(leaf), () -> "%s reads %s%nand not %s".formatted(name, leaf, expected));
    }
  }

  /** What may stand in the place of a harmless leaf; the value may be one with a beginning. */
  private static Set<String> expected(String leaf, String value) {
    for (String beginning : BEGINNINGS.reversed())
      if (leaf.contains(beginning + HARMLESS) && value.startsWith(beginning))
        return spellings(leaf, beginning + HARMLESS, value);
    return Set.of(leaf);
  }

  /** Exactly; or as a name made of it, in a shell's single quotes, or in a unit of systemd. */
  private static Set<String> spellings(String leaf, String from, String value) {
    return Stream.of(
            value,
            value.replaceAll("[^A-Za-z0-9_]", "_"),
            value
                .substring(value.lastIndexOf('/') + 1)
                .replaceFirst("\\.[a-z]+$", "")
                .replaceAll("[^A-Za-z0-9]+", "_"),
            value.replace("'", "'\\''"),
            value.replace("%", "%%"))
        .map(text -> leaf.replace(from, text))
        .collect(Collectors.toSet());
  }

  private static Map<String, List<String>> read(EmitCase.Built built) {
    Map<String, List<String>> read = new TreeMap<>();
    for (Artifact artifact : built.artifacts().orElseThrow())
      read.put(artifact.name(), ReadBack.of(artifact));
    return read;
  }

  private static EmitCase.Built build(String text) {
    return EmitCase.build(new SourceFile("ha.yaml", text));
  }
}
