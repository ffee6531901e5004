package dev.vipc.agent.firewall;

import dev.vipc.agent.plan.Json;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A rule of a chain.
 *
 * @param handle its number in the table
 * @param statements matches and other statements, in the order in which they are done
 */
record Rule(OptionalLong handle, List<Json.Member> statements) {
  private static final Set<String> TAKES_OUT = Set.of("CT", "NOTRACK");

  static Rule of(Json rule) {
    OptionalLong handle =
        Tree.at(rule, "handle")
            .flatMap(Literal::number)
            .map(number -> OptionalLong.of(number.longValue()))
            .orElse(OptionalLong.empty());
    return new Rule(
        handle,
        Tree.items(rule, "expr").stream()
            .flatMap(statement -> Tree.kind(statement).stream())
            .toList());
  }

  /** Whether it takes packets out of connection tracking. */
  boolean untracks() {
    return statements.stream()
        .anyMatch(
            statement ->
                statement.name().equals("notrack")
                    || (statement.name().equals("xt")
                        && TAKES_OUT.contains(Tree.word(statement.value(), "name"))));
  }
}
