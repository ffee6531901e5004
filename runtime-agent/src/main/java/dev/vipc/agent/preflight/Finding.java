package dev.vipc.agent.preflight;

import java.util.Locale;

/**
 * What one look at the machine gave.
 *
 * @param help what to do; empty where there is nothing to do
 */
public record Finding(Grade grade, String what, String help) {
  /** How bad it is. */
  public enum Grade {
    OK,
    /** It works, but not as well as it could; or nobody can tell from here. */
    WARNING,
    /** vipd could not do its work. */
    FAILURE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding ok(String what) {
    return new Finding(Grade.OK, what, "");
  }

  static Finding warning(String what, String help) {
    return new Finding(Grade.WARNING, what, help);
  }

  static Finding failure(String what, String help) {
    return new Finding(Grade.FAILURE, what, help);
  }
}
