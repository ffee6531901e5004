package dev.vipc.keyword;

import dev.vipc.keyword.KeywordTable.Place;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds a keepalived.conf against the keyword table. */
final class KeepalivedCheck {
  private static final Set<String> INCLUDES =
      Set.of("include", "includer", "includem", "includew", "includeb", "includea");

  private final KeywordTable table;
  private final KeywordReport report;

  KeepalivedCheck(KeywordTable table, KeywordReport report) {
    this.table = table;
    this.report = report;
  }

  void check(Document document) {
    check(document.statements(), table.place("root").orElseThrow());
  }

  private void check(List<Statement> statements, Place place) {
    for (Statement statement : statements) {
      List<Word> line = withoutCondition(statement.words());
      if (!line.isEmpty() && !isExpanded(line.getFirst().value())) check(statement, line, place);
    }
  }

  /** A line may begin with {@code @ID} or {@code @^ID}: it then counts on some machines only. */
  private static List<Word> withoutCondition(List<Word> line) {
    boolean conditional = !line.isEmpty() && line.getFirst().value().startsWith("@");
    return conditional ? line.subList(1, line.size()) : line;
  }

  /** Definitions, their use as a whole line, repetitions, includes, holes: no keyword to check. */
  private static boolean isExpanded(String word) {
    return word.startsWith("~")
        || word.startsWith("\"")
        || INCLUDES.contains(word)
        || KeywordReport.isHole(word);
  }

  private void check(Statement statement, List<Word> line, Place place) {
    String word = line.getFirst().value();
    Optional<Keyword> found = place.find(word, report.release());
    if (found.isEmpty()) {
      unknown(line, place);
      return;
    }
    Keyword keyword = found.get();
    if (!report.checkRelease(line, 0, keyword)) return;
    int end = report.checkArguments(line, 0, keyword);
    switch (statement) {
      case Block block -> checkBlock(block, line, end, keyword);
      case Directive _ -> {}
    }
  }

  private void checkBlock(Block block, List<Word> line, int end, Keyword keyword) {
    if (!keyword.beginsBlock()) {
      report.surplus(
          line, 0, "`" + keyword.name() + "` begins no block", "write it without the braces");
    } else if (keyword.holdsEntries()) {
      boolean surplus = keyword.arguments().isEmpty() && end < line.size();
      if (surplus)
        report.surplus(
            line,
            end,
            "words between `" + keyword.name() + "` and its brace",
            "move them into the block, one entry a line");
    } else {
      check(block.body(), keyword.next().orElseThrow());
    }
  }

  private void unknown(List<Word> line, Place place) {
    String word = line.getFirst().value();
    Set<String> elsewhere = new TreeSet<>();
    for (Place other : table.places()) if (other.has(word)) elsewhere.add(shown(other.name()));
    if (!elsewhere.isEmpty()) {
      report.misplaced(
          line,
          line.getFirst().located(),
          shown(place.name()),
          "it belongs in " + String.join(" or ", elsewhere));
      return;
    }
    Optional<String> near = NearestWord.of(word, place.words()).map(name -> "write `" + name + "`");
    report.unknown(line, 0, "keyword %s", near.or(() -> nearestElsewhere(word)));
  }

  private Optional<String> nearestElsewhere(String word) {
    for (Place other : table.places()) {
      Optional<String> near = NearestWord.of(word, other.words());
      if (near.isPresent())
        return near.map(name -> "in %s there is `%s`".formatted(shown(other.name()), name));
    }
    return Optional.empty();
  }

  private static String shown(String place) {
    return place.equals("root") ? "the file outside of all blocks" : "`" + place + "`";
  }
}
