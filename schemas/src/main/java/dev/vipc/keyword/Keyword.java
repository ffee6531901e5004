package dev.vipc.keyword;

import dev.vipc.keyword.ArgumentShape.Misfit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One row of a keyword table. The fields of a row:
 *
 * <ul>
 *   <li>{@code block}: {@code keywords} where it begins a block of keywords, {@code entries} where
 *       the lines of its block are entries of its own form; more words than its arguments are
 *       refused before such a block
 *   <li>{@code args}: the shapes of its arguments, each {@code integer A..B}, {@code number A..B},
 *       {@code seconds A..B}, {@code of a|b}, {@code boolean}, {@code time}, {@code size}, {@code
 *       address}, {@code text} (all that is left) or the name of any other word; with {@code ?} at
 *       its end it may be left out
 *   <li>{@code exact}: the program refuses more arguments than these
 *   <li>{@code default}: what holds where the word is not written: arguments as the program takes
 *       them, or words for people; after a comma, in which case it is another
 *   <li>{@code inherits}: the place and the name of each word that it follows where it is not
 *       written, the first that is written counts
 *   <li>{@code brackets}: what stands in brackets behind it, as {@code args}
 *   <li>{@code digits}: a number ends it, as in {@code track-sc0}
 *   <li>{@code condition}: {@code may} or {@code must}: after its arguments stand {@code if} or
 *       {@code unless} and terms, and nothing else
 *   <li>{@code options}: the place whose words may follow the arguments; {@code some}: one of them
 *       at least
 *   <li>{@code then}: the place of the next word, where it is not the one of this row's own name
 *   <li>{@code no}: the words {@code no} and {@code default} may stand before it
 *   <li>{@code raw}: the fetch reads bytes as they come, which HTTP mode leaves none of
 *   <li>{@code once}: {@code refused} or {@code warned}: what the program does with a second one
 *   <li>{@code refused-in}, {@code ignored-in}: sections in which the program refuses or ignores it
 *   <li>{@code since}: the first release that knows it; {@code deprecated}: the first that warns of
 *       it; {@code gone}: the first that refuses it; {@code silent}: the argument with which the
 *       former does not
 *   <li>{@code build}: what a build of the program must have to know it, such as {@code QUIC}
 *   <li>{@code machine}: what of the machine decides whether the program takes it, such as {@code
 *       file}
 *   <li>{@code after}: the option that must stand before it on its line
 *   <li>{@code needs}: lines that must stand before it in its section, separated by {@code |}; one
 *       that begins with {@code global} stands in that section, and {@code elsewhere} says what no
 *       line before it can be
 *   <li>{@code example}: words after it that the program takes, where they do not follow from the
 *       shapes; {@code <file>} is a sample of that shape
 *   <li>{@code range-rule}: the rule that speaks of its range, so that this check does not
 *   <li>{@code body}: the lines of its block in a test that uses it; {@code with}: those before it
 *   <li>{@code always-refused}: the program knows it, and refuses each use
 *   <li>{@code note}: what else there is to know; what to write instead, where it is gone
 * </ul>
 */
public final class Keyword {
  private static final Release FIRST = new Release(0, 0, 0);
  private static final int MOST_REMEMBERED = 256;
  private static final Release NEVER = new Release(Integer.MAX_VALUE, 0, 0);

  private final KeywordTable.Place home;
  private final Map<String, String> row;
  private final Optional<KeywordTable.Place> next;
  private final Optional<KeywordTable.Place> options;
  private final List<ArgumentShape> arguments;
  private final List<Set<String>> fitting;
  private final List<String> refusedIn;
  private final List<String> ignoredIn;
  private final List<ArgumentShape> brackets;
  private final boolean exact;
  private final Release since;
  private final Release deprecated;
  private final Release gone;

  Keyword(
      KeywordTable.Place home,
      Map<String, String> row,
      Optional<KeywordTable.Place> next,
      Optional<KeywordTable.Place> options) {
    this.home = home;
    this.row = row;
    this.next = next;
    this.options = options;
    this.exact = row.containsKey("exact");
    this.arguments = shapes(row.getOrDefault("args", ""));
    this.fitting = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) fitting.add(new HashSet<>());
    this.brackets = shapes(row.getOrDefault("brackets", ""));
    this.refusedIn = items(row.getOrDefault("refused-in", ""));
    this.ignoredIn = items(row.getOrDefault("ignored-in", ""));
    this.since = release("since", FIRST);
    this.deprecated = release("deprecated", NEVER);
    this.gone = release("gone", NEVER);
  }

  public String name() {
    return row.getOrDefault("name", "");
  }

  /** The block, the section or the line in which it stands. */
  public String place() {
    return home.name();
  }

  public List<ArgumentShape> arguments() {
    return arguments;
  }

  /** Whether it has so many arguments on every line. */
  boolean takesExactly(int count) {
    if (arguments.size() != count) return false;
    for (ArgumentShape shape : arguments) if (shape.optional() || shape.takesAll()) return false;
    return true;
  }

  /**
   * Why a word does not fit as an argument. Words that do are remembered, since a large file says
   * the same few again and again.
   *
   * @param argument which of the arguments, counted from 0
   */
  Optional<Misfit> misfit(int argument, String word) {
    Set<String> known = fitting.get(argument);
    if (known.contains(word)) return Optional.empty();
    Optional<Misfit> misfit = arguments.get(argument).misfit(word);
    if (misfit.isEmpty() && known.size() < MOST_REMEMBERED) known.add(word);
    return misfit;
  }

  /**
   * The first release in which another row of the keyword takes a word that this one does not.
   *
   * @param argument which of the arguments, counted from 0
   */
  Optional<Release> takenSince(int argument, String word) {
    return home.all(name()).stream()
        .filter(other -> other != this && since.before(other.since))
        .filter(other -> argument < other.arguments.size())
        .filter(other -> other.arguments.get(argument).misfit(word).isEmpty())
        .map(other -> other.since)
        .min(Release::compareTo);
  }

  /** Whether the table says what it takes; otherwise {@link #arguments} is empty for want of it. */
  public boolean hasKnownArguments() {
    return row.containsKey("args");
  }

  /** What stands in brackets behind it, as in {@code set-var(txn.name)}. */
  public List<ArgumentShape> brackets() {
    return brackets;
  }

  /** Whether brackets may follow it; where its arguments are not known, they may. */
  boolean takesBrackets() {
    return !brackets.isEmpty() || !hasKnownArguments();
  }

  boolean endsInDigits() {
    return row.containsKey("digits");
  }

  /** Whether a condition may end its line: {@code if} or {@code unless} and terms. */
  public boolean takesCondition() {
    return row.containsKey("condition");
  }

  /** Whether the program refuses its line without a condition. */
  public boolean needsCondition() {
    return field("condition").equals("must");
  }

  /** Whether the program refuses it without any of its options. */
  public boolean needsOption() {
    return row.containsKey("some");
  }

  /** The place of the words that follow it on the line, or that stand in its block. */
  public Optional<KeywordTable.Place> next() {
    return next;
  }

  /** The place of the options that follow its arguments. */
  public Optional<KeywordTable.Place> options() {
    return options;
  }

  /** The first release that knows it; absent where all do that the table speaks of. */
  public Optional<Release> since() {
    return since.equals(FIRST) ? Optional.empty() : Optional.of(since);
  }

  /** The first release that refuses it. */
  public Optional<Release> gone() {
    return gone.equals(NEVER) ? Optional.empty() : Optional.of(gone);
  }

  public Optional<String> note() {
    return Optional.ofNullable(row.get("note"));
  }

  /**
   * The arguments that hold where the keyword is not written; absent where there are none, where
   * the table has words for people in their place, and where they differ from case to case.
   */
  public Optional<String> defaultArguments() {
    return Optional.ofNullable(row.get("default")).filter(text -> text.indexOf(' ') < 0);
  }

  /** The build option without which the program does not know it. */
  public Optional<String> build() {
    return Optional.ofNullable(row.get("build"));
  }

  /** Arguments that the program takes, where they do not follow from the shapes. */
  public Optional<String> example() {
    return Optional.ofNullable(row.get("example"));
  }

  /** The lines that an example of its block holds, with {@code "; "} between them. */
  public Optional<String> body() {
    return Optional.ofNullable(row.get("body"));
  }

  /** The lines that stand before an example of it, with {@code "; "} between them. */
  public Optional<String> with() {
    return Optional.ofNullable(row.get("with"));
  }

  /** Whether the program refuses each use of it in a release that knows it. */
  public boolean isAlwaysRefused(Release release) {
    return row.containsKey("always-refused") || deprecatedIn(release);
  }

  /** The field of a row as it is written; empty where the row does not have it. */
  public String field(String name) {
    return row.getOrDefault(name, "");
  }

  /** Whether the release has it. */
  public boolean knownIn(Release release) {
    return !release.before(since) && release.before(gone);
  }

  boolean deprecatedIn(Release release) {
    return !release.before(deprecated);
  }

  /** Whether a block follows it, of keywords or of entries. */
  public boolean beginsBlock() {
    return row.containsKey("block");
  }

  /** Whether the lines of its block are entries of their own form. */
  public boolean holdsEntries() {
    return field("block").equals("entries");
  }

  public boolean isExact() {
    return exact;
  }

  boolean negatable() {
    return row.containsKey("no");
  }

  boolean rangeIsChecked() {
    return !row.containsKey("range-rule");
  }

  public boolean refusedIn(String section) {
    return !refusedIn.isEmpty() && refusedIn.contains(section);
  }

  public boolean ignoredIn(String section) {
    return !ignoredIn.isEmpty() && ignoredIn.contains(section);
  }

  private Release release(String field, Release otherwise) {
    String text = row.get(field);
    return text == null ? otherwise : Release.of(text);
  }

  private static List<ArgumentShape> shapes(String list) {
    // a loop, since dozens of them are read for a small file, by code that is still interpreted
    List<ArgumentShape> shapes = new ArrayList<>();
    for (String item : items(list)) shapes.add(ArgumentShape.of(item));
    return shapes;
  }

  /** The items of a flow list such as {@code [a, b]}. */
  private static List<String> items(String list) {
    if (list.length() <= 2) return List.of();
    var items = new ArrayList<String>();
    for (String item : list.substring(1, list.length() - 1).split(",", -1)) items.add(item.strip());
    return List.copyOf(items);
  }
}
