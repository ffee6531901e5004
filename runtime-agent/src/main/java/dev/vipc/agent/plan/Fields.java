package dev.vipc.agent.plan;

import dev.vipc.agent.plan.Problem.Kind;
import dev.vipc.agent.plan.Problem.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The fields of one object of a plan, each read once and checked as it is read; what nobody asked
 * for is unknown. A field with a problem has a stand-in value, so that the rest is still read.
 */
final class Fields {
  private final Json.Object object;
  private final Consumer<Problem> out;
  private final Set<String> known = new HashSet<>();

  Fields(Json.Object object, Consumer<Problem> out) {
    this.object = object;
    this.out = out;
  }

  Place place() {
    return object.place();
  }

  /** The place of a field's value, or of the object where the field is missing. */
  Place place(String name) {
    return find(name).map(Json::place).orElse(place());
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  private Optional<Json> find(String name) {
    known.add(name);
    return object.members().stream()
        .filter(member -> member.name().equals(name))
        .map(Json.Member::value)
        .findFirst();
  }

  private Optional<Json> require(String name) {
    Optional<Json> value = find(name);
    if (value.isEmpty()) shape(place(), "the field `%s` is missing".formatted(name), "add it");
    return value;
  }

  /** A string of a form; {@code form} says it in words. */
  String text(String name, Pattern pattern, String form) {
    return require(name).flatMap(value -> matching(value, name, pattern, form)).orElse("");
  }

  Optional<String> optionalText(String name, Pattern pattern, String form) {
    return find(name).flatMap(value -> matching(value, name, pattern, form));
  }

  private Optional<String> matching(Json value, String name, Pattern pattern, String form) {
    if (!(value instanceof Json.Text(var text, _))) return wrong(value, name, "a string: " + form);
    if (pattern.matcher(text).matches()) return Optional.of(text);
    shape(value.place(), "`%s` is `%s`".formatted(name, text), "write " + form);
    return Optional.empty();
  }

  /** One of the words of an enumeration. */
  <E extends Enum<E>> E word(String name, E[] values, Function<E, String> word, E otherwise) {
    String words = String.join(", ", Arrays.stream(values).map(word).toList());
    return find(name)
        .flatMap(value -> matching(value, name, Pattern.compile(".*", Pattern.DOTALL), words))
        .flatMap(
            text -> {
              Optional<E> found =
                  Arrays.stream(values).filter(v -> word.apply(v).equals(text)).findFirst();
              if (found.isEmpty())
                shape(place(name), "`%s` is `%s`".formatted(name, text), "write one of " + words);
              return found;
            })
        .orElse(otherwise);
  }

  int integer(String name, int least, int most) {
    return require(name)
        .map(value -> number(value, name, least, most))
        .filter(OptionalInt::isPresent)
        .map(OptionalInt::getAsInt)
        .orElse(least);
  }

  int integer(String name, int least, int most, int otherwise) {
    OptionalInt value = optionalInteger(name, least, most);
    return value.isPresent() ? value.getAsInt() : otherwise;
  }

  OptionalInt optionalInteger(String name, int least, int most) {
    return find(name).map(value -> number(value, name, least, most)).orElse(OptionalInt.empty());
  }

  Duration millis(String name, int least, int most) {
    return Duration.ofMillis(integer(name, least, most));
  }

  Duration millis(String name, int least, int most, int otherwise) {
    return Duration.ofMillis(integer(name, least, most, otherwise));
  }

  private OptionalInt number(Json value, String name, int least, int most) {
    String form =
        least == most
            ? String.valueOf(least)
            : "a whole number from %d to %d".formatted(least, most);
    if (!(value instanceof Json.Number(var text, _))) {
      wrong(value, name, form);
      return OptionalInt.empty();
    }
    boolean fits =
        text.matches("-?[0-9]{1,10}")
            && Long.parseLong(text) >= least
            && Long.parseLong(text) <= most;
    if (fits) return OptionalInt.of(Integer.parseInt(text));
    shape(value.place(), "`%s` is %s".formatted(name, shortened(text)), "write " + form);
    return OptionalInt.empty();
  }

  private static String shortened(String text) {
    return text.length() <= 20 ? text : text.substring(0, 20) + "…";
  }

  boolean truth(String name, boolean otherwise) {
    return find(name)
        .flatMap(
            value ->
                value instanceof Json.Truth(var truth, _)
                    ? Optional.of(truth)
                    : this.<Boolean>wrong(value, name, "true or false"))
        .orElse(otherwise);
  }

  /** The fields of an object within; it is read by the caller, who then must call {@link #end}. */
  Optional<Fields> object(String name, boolean required) {
    return (required ? require(name) : find(name)).flatMap(value -> object(value, name));
  }

  private Optional<Fields> object(Json value, String name) {
    return value instanceof Json.Object inner
        ? Optional.of(new Fields(inner, out))
        : wrong(value, name, "an object");
  }

  /** A list of objects, each read and ended. */
  <T> List<T> objects(String name, int least, int most, Function<Fields, T> read) {
    List<T> all = new ArrayList<>();
    for (Json item : items(name, least, most))
      object(item, name)
          .ifPresent(
              fields -> {
                all.add(read.apply(fields));
                fields.end();
              });
    return all;
  }

  /** A list of strings of one form. */
  List<String> texts(String name, int least, int most, Pattern pattern, String form) {
    return items(name, least, most).stream()
        .flatMap(item -> matching(item, name, pattern, form).stream())
        .toList();
  }

  /** Nothing of a list that is too long is looked at, so that its length is the only problem. */
  private List<Json> items(String name, int least, int most) {
    Optional<Json> value = least > 0 ? require(name) : find(name);
    if (value.isEmpty()) return List.of();
    if (!(value.get() instanceof Json.Array(var items, var place))) {
      wrong(value.get(), name, "a list");
      return List.of();
    }
    if (items.size() >= least && items.size() <= most) return items;
    shape(
        place,
        "`%s` has %d entries".formatted(name, items.size()),
        "write %d to %d".formatted(least, most));
    return List.of();
  }

  private <T> Optional<T> wrong(Json value, String name, String wanted) {
    shape(value.place(), "`%s` is %s".formatted(name, value.kind()), "write " + wanted);
    return Optional.empty();
  }

  /** Reports what nobody asked for. */
  void end() {
    for (Json.Member member : object.members())
      if (!known.contains(member.name()))
        shape(
            member.place(),
            "the field `%s` is not known here".formatted(member.name()),
            "remove it, or write `%s`".formatted(nearest(member.name())));
  }

  private String nearest(String name) {
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(other -> distance(name, other)))
        .orElse("nothing");
  }

  /** Levenshtein's: how many letters to add, take away or change. */
  private static int distance(String from, String to) {
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) last[j] = j;
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = last[0];
      last[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = last[j];
        last[j] = Math.min(change, 1 + Math.min(last[j], last[j - 1]));
      }
    }
    return last[to.length()];
  }

  void shape(Place place, String message, String help) {
    out.accept(new Problem(Kind.SHAPE, place, message, help));
  }

  void meaning(Place place, String message, String help) {
    out.accept(new Problem(Kind.MEANING, place, message, help));
  }
}
