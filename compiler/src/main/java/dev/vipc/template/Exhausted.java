package dev.vipc.template;

/** Ends an evaluation that takes too many steps; an error, since jinjava keeps every exception. */
final class Exhausted extends Error {
  private static final long serialVersionUID = 1;

  Exhausted() {
    super("a template takes too many steps", null, false, false);
  }
}
