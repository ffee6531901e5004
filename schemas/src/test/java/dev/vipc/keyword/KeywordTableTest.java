package dev.vipc.keyword;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vipc.source.SourceFile;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeywordTableTest {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "block",
          "args",
          "exact",
          "options",
          "then",
          "no",
          "refused-in",
          "ignored-in",
          "since",
          "deprecated",
          "gone",
          "silent",
          "range-rule",
          "brackets",
          "digits",
          "some",
          "condition",
          "once",
          "raw",
          "build",
          "machine",
          "needs",
          "example",
          "after",
          "body",
          "always-refused",
          "with",
          "default",
          "inherits",
          "from",
          "takes",
          "gives",
          "in",
          "fetch",
          "match",
          "take",
          "value",
          "words",
          "range",
          "note");

  static Stream<Arguments> tables() {
    return Stream.of(
        arguments("keepalived.yaml", KeywordTable.keepalived()),
        arguments("haproxy.yaml", KeywordTable.haproxy()),
        arguments("haproxy-expressions.yaml", KeywordTable.haproxyExpressions()),
        arguments("nginx.yaml", new KeywordTable(new NginxRows())),
        arguments("nginx-variables.yaml", new KeywordTable(new NginxVariablesRows())));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theClassOfATableHoldsWhatAYamlReaderReads(String resource, KeywordTable table)
      throws IOException {
    var read = new ArrayList<String>();
    for (var place : table.places())
      for (String word : place.words())
        for (Keyword keyword : place.all(word)) read.add(place.name() + " " + shown(keyword));
    assertEquals(rows(resource).stream().sorted().toList(), read.stream().sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rowsStandInAlphabeticalOrderAndHaveOnlyKnownFields(String resource) throws IOException {
    for (var place : root(resource).mapping("places").orElseThrow().entries()) {
      String last = "";
      for (YamlNode row : ((YamlNode.Sequence) place.value()).items()) {
        Mapping mapping = (Mapping) row;
        var names = new TreeSet<String>();
        mapping.entries().forEach(entry -> names.add(entry.key().value()));
        assertTrue(FIELDS.containsAll(names), names.toString());
        String name = mapping.scalar("name").orElseThrow().value();
        assertTrue(last.compareTo(name) <= 0, last + " before " + name);
        last = name;
      }
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyRowSaysWhatItsKeywordTakes(KeywordTable table) {
    var silent = new ArrayList<String>();
    for (var place : table.places())
      for (String word : place.words())
        for (Keyword keyword : place.all(word))
          if (!saysWhatItTakes(keyword)) silent.add(place.name() + " " + word);
    assertEquals(List.of(), silent);
  }

  static Stream<KeywordTable> programs() {
    return Stream.of(
        KeywordTable.keepalived(), KeywordTable.haproxy(), KeywordTable.haproxyExpressions());
  }

  /**
   * Its arguments; or the place of the words that follow it; or the fetch that it is another name
   * of; or, of a kind of rule, the places in which a fetch can be read.
   */
  private static boolean saysWhatItTakes(Keyword keyword) {
    return keyword.hasKnownArguments()
        || keyword.next().isPresent()
        || !keyword.field("fetch").isEmpty()
        || !keyword.field("in").isEmpty();
  }

  @Test
  void theWordsThatBeginSectionsAreThoseOfTheTable() {
    KeywordTable table = KeywordTable.haproxy();
    assertEquals(HaproxySections.WORDS, table.place("section").orElseThrow().words());
  }

  @Test
  void everyBlockOfKeywordsHasAPlace() {
    KeywordTable table = KeywordTable.keepalived();
    for (var place : table.places())
      for (String word : place.words())
        for (Keyword keyword : place.all(word))
          if (keyword.field("block").equals("keywords"))
            assertTrue(keyword.next().isPresent(), place.name() + " " + word);
  }

  @Test
  void theDefaultsOfKeepalivedAreWordsThatItTakesOrTextsForPeople() {
    var wrong = new ArrayList<String>();
    for (Keyword keyword : keepalived())
      keyword
          .defaultArguments()
          .flatMap(value -> keyword.misfit(0, value))
          .ifPresent(misfit -> wrong.add(keyword.place() + " " + keyword.name() + ": " + misfit));
    assertEquals(List.of(), wrong);
  }

  @Test
  void aWordThatInheritsHasTheDefaultOfTheWordItFollows() {
    KeywordTable table = KeywordTable.keepalived();
    var wrong = new ArrayList<String>();
    for (Keyword keyword : keepalived())
      for (String other : items(keyword.field("inherits"))) {
        int slash = other.lastIndexOf('/');
        Keyword followed =
            table
                .place(other.substring(0, slash))
                .flatMap(place -> place.find(other.substring(slash + 1), new Release(2, 2, 8)))
                .orElseThrow(() -> new AssertionError(other));
        Optional<String> value = keyword.defaultArguments();
        Optional<String> theirs = followed.defaultArguments();
        if (theirs.isPresent() && value.isPresent() && !theirs.equals(value))
          wrong.add(keyword.place() + " " + keyword.name() + ": not that of " + other);
      }
    assertEquals(List.of(), wrong);
  }

  private static List<Keyword> keepalived() {
    return KeywordTable.keepalived().places().stream()
        .flatMap(place -> place.words().stream().flatMap(word -> place.all(word).stream()))
        .toList();
  }

  /** The items of a flow list, or the one that stands without brackets. */
  private static List<String> items(String list) {
    if (list.isEmpty()) return List.of();
    return List.of(list.replace("[", "").replace("]", "").split(", ", -1));
  }

  @Test
  void placesThatARowNamesExist() {
    var unknown = new HashSet<String>();
    KeywordTable table = KeywordTable.haproxy();
    for (var place : table.places())
      for (String word : place.words())
        for (Keyword keyword : place.all(word))
          for (String field : List.of("then", "options"))
            if (!keyword.field(field).isEmpty() && table.place(keyword.field(field)).isEmpty())
              unknown.add(keyword.field(field));
    assertEquals(Set.of(), unknown);
  }

  @Test
  void aKeywordWithTwoRowsHasTheOneOfTheRelease() {
    var scripts = KeywordTable.keepalived().place("vrrp_script").orElseThrow();
    Keyword old = scripts.find("interval", new Release(2, 2, 7)).orElseThrow();
    Keyword later = scripts.find("interval", new Release(2, 4, 3)).orElseThrow();
    assertEquals("a whole number in 1..4294", old.arguments().getFirst().named());
    assertEquals("a number of seconds in 0.001..4294.967", later.arguments().getFirst().named());
  }

  private static String shown(Keyword keyword) {
    var fields = new TreeSet<String>();
    for (String name : FIELDS)
      if (!keyword.field(name).isEmpty()) fields.add(name + "=" + keyword.field(name));
    return fields.toString();
  }

  private static List<String> rows(String resource) throws IOException {
    var rows = new ArrayList<String>();
    for (var place : root(resource).mapping("places").orElseThrow().entries())
      for (YamlNode row : ((YamlNode.Sequence) place.value()).items()) {
        var fields = new TreeSet<String>();
        for (var entry : ((Mapping) row).entries())
          fields.add(entry.key().value() + "=" + text(entry.value()));
        rows.add(place.key().value() + " " + fields);
      }
    return rows;
  }

  private static String text(YamlNode value) {
    return switch (value) {
      case YamlNode.Scalar scalar -> scalar.value();
      case YamlNode.Sequence list ->
          list.items().stream().map(KeywordTableTest::text).toList().toString();
      case Mapping mapping -> throw new AssertionError(mapping);
    };
  }

  private static Mapping root(String resource) throws IOException {
    try (var in = KeywordTable.class.getResourceAsStream(resource)) {
      var file = new SourceFile(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return (Mapping)
          YamlSyntax.parse(
                  file,
                  found -> {
                    throw new AssertionError(found);
                  })
              .getFirst();
    }
  }
}
