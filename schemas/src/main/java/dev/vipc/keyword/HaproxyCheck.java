package dev.vipc.keyword;

import dev.vipc.keyword.KeywordTable.Place;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.RepeatedWords;
import dev.vipc.syntax.RepeatedWords.Tail;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the lines of a haproxy.cfg, one after another, against the keyword table; expressions and
 * conditions are not looked into. A file begins outside of all sections.
 */
public final class HaproxyCheck {
  private static final String OUTSIDE = "";

  /** The name of the row for every word that has none of its own. */
  private static final String ANY = "*";

  /** The first release with {@code from} behind the name of a section. */
  private static final Release INHERITANCE = new Release(2, 4, 0);

  private static final Set<String> PROXIES = Set.of("defaults", "frontend", "listen", "backend");

  private final KeywordTable table;
  private final KeywordReport report;
  private final Place headers;
  private final Place preprocessor;
  private final KnownOptions known = new KnownOptions();

  /** The section whose place was asked for last, and that place. */
  private String sectionWord = OUTSIDE;

  private Place section;

  /** The first of each setting that the program takes once. */
  private final Map<String, Word> once = new HashMap<>();

  /** A header with too many words, below which HAProxy takes no line. */
  private @Nullable List<Word> passedOver;

  private String kind = OUTSIDE;
  private boolean unnamed;

  /** The last line that nothing was wrong with and that ended as the one above it. */
  private @Nullable Repeated repeated;

  /** The keyword of the line, where nothing but its own words and known options follow. */
  private @Nullable Keyword repeatable;

  private int conditions;

  HaproxyCheck(KeywordTable table, KeywordReport report) {
    this.table = table;
    this.report = report;
    this.headers = table.place("section").orElseThrow();
    this.section = headers;
    this.preprocessor = table.place("preprocessor").orElseThrow();
  }

  /** The place of a section's keywords; outside of all, that of the words that begin one. */
  private Place section(String word) {
    if (!word.equals(sectionWord)) {
      sectionWord = word;
      boolean any = HaproxySections.WORDS.contains(word);
      String name = PROXIES.contains(word) ? "proxy" : word;
      section = any ? table.place(name).orElseThrow() : headers;
    }
    return section;
  }

  private record Repeated(Tail tail, String first, String kind, Keyword keyword) {
    boolean is(@Nullable Tail tail, String first, String kind) {
      return this.tail == tail && this.first.equals(first) && this.kind.equals(kind);
    }
  }

  void check(Document document) {
    for (var statement : document.statements()) if (statement instanceof Directive line) lint(line);
  }

  /** Checks the next line of the file, unless it stands between {@code .if} and {@code .endif}. */
  public void lint(Directive line) {
    if (!isMasked(line)) line(line);
  }

  /** Forgets the section: another file of the same run begins. */
  public void beginFile() {
    passedOver = null;
    kind = OUTSIDE;
    unnamed = false;
    conditions = 0;
  }

  /** The section that the last line stands in, by its word; empty before the first. */
  public String section() {
    return kind;
  }

  /**
   * Checks the next line of the file. What stands between {@code .if} and {@code .endif} is the
   * caller's to leave out where it is masked.
   *
   * @return whether nothing is wrong with it so far as the table knows
   */
  public boolean line(Directive line) {
    int before = report.errors();
    List<Word> words = line.words();
    report.empty(words);
    String first = words.getFirst().value();
    List<Word> header = passedOver;
    if (header != null) {
      passedOver = null;
      if (!HaproxySections.WORDS.contains(first)) {
        report.inNoSection(words, header);
        return false;
      }
    }
    Tail tail = RepeatedWords.tailOf(words, RepeatedWords.HEAD);
    Repeated same = repeated;
    if (same != null && same.is(tail, first, kind)) {
      report.checkArguments(words, 0, same.keyword);
      return report.errors() == before;
    }
    int complaints = report.complaints();
    repeatable = null;
    if (HaproxySections.WORDS.contains(first)) {
      begin(words, first);
      kind = first;
      unnamed = first.equals("defaults") && (words.size() == 1 || words.get(1).is("from"));
    } else if (!first.isEmpty() && first.charAt(0) == '.') {
      checkPreprocessor(words);
    } else if (kind.equals(OUTSIDE)) {
      report.outside(words);
    } else {
      checkLine(words, kind, unnamed).ifPresent(section -> beginMisspelt(section, words));
    }
    if (tail != null && repeatable != null && report.complaints() == complaints)
      repeated = new Repeated(tail, first, kind, repeatable);
    return report.errors() == before;
  }

  private void beginMisspelt(String section, List<Word> line) {
    kind = section;
    unnamed = section.equals("defaults") && line.size() == 1;
  }

  /** Checks the line that begins a section, also one that the release does not know. */
  private void begin(List<Word> line, String word) {
    Keyword keyword = headers.find(word, report.release()).orElseThrow();
    if (report.checkRelease(line, 0, keyword)) checkHeader(line, keyword);
  }

  private void checkHeader(List<Word> line, Keyword keyword) {
    int end = report.checkArguments(line, 0, keyword);
    checkRest(line, 0, end, keyword);
    boolean inherits = !report.release().before(INHERITANCE);
    if (keyword.name().equals("defaults") && line.size() > 2 && !inherits)
      report.surplus(line, 2, "words after the name of a `defaults`", "delete the words");
    boolean from = inherits && line.size() > 3 && line.get(2).is("from");
    boolean address = line.size() > 2 && PROXIES.contains(keyword.name()) && !from;
    if (from && line.size() > 4 && !keyword.name().equals("defaults"))
      report.surplus(line, 4, "words after the `from` of a section", "delete the words");
    boolean silent = inherits && keyword.name().equals("backend") && report.asProgram();
    if (address && silent) passedOver = line;
    else if (address && !keyword.name().equals("defaults"))
      report.surplus(
          line,
          2,
          "words after the name of a `" + keyword.name() + "`",
          line.get(2).is("from")
              ? "delete them, or run HAProxy %s or newer, which knows `from`".formatted(INHERITANCE)
              : "write an address on a line of its own: `bind " + line.get(2).value() + "`");
  }

  /**
   * Checks a line of a section.
   *
   * @return the section that its misspelt first word was to begin; the lines below are of that one
   */
  private Optional<String> checkLine(List<Word> line, String kind, boolean unnamed) {
    String first = line.getFirst().value();
    boolean negated = (first.equals("no") || first.equals("default")) && line.size() > 1;
    int at = negated ? 1 : 0;
    String word = line.get(at).value();
    Place place = section(kind);
    Optional<Keyword> found = place.find(word, report.release());
    if (found.isPresent()) {
      checkKeyword(line, at, found.get(), new Where(kind, unnamed, negated));
      return Optional.empty();
    }
    if (line.size() == 1 && first.startsWith("[") || report.isOpen(word)) return Optional.empty();
    return unknown(line, at, kind, place);
  }

  private record Where(String section, boolean unnamed, boolean negated) {}

  private void checkKeyword(List<Word> line, int at, Keyword keyword, Where where) {
    if (!report.checkRelease(line, at, keyword) || !checkSection(line, at, keyword, where)) return;
    Optional<Place> next = keyword.next();
    if (where.negated() && keyword.name().equals("log")) {
      if (at + 1 < line.size())
        report.surplus(line, at + 1, "`no log` takes no argument", "delete the words");
      return;
    }
    if (next.isPresent()) {
      checkNext(line, at + 1, keyword, next.get(), where);
      return;
    }
    String again = keyword.field("once");
    if (!again.isEmpty()) {
      Word earlier = once.putIfAbsent(keyword.name(), line.get(at));
      if (earlier != null) report.again(line, at, earlier, again.equals("refused"));
    }
    if (where.negated() && !isNegatable(line, keyword)) report.notNegatable(line, at, keyword);
    if (where.negated() && line.size() == at + 1) return;
    report.checkBrackets(line, at, keyword);
    int end = report.checkArguments(line, at, keyword);
    if (keyword.options().isPresent())
      end = checkOptions(line, end, keyword, keyword.options().get());
    if (!where.negated()) checkRest(line, at, end, keyword);
  }

  /** Checks what follows the arguments and options: a condition, or nothing. */
  private void checkRest(List<Word> line, int at, int end, Keyword keyword) {
    if (keyword.takesCondition()) {
      checkCondition(line, at, end, keyword);
    } else if (keyword.isExact() && end < line.size()) {
      report.surplus(
          line,
          at,
          end,
          keyword,
          "`%s` takes %s"
              .formatted(
                  KeywordReport.named(line, at, keyword).value(),
                  count(keyword.arguments().size())),
          "delete the words, or write them on a line of their own");
    }
  }

  private void checkCondition(List<Word> line, int at, int end, Keyword keyword) {
    if (end >= line.size()) {
      if (keyword.needsCondition())
        report.missing(
            line,
            at,
            keyword,
            "`if` or `unless` and a condition",
            Optional.of(
                WriteInstead.conditional(
                    KeywordReport.named(line, at, keyword).value(),
                    line.subList(at + 1, line.size()))));
    } else if (!KeywordReport.beginsCondition(line.get(end))
        && !report.isOpen(line.get(end).value())) {
      report.surplus(
          line,
          at,
          end,
          keyword,
          "only `if` or `unless` may follow `%s` here"
              .formatted(KeywordReport.named(line, at, keyword).value()),
          "write words with blanks in quotes");
    }
  }

  private void checkNext(List<Word> line, int at, Keyword keyword, Place next, Where where) {
    if (at >= line.size()) {
      boolean optional =
          !keyword.arguments().isEmpty() && keyword.arguments().getFirst().optional();
      if (!optional) report.missing(line, at - 1, keyword, "a word after it, ", next);
      return;
    }
    String word = line.get(at).value();
    if (report.isOpen(word) || word.startsWith("lua.")) return;
    Optional<Keyword> found = find(next, word);
    if (found.isPresent()) {
      checkKeyword(line, at, found.get(), where);
    } else {
      Optional<String> near =
          NearestWord.of(word, next.words()).map(name -> "write `" + name + "`");
      report.unknown(line, at, "word %s after `" + keyword.name() + "`", near);
    }
  }

  /** Some words carry arguments in brackets or a number: {@code set-var(x)}, {@code track-sc0}. */
  private Optional<Keyword> find(Place place, String word) {
    Optional<Keyword> found = place.find(word, report.release());
    if (found.isPresent()) return found;
    int end = word.indexOf('(');
    if (end < 0) end = word.length();
    found = place.find(word.substring(0, end), report.release());
    if (found.filter(Keyword::takesBrackets).isPresent()) return found;
    while (end > 0 && Character.isDigit(word.charAt(end - 1))) end--;
    return place
        .find(word.substring(0, end), report.release())
        .filter(Keyword::endsInDigits)
        .or(() -> place.find(ANY, report.release()));
  }

  private boolean checkSection(List<Word> line, int at, Keyword keyword, Where where) {
    String section = where.section();
    if (where.unnamed() && keyword.refusedIn("unnamed-defaults")) {
      report.misplaced(
          line,
          KeywordReport.named(line, at, keyword),
          "a `defaults` without a name",
          "give the section a name");
      return false;
    }
    if (keyword.refusedIn(section)) {
      report.misplaced(
          line,
          KeywordReport.named(line, at, keyword),
          "`" + section + "`",
          belongsIn(proxiesOf(keyword)));
      return false;
    }
    if (keyword.ignoredIn(section))
      report.ignored(line, at, keyword, section, belongsIn(proxiesOf(keyword)));
    return true;
  }

  private static boolean isNegatable(List<Word> line, Keyword keyword) {
    return keyword.negatable() || line.get(1).is("log") || keyword.name().equals("option");
  }

  /**
   * Checks the options of a line.
   *
   * @return the index of the first word that is none of them
   */
  private int checkOptions(List<Word> line, int start, Keyword keyword, Place options) {
    if (keyword.takesCondition()) return checkEachOption(line, start, keyword, options);
    if (start == RepeatedWords.HEAD && keyword.takesExactly(start - 1)) repeatable = keyword;
    if (known.has(keyword, line, start)) return line.size();
    int before = report.complaints();
    int end = checkEachOption(line, start, keyword, options);
    if (report.complaints() == before) known.add(keyword, line, start);
    return end;
  }

  private int checkEachOption(List<Word> line, int start, Keyword keyword, Place options) {
    if (start == line.size() && keyword.needsOption())
      report.missing(line, start - 1, keyword, "an option, ", options);
    int at = start;
    while (at < line.size()) {
      Word word = line.get(at);
      if (keyword.takesCondition() && KeywordReport.beginsCondition(word)) return at;
      Optional<Keyword> found = find(options, word.value());
      if (found.isEmpty()) {
        if (report.isOpen(word.value())) return line.size();
        Optional<String> near =
            NearestWord.of(word.value(), options.words()).map(name -> "write `" + name + "`");
        report.unknown(
            line,
            at,
            "option %s of `" + keyword.name() + "`",
            near.or(
                () ->
                    Optional.of("delete it: nothing like it may follow `" + keyword.name() + "`")));
        return line.size();
      }
      if (!mayFollow(line, start, at, keyword, found.get())
          || !report.checkRelease(line, at, found.get())) return line.size();
      at = report.checkArguments(line, at, found.get());
    }
    return at;
  }

  private boolean mayFollow(List<Word> line, int start, int at, Keyword keyword, Keyword option) {
    if (option.refusedIn(keyword.name())) {
      report.misplaced(
          line,
          line.get(at).located(),
          "`" + keyword.name() + "`",
          "write it on each line that it is for");
      return false;
    }
    String before = option.field("after");
    boolean follows =
        before.isEmpty() || line.subList(start, at).stream().anyMatch(word -> word.is(before));
    if (!follows)
      report.misplaced(
          line, line.get(at).located(), "this place", "it belongs after `" + before + "`");
    return follows;
  }

  private Optional<String> unknown(List<Word> line, int at, String kind, Place place) {
    String word = line.get(at).value();
    var elsewhere = new ArrayList<String>();
    for (String other : HaproxySections.WORDS.stream().sorted().toList()) {
      if (table.place(other).filter(section -> section.has(word)).isPresent()) elsewhere.add(other);
    }
    section("listen")
        .find(word, report.release())
        .ifPresent(keyword -> elsewhere.addAll(proxiesOf(keyword)));
    if (!elsewhere.isEmpty()) {
      report.misplaced(line, line.get(at).located(), "`" + kind + "`", belongsIn(elsewhere));
      return Optional.empty();
    }
    Optional<String> near = NearestWord.of(word, place.words());
    Optional<String> section = NearestWord.of(word, HaproxySections.WORDS);
    if (near.isEmpty() && section.isPresent()) {
      report.unknown(line, at, "section %s", Optional.of("write `" + section.get() + "`"));
      return section;
    }
    report.unknown(
        line,
        at,
        "keyword %s",
        near.map(name -> "write `" + name + "`").or(() -> Optional.of(noNearWord(word, kind))));
    return Optional.empty();
  }

  private static String noNearWord(String word, String section) {
    return word.equals("no") || word.equals("default")
        ? "write behind it what is to be reset, such as `" + word + " option dontlognull`"
        : "delete it: nothing like it may stand in `" + section + "`";
  }

  private static List<String> proxiesOf(Keyword keyword) {
    return PROXIES.stream()
        .filter(name -> !keyword.refusedIn(name) && !keyword.ignoredIn(name))
        .sorted()
        .toList();
  }

  private static String belongsIn(List<String> sections) {
    return "it belongs in `" + String.join("`, `", sections) + "`";
  }

  /** What stands between {@code .if} and {@code .endif} may be masked, so nothing is said of it. */
  private boolean isMasked(Directive line) {
    boolean within = conditions > 0;
    switch (line.keyword()) {
      case ".if" -> conditions++;
      case ".endif" -> conditions = Math.max(0, conditions - 1);
      default -> {}
    }
    return within;
  }

  private void checkPreprocessor(List<Word> line) {
    String word = line.getFirst().value();
    Optional<Keyword> found = preprocessor.find(word, report.release());
    if (found.isPresent()) {
      report.checkRelease(line, 0, found.get());
    } else {
      Optional<String> near =
          NearestWord.of(word, preprocessor.words()).map(name -> "write `" + name + "`");
      report.unknown(line, 0, "keyword %s", near);
    }
  }

  private static String count(int arguments) {
    return switch (arguments) {
      case 0 -> "no argument";
      case 1 -> "one argument";
      default -> arguments + " arguments";
    };
  }
}
