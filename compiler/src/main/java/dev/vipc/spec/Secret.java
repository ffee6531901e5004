package dev.vipc.spec;

import dev.vipc.source.Span;

/** A value that nobody may read who may read the spec, or where a build finds it. */
public sealed interface Secret {
  Span span();

  /** It stands in the spec; allowed, and reported. */
  record Literal(String text, Span span) implements Secret {
    /** Without the text: what is printed while something fails is read by others. */
    @Override
    public String toString() {
      return "Literal[" + span + "]";
    }
  }

  /** An environment variable of the build. */
  record Env(String variable, Span span) implements Secret {}

  /** A file, relative to the spec's folder; its first line is the secret. */
  record File(String path, Span span) implements Secret {}

  /** A command of the shell; the first line that it prints is the secret. Only a build runs it. */
  record Command(String line, Span span) implements Secret {}

  /** A literal that SOPS has encrypted in place; a build needs it decrypted. */
  record Encrypted(String text, Span span) implements Secret {}
}
