package dev.vipc.golden;

import dev.vipc.keyword.ArgumentShape;
import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordTable;
import dev.vipc.keyword.KeywordTable.Place;
import dev.vipc.keyword.Release;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Uses of every keyword of the HAProxy table that a release knows: in each of its places with what
 * it needs, and in one of them with too few, too many and wrong arguments.
 */
final class HaproxyUses {
  private static final List<String> PROXIES =
      List.of("listen", "frontend", "backend", "defaults", "unnamed-defaults");

  private final KeywordTable table;
  private final Release release;
  private final HaproxySamples samples;
  private final Set<HaproxyUse> uses = new LinkedHashSet<>();

  /** Rows of which no accepted use was made, and what each of them would need. */
  private final Set<String> left = new TreeSet<>();

  private final Set<String> placesOfOptions = new HashSet<>();

  HaproxyUses(KeywordTable table, Release release, HaproxySamples samples) {
    this.table = table;
    this.release = release;
    this.samples = samples;
  }

  List<HaproxyUse> all() {
    for (String section : PROXIES) walk(table.place("proxy").orElseThrow(), "", section);
    for (String section : sorted(table.place("section").orElseThrow())) {
      switch (section) {
        case "defaults", "frontend", "backend", "listen" -> {}
        default -> addSection(section);
      }
    }
    return List.copyOf(uses);
  }

  /**
   * The bare words, in a place of theirs, that this release or this build does not know: rows of
   * other releases, and rows that need a build with something more.
   */
  List<HaproxyUse> absent() {
    var absent = new ArrayList<HaproxyUse>();
    for (String section : sorted(table.place("section").orElseThrow()))
      if (table
          .place("section")
          .orElseThrow()
          .find(section, release)
          .orElseThrow()
          .knownIn(release)) addAbsent(absent, placeOf(section), "", section);
    return absent;
  }

  private Place placeOf(String section) {
    return table.place(PROXIES.contains(section) ? "proxy" : section).orElseThrow();
  }

  private void addAbsent(List<HaproxyUse> absent, Place place, String before, String section) {
    for (String word : sorted(place)) {
      Keyword keyword = place.find(word, release).orElseThrow();
      if (!keyword.knownIn(release) || !keyword.field("build").isEmpty())
        absent.add(new HaproxyUse(section, List.of(), before + word));
      else if (keyword.next().isPresent())
        addAbsent(absent, keyword.next().get(), before + word + " ", section);
    }
  }

  /** Rows that the release knows, of which the table does not say what they take. */
  List<String> incomplete() {
    var incomplete = new ArrayList<String>();
    for (Place place : table.places())
      for (String word : sorted(place)) {
        Keyword keyword = place.find(word, release).orElseThrow();
        boolean complete =
            keyword.hasKnownArguments()
                || keyword.next().isPresent()
                || !keyword.knownIn(release)
                || !keyword.field("build").isEmpty();
        if (!complete) incomplete.add(place.name() + " " + word);
      }
    return incomplete;
  }

  Set<String> left() {
    return left;
  }

  private void addSection(String section) {
    Keyword header = table.place("section").orElseThrow().find(section, release).orElseThrow();
    if (!header.knownIn(release)) return;
    if (!header.field("machine").isEmpty()) {
      leave(header);
      return;
    }
    if (header.isExact()) add("section", header, section + " vipc-NUMBER vipc vipc");
    if (!header.arguments().isEmpty() && !header.arguments().getFirst().optional())
      add("section", header, section);
    walk(table.place(section).orElseThrow(), "", section);
  }

  private void walk(Place place, String before, String section) {
    for (String word : sorted(place)) {
      Keyword keyword = place.find(word, release).orElseThrow();
      if (!keyword.knownIn(release) || !keyword.field("build").isEmpty()) continue;
      if (keyword.next().isPresent()) {
        if (isFirst(section)) add(section, keyword, before + word);
        walk(keyword.next().get(), before + word + " ", section);
      } else {
        addUses(keyword, before, section);
      }
    }
  }

  private static boolean isFirst(String section) {
    return !PROXIES.contains(section) || section.equals("listen");
  }

  private static List<String> sorted(Place place) {
    return List.copyOf(new TreeSet<>(place.words()));
  }

  private void addUses(Keyword keyword, String before, String section) {
    if (!keyword.hasKnownArguments()) return;
    boolean dependent = isOutsideOfTest(keyword);
    if (dependent) leave(keyword);
    String start = before + named(keyword);
    if (!dependent && isPossible(keyword, section)) add(section, keyword, start + example(keyword));
    if (!isFirst(section)) return;
    addWrongCounts(keyword, before, start, section);
    if (!dependent) addOptions(keyword, start, section);
    addMisfits(keyword, start, section);
    if (!dependent) addChoices(keyword, start, section);
    if (!dependent) add(section, keyword, "no " + start + example(keyword));
  }

  /** Whether what it needs may stand in the section. */
  private boolean isPossible(Keyword keyword, String section) {
    Place proxy = table.place("proxy").orElseThrow();
    return needs(keyword).stream()
        .map(line -> line.split(" ")[0])
        .flatMap(word -> proxy.find(word, release).stream())
        .noneMatch(row -> row.refusedIn(section.replace("unnamed-", "")));
  }

  /** Files, users and groups are the test's to give. */
  private static boolean isOutsideOfTest(Keyword keyword) {
    if (keyword.field("needs").startsWith("elsewhere")) return true;
    return switch (keyword.field("machine")) {
      case "", "file", "folder", "user", "group" -> false;
      default -> true;
    };
  }

  private void leave(Keyword keyword) {
    left.add(
        "%s %s (%s)"
            .formatted(
                keyword.place(),
                keyword.name(),
                (keyword.field("needs") + " " + keyword.field("machine")).strip()));
  }

  private void addWrongCounts(Keyword keyword, String before, String start, String section) {
    List<String> words = words(keyword);
    int needed = needed(keyword);
    for (int count = 0; count < needed; count++)
      add(section, keyword, start + joined(words.subList(0, count)));
    if (!keyword.brackets().isEmpty())
      add(
          section,
          keyword,
          before + keyword.name() + (hasDigits(keyword) ? "0" : "") + example(keyword));
    if (isOutsideOfTest(keyword)) return;
    if (keyword.takesCondition()) {
      String line = start + example(keyword);
      if (!line.contains(" if ")) {
        add(section, keyword, line + " if TRUE");
        add(section, keyword, line + " if");
        add(section, keyword, line + " vipc-surplus");
      }
    }
    boolean open =
        keyword.arguments().stream()
            .anyMatch(shape -> shape.type() instanceof ArgumentShape.Type.Text);
    if (!open && !keyword.takesCondition())
      add(section, keyword, start + joined(full(keyword)) + " vipc-surplus");
    if (keyword.field("example").isEmpty()) add(section, keyword, start + joined(full(keyword)));
  }

  private void addOptions(Keyword keyword, String start, String section) {
    if (keyword.options().isEmpty()) return;
    if (isOutsideOfTest(keyword)) return;
    String line = start + joined(full(keyword));
    Place options = keyword.options().get();
    if (exampleOf(keyword).isEmpty()) add(section, keyword, line);
    add(section, keyword, line + " vipc-none");
    boolean first = placesOfOptions.add(options.name());
    for (String word : sorted(options)) {
      Keyword option = options.find(word, release).orElseThrow();
      if (!option.knownIn(release)
          || !option.hasKnownArguments()
          || !option.field("build").isEmpty()) continue;
      if (first || option.refusedIn(keyword.name()))
        addOption(keyword, option, line + " " + named(option), section);
    }
  }

  private void addOption(Keyword keyword, Keyword option, String start, String section) {
    String line = start;
    boolean dependent = isOutsideOfTest(option);
    if (dependent) leave(option);
    if (!dependent && !option.field("after").isEmpty())
      add(section, keyword, line + example(option), option);
    if (!option.field("after").isEmpty()) {
      Keyword before =
          keyword.options().orElseThrow().find(option.field("after"), release).orElseThrow();
      line =
          line.replace(
              " " + named(option), " " + named(before) + example(before) + " " + named(option));
    }
    if (!dependent) add(section, keyword, line + example(option), option);
    List<String> words = words(option);
    for (int count = 0; count < needed(option); count++)
      add(section, keyword, line + joined(words.subList(0, count)), option);
    for (int i = 0; i < option.arguments().size(); i++) {
      ArgumentShape shape = option.arguments().get(i);
      for (String misfit : samples.misfits(shape))
        add(section, keyword, line + joined(replaced(words, i, misfit)), option);
      if (!dependent && shape.type() instanceof ArgumentShape.Type.OneOf(var choices))
        for (String choice : choices)
          add(section, keyword, line + joined(replaced(words, i, choice)), option);
    }
  }

  private void addMisfits(Keyword keyword, String start, String section) {
    List<String> words = words(keyword);
    for (int i = 0; i < keyword.arguments().size(); i++)
      for (String misfit : samples.misfits(keyword.arguments().get(i)))
        add(section, keyword, start + joined(replaced(words, i, misfit)));
  }

  private void addChoices(Keyword keyword, String start, String section) {
    for (int i = 0; i < keyword.arguments().size(); i++)
      if (keyword.arguments().get(i).type() instanceof ArgumentShape.Type.OneOf(var choices))
        for (String choice : choices)
          add(section, keyword, start + joined(replaced(words(keyword), i, choice)));
  }

  private static List<String> replaced(List<String> words, int at, String word) {
    var changed = new ArrayList<>(words);
    changed.set(at, word);
    return changed;
  }

  private String named(Keyword keyword) {
    if (keyword.name().equals("*")) return keyword.field("example").split(" ")[0];
    String name = keyword.name() + (hasDigits(keyword) ? "0" : "");
    if (keyword.brackets().isEmpty()) return name;
    List<String> items = keyword.brackets().stream().map(samples::fitting).toList();
    return name + "(" + String.join(",", items) + ")";
  }

  private static boolean hasDigits(Keyword keyword) {
    return !keyword.field("digits").isEmpty();
  }

  private String example(Keyword keyword) {
    String example = exampleOf(keyword);
    return example.isEmpty() ? joined(words(keyword).subList(0, needed(keyword))) : " " + example;
  }

  private String exampleOf(Keyword keyword) {
    String example = samples.filledIn(keyword.field("example"));
    return keyword.name().equals("*") ? example.substring(example.indexOf(' ') + 1) : example;
  }

  private static int needed(Keyword keyword) {
    return (int) keyword.arguments().stream().filter(shape -> !shape.optional()).count();
  }

  /** Words for the arguments: those of the example, samples where it is shorter. */
  private List<String> words(Keyword keyword) {
    String example = exampleOf(keyword);
    var words =
        new ArrayList<>(example.isEmpty() ? List.<String>of() : List.of(example.split(" ")));
    List<ArgumentShape> shapes = keyword.arguments();
    for (int i = words.size(); i < shapes.size(); i++) words.add(samples.fitting(shapes.get(i)));
    return words;
  }

  private List<String> full(Keyword keyword) {
    return words(keyword).subList(0, Math.max(keyword.arguments().size(), 0));
  }

  private static String joined(List<String> words) {
    return words.isEmpty() ? "" : " " + String.join(" ", words);
  }

  private void add(String section, Keyword keyword, String line) {
    uses.add(new HaproxyUse(section, needs(keyword), line));
  }

  private void add(String section, Keyword keyword, String line, Keyword option) {
    var needs = new ArrayList<>(needs(keyword));
    needs.addAll(needs(option));
    uses.add(new HaproxyUse(section, needs, line));
  }

  private static List<String> needs(Keyword keyword) {
    String needs = keyword.field("needs");
    return needs.isEmpty() ? List.of() : List.of(needs.split(" \\| "));
  }
}
