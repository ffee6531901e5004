package dev.vipc.diff;

import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * One difference in meaning.
 *
 * @param node the machine, where it is one's
 * @param subject what differs, from the outer thing to the inner one
 * @param field of it; empty where the thing itself came or went
 * @param before what the old side says; absent where it says nothing
 * @param after what the new side says; absent where it says nothing
 * @param consequence what follows
 */
public record Difference(
    Optional<String> node,
    List<String> subject,
    String field,
    Optional<Said> before,
    Optional<Said> after,
    Aspect aspect,
    String consequence) {
  public Difference {
    subject = List.copyOf(subject);
  }

  /** A value without secrets, and where it is written; no place for a default. */
  public record Said(String value, Optional<Span> place) {}
}
