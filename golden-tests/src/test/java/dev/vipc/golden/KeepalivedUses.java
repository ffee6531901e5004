package dev.vipc.golden;

import dev.vipc.keyword.ArgumentShape;
import dev.vipc.keyword.ArgumentShape.Type;
import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordTable;
import dev.vipc.keyword.Release;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Files that use one keyword each, made from the keyword table: with arguments of the shapes that
 * the table has, and in ways that it says are refused.
 */
final class KeepalivedUses {
  private static final Release RELEASE = new Release(2, 2, 7);
  private static final String SECURITY =
      "global_defs {\nenable_script_security\nscript_user root\n}\n";

  /** A file and what the table says of it. */
  record Use(String name, String text, boolean accepted) {}

  private final KeywordTable table = KeywordTable.keepalived();

  /** All uses, those that are accepted first. */
  List<Use> all() {
    List<Use> accepted = new ArrayList<>();
    List<Use> refused = new ArrayList<>();
    for (KeywordTable.Place place : table.places())
      for (String word : new TreeSet<>(place.words()))
        place
            .find(word, RELEASE)
            .filter(KeepalivedUses::isKnown)
            .ifPresent(keyword -> add(place, keyword, accepted, refused));
    accepted.addAll(refused);
    return accepted;
  }

  private static boolean isKnown(Keyword keyword) {
    boolean built = keyword.build().filter("iptables"::equals).isEmpty();
    boolean early = keyword.since().filter(since -> since.compareTo(RELEASE) > 0).isPresent();
    boolean late = keyword.gone().filter(gone -> gone.compareTo(RELEASE) <= 0).isPresent();
    return built && !early && !late;
  }

  private void add(
      KeywordTable.Place place, Keyword keyword, List<Use> accepted, List<Use> refused) {
    String name = place.name().replace('/', '.') + "." + keyword.name();
    String arguments = keyword.example().orElseGet(() -> arguments(keyword));
    boolean fine = !keyword.isAlwaysRefused(RELEASE);
    accepted.add(new Use(name, file(place, keyword, arguments), fine));
    if (!place.name().equals("SSL"))
      refused.add(new Use(name + " misplaced", misplaced(keyword, arguments), false));
    List<ArgumentShape> shapes = keyword.arguments();
    if (!shapes.isEmpty() && !shapes.getFirst().optional())
      refused.add(new Use(name + " bare", file(place, keyword, ""), false));
    if (!shapes.isEmpty())
      wrong(shapes.getFirst())
          .ifPresent(
              value -> refused.add(new Use(name + " wrong", file(place, keyword, value), false)));
    boolean open = shapes.stream().anyMatch(shape -> shape.type() instanceof Type.Text);
    if (fine && !open)
      accepted.add(
          new Use(
              name + " surplus",
              file(place, keyword, all(keyword) + " vipc-surplus"),
              !keyword.isExact() && !keyword.holdsEntries()));
  }

  /** Words for all arguments, those included that may be left out. */
  private static String all(Keyword keyword) {
    List<String> words =
        new ArrayList<>(
            keyword.example().map(example -> List.of(example.split(" "))).orElseGet(List::of));
    List<ArgumentShape> shapes = keyword.arguments();
    for (int i = words.size(); i < shapes.size(); i++) words.add(right(shapes.get(i)));
    return String.join(" ", words);
  }

  private static String arguments(Keyword keyword) {
    return keyword.arguments().stream()
        .filter(shape -> !shape.optional())
        .map(KeepalivedUses::right)
        .collect(Collectors.joining(" "));
  }

  private static String right(ArgumentShape shape) {
    return switch (shape.type()) {
      case Type.Whole(long low, long high) -> Long.toString(Math.min(Math.max(low, 2), high));
      case Type.Leading(long low, _) -> Long.toString(low);
      case Type.Decimal(double low, _, _, _) -> decimal(Math.max(low, 1));
      case Type.OneOf(var words) -> words.getFirst();
      case Type.AnyCase(var words) -> words.getFirst();
      case Type.Time _ -> "1s";
      case Type.Size _ -> "1k";
      case Type.Address _, Type.Ip _ -> "192.0.2.1";
      case Type.Word(var what) -> word(what);
      case Type.Members _, Type.Processors _, Type.Octal _, Type.Variable _, Type.Text _ -> "1";
    };
  }

  private static String word(String what) {
    return switch (what) {
      case "interface" -> "eth1";
      case "path" -> "/tmp/vipc-file";
      case "script" -> "/usr/bin/true";
      case "user", "group" -> "root";
      case "host" -> "192.0.2.1";
      default -> "word";
    };
  }

  /** A value that the shape does not have; absent where it has all. */
  private static Optional<String> wrong(ArgumentShape shape) {
    return switch (shape.type()) {
      case Type.Whole(_, long high) ->
          Optional.of(BigDecimal.valueOf(high).add(BigDecimal.ONE).toPlainString());
      case Type.Decimal(_, double high, _, _) ->
          high == Double.MAX_VALUE ? Optional.of("1s") : Optional.of(decimal(high + 1));
      case Type.OneOf _, Type.AnyCase _ -> Optional.of("bogus");
      case Type.Ip _ -> Optional.of("nowhere.example");
      case Type.Leading _,
          Type.Time _,
          Type.Size _,
          Type.Members _,
          Type.Processors _,
          Type.Octal _,
          Type.Variable _,
          Type.Address _,
          Type.Word _,
          Type.Text _ ->
          Optional.empty();
    };
  }

  private static String decimal(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private String file(KeywordTable.Place place, Keyword keyword, String arguments) {
    return around(place.name(), keyword, statement(keyword, arguments));
  }

  private static String statement(Keyword keyword, String arguments) {
    String line = keyword.name() + " " + arguments;
    if (!keyword.beginsBlock()) return line + "\n";
    return line + " {\n" + keyword.body().orElse("").replace("; ", "\n") + "\n}\n";
  }

  private static String misplaced(Keyword keyword, String arguments) {
    return "SSL {\n" + statement(keyword, arguments) + "}\n";
  }

  /** The blocks that the place stands in, with what makes each of them complete. */
  private static String around(String place, Keyword keyword, String statement) {
    String with = keyword.with().map(lines -> lines.replace("; ", "\n") + "\n").orElse("");
    return SECURITY + KeepalivedFrames.around(place, keyword.name(), with + statement);
  }
}
