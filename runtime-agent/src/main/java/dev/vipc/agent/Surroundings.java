package dev.vipc.agent;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who started this process.
 *
 * @param plan the file that a person edits; this process may have been given a copy of it
 * @param environment its own
 */
record Surroundings(String plan, Map<String, String> environment) {
  private static final int MICROS_PER_MILLI = 1_000;

  /**
   * @param given the plan that this process was started with
   */
  static Surroundings of(String given, Map<String, String> environment) {
    return new Surroundings(environment.getOrDefault("VIPD_PLAN", given), environment);
  }

  /** The process ID of {@code vipd run}; absent where this process stands alone. */
  OptionalLong supervisor() {
    return number("VIPD_SUPERVISOR");
  }

  /** How often systemd wants to be told that all is well: half of its own limit (sd_notify(3)). */
  Optional<Duration> watchdog() {
    OptionalLong micros = number("WATCHDOG_USEC");
    return micros.isPresent()
        ? Optional.of(Duration.ofMillis(Math.max(1, micros.getAsLong() / MICROS_PER_MILLI / 2)))
        : Optional.empty();
  }

  private OptionalLong number(String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(text -> text.matches("[0-9]{1,18}"))
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }
}
