package dev.vipc.agent.health;

/**
 * How one check ended.
 *
 * @param detail what was seen, such as {@code status 200} or {@code connection refused}
 */
public record Outcome(boolean passed, String detail) {
  static Outcome passed(String detail) {
    return new Outcome(true, detail);
  }

  static Outcome failed(String detail) {
    return new Outcome(false, detail);
  }
}
