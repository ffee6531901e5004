package dev.vipc.keyword;

import dev.vipc.keyword.KeywordTable.Place;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the lines of a keepalived.conf, one after another, against the keyword table, as the
 * program does: what a template engine could make of a line does not count.
 */
public final class KeepalivedLines {
  private final KeywordTable table;
  private final KeywordReport report;

  KeepalivedLines(KeywordTable table, KeywordReport report) {
    this.table = table;
    this.report = report;
  }

  /** The keywords outside of all blocks. */
  public Place root() {
    return table.place("root").orElseThrow();
  }

  /** The row of the line's keyword; reports where the place or the release does not know it. */
  public Optional<Keyword> find(List<Word> line, Place place) {
    Optional<Keyword> found = place.find(line.getFirst().value(), report.release());
    if (found.isEmpty()) unknown(line, place);
    return found.filter(keyword -> report.checkRelease(line, 0, keyword));
  }

  /** Whether the keyword stands outside of all blocks in some release. */
  public boolean isRootKeyword(String word) {
    return root().has(word);
  }

  /** Checks the words behind the keyword; whether nothing is wrong with them. */
  public boolean check(List<Word> line, Keyword keyword) {
    int before = report.errors();
    int end = report.checkArguments(line, 0, keyword);
    if (keyword.isExact() && end < line.size()) tooMany(line, end, keyword);
    return report.errors() == before;
  }

  private void tooMany(List<Word> line, int end, Keyword keyword) {
    String shown = "`" + keyword.name() + "`";
    report.surplus(
        line,
        0,
        end,
        keyword,
        "more words than " + shown + " takes",
        "put a name with blanks in quotes");
  }

  private void unknown(List<Word> line, Place place) {
    String word = line.getFirst().value();
    if (report.isOpen(word)) return;
    Set<String> elsewhere = new TreeSet<>();
    for (Place other : table.places()) if (other.has(word)) elsewhere.add(shown(other.name()));
    if (!elsewhere.isEmpty()) {
      report.misplaced(line, line.getFirst().located(), shown(place.name()), help(word, elsewhere));
      return;
    }
    Optional<String> near = NearestWord.of(word, place.words()).map(name -> "write `" + name + "`");
    report.unknown(
        line,
        0,
        "keyword %s",
        near.or(() -> special(line))
            .or(
                () ->
                    Optional.of("delete it: nothing like it may stand in " + shown(place.name()))));
  }

  private String help(String word, Set<String> elsewhere) {
    String belongs = "it belongs in " + String.join(" or ", elsewhere);
    return isRootKeyword(word) ? belongs + "; a `}` above it may be missing" : belongs;
  }

  private static Optional<String> special(List<Word> line) {
    if (line.getFirst().value().startsWith("$"))
      return Optional.of("a definition has no blank before its `=`");
    return line.getFirst().value().chars().anyMatch(Character::isSpaceChar)
        ? Optional.of("a no-break space is no blank for keepalived; write a blank")
        : Optional.empty();
  }

  private static String shown(String place) {
    return place.equals("root") ? "the file outside of all blocks" : "`" + place + "`";
  }
}
