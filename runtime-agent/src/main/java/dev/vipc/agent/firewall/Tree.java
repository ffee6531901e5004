package dev.vipc.agent.firewall;

import dev.vipc.agent.plan.Json;
import java.util.List;
import java.util.Optional;

/** Ways into JSON whose shape may be another one than expected. */
final class Tree {
  private Tree() {}

  /** The value of a member of an object. */
  static Optional<Json> at(Json json, String name) {
    return json instanceof Json.Object(var members, _)
        ? members.stream()
            .filter(member -> member.name().equals(name))
            .map(Json.Member::value)
            .findFirst()
        : Optional.empty();
  }

  /** The string at a member, or an empty one. */
  static String word(Json json, String name) {
    return at(json, name).flatMap(Tree::text).orElse("");
  }

  static Optional<String> text(Json json) {
    return json instanceof Json.Text(var value, _) ? Optional.of(value) : Optional.empty();
  }

  /** The items of a list; what is no list is the only item. */
  static List<Json> items(Json json) {
    return json instanceof Json.Array(var items, _) ? items : List.of(json);
  }

  /** The items at a member; none where there is no such member. */
  static List<Json> items(Json json, String name) {
    return at(json, name).map(Tree::items).orElse(List.of());
  }

  /** The name and value of an object's first member, which is the only one of an expression. */
  static Optional<Json.Member> kind(Json json) {
    return json instanceof Json.Object(var members, _)
        ? members.stream().findFirst()
        : Optional.empty();
  }
}
