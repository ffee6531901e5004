package dev.vipc.settings;

import dev.vipc.diagnostic.RuleMeta;

/** Codes of rules, and areas of them. */
public final class Codes {
  private static final int DIGITS = 3;

  private Codes() {}

  /** Whether a stated code, or area such as {@code KA}, is that of the rule. */
  public static boolean match(String stated, RuleMeta rule) {
    return stated.equals(rule.code()) || stated.equals(area(rule));
  }

  /** The letters of a rule's code. */
  public static String area(RuleMeta rule) {
    return rule.code().substring(0, rule.code().length() - DIGITS);
  }
}
