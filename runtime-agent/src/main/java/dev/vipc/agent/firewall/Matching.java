package dev.vipc.agent.firewall;

import dev.vipc.agent.firewall.Possible.Anything;
import dev.vipc.agent.firewall.Possible.Between;
import dev.vipc.agent.firewall.Possible.Word;
import dev.vipc.agent.plan.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Compares what a packet has with what a rule wants (libnftables-json(5), "MATCH").
 *
 * @param sets the sets and maps of the rule's table, by name without {@code @}
 */
record Matching(Fields fields, Function<String, NamedSet> sets) {
  private static final String REST = "*";

  /** Values of one expression, or of several that are looked up together. */
  record Key(List<Possible> parts) {}

  Answer match(Json match) {
    List<Key> keys = Tree.at(match, "left").map(this::keys).orElseGet(Matching::anything);
    Optional<Json> right = Tree.at(match, "right");
    if (keys.isEmpty()) return Answer.NO;
    if (right.isEmpty()) return Answer.MAYBE;
    NamedSet wanted = wanted(right.get());
    return switch (Tree.word(match, "op")) {
      case "==", "in" -> among(keys, wanted);
      case "!=" -> among(keys, wanted).not();
      case "<" -> compared(keys, right.get(), Matching::before);
      case ">" -> compared(keys, right.get(), (value, limit) -> before(limit, value));
      case "<=" -> compared(keys, right.get(), (value, limit) -> before(limit, value)).not();
      case ">=" -> compared(keys, right.get(), Matching::before).not();
      default -> Answer.MAYBE;
    };
  }

  /** All that an expression may be for the packet; none where the packet lacks a part of it. */
  List<Key> keys(Json expression) {
    List<Json> parts =
        Tree.at(expression, "concat").map(Tree::items).orElseGet(() -> List.of(expression));
    List<Key> keys = List.of(new Key(List.of()));
    for (Json part : parts) {
      List<Possible> values = fields.of(part);
      keys = keys.stream().flatMap(key -> values.stream().map(value -> with(key, value))).toList();
    }
    return keys;
  }

  private static Key with(Key key, Possible value) {
    return new Key(Stream.concat(key.parts().stream(), Stream.of(value)).toList());
  }

  private static List<Key> anything() {
    return List.of(new Key(List.of(new Anything())));
  }

  /** The right side of a match or the data of a verdict map, as a set. */
  NamedSet wanted(Json right) {
    return Tree.text(right)
        .filter(text -> text.startsWith("@"))
        .map(text -> sets.apply(text.substring(1)))
        .orElseGet(
            () ->
                new NamedSet(
                    false, Tree.at(right, "set").map(Tree::items).orElse(Tree.items(right))));
  }

  private static Answer among(List<Key> keys, NamedSet wanted) {
    if (wanted.changes()) return Answer.MAYBE;
    return Answer.agreed(
        keys.stream()
            .map(
                key ->
                    wanted.elements().stream()
                        .map(element -> fits(key, element))
                        .reduce(Answer.NO, Answer::or))
            .toList());
  }

  static boolean isRest(Json element) {
    return Tree.text(element).filter(REST::equals).isPresent();
  }

  static Answer fits(Key key, Json element) {
    Optional<Json> inner = Tree.at(element, "elem");
    if (inner.isPresent())
      return Tree.at(inner.get(), "val").map(value -> fits(key, value)).orElse(Answer.MAYBE);
    if (isRest(element)) return Answer.YES;
    if (key.parts().size() == 1) return fits(key.parts().getFirst(), element);
    List<Json> wanted = Tree.items(element, "concat");
    if (wanted.size() != key.parts().size()) return Answer.MAYBE;
    Answer all = Answer.YES;
    for (int part = 0; part < wanted.size(); part++)
      all = all.and(fits(key.parts().get(part), wanted.get(part)));
    return all;
  }

  private static Answer fits(Possible value, Json element) {
    return switch (value) {
      case Anything _ -> Answer.MAYBE;
      case Between known -> Literal.between(element).map(known::in).orElse(Answer.MAYBE);
      case Word(var word) -> fits(word, element);
    };
  }

  /** A star at the end of a name stands for any rest; there is a thing that has a name. */
  private static Answer fits(String word, Json element) {
    return switch (element) {
      case Json.Text(var text, _) when text.endsWith(REST) ->
          Answer.of(word.startsWith(text.substring(0, text.length() - 1)));
      case Json.Text(var text, _) -> Answer.of(word.equals(text));
      case Json.Truth(var there, _) -> Answer.of(word.isEmpty() != there);
      case Json.Number _, Json.Object _, Json.Array _, Json.Null _ -> Answer.MAYBE;
    };
  }

  private static Answer compared(List<Key> keys, Json right, Comparison holds) {
    Optional<Between> limit = Literal.between(right);
    return Answer.agreed(
        keys.stream()
            .map(
                key ->
                    limit.isPresent() && key.parts().getFirst() instanceof Between value
                        ? holds.of(value, limit.get())
                        : Answer.MAYBE)
            .toList());
  }

  /** A comparison of two numbers. */
  private interface Comparison {
    Answer of(Between value, Between limit);
  }

  private static Answer before(Between value, Between limit) {
    if (value.most().compareTo(limit.least()) < 0) return Answer.YES;
    return value.least().compareTo(limit.most()) >= 0 ? Answer.NO : Answer.MAYBE;
  }
}
