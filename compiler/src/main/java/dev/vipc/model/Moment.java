package dev.vipc.model;

import java.time.Duration;
import java.time.Instant;

/**
 * When the files are looked at; a deployment without one is asked nothing about time.
 *
 * @param horizon how far ahead an end is worth a warning
 */
public record Moment(Instant now, Duration horizon) implements Part {
  public static final Duration USUAL_HORIZON = Duration.ofDays(30);
}
