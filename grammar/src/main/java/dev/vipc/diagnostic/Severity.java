package dev.vipc.diagnostic;

import java.util.Locale;

/** How bad a finding is; from worst to mildest. */
public enum Severity {
  /** The program refuses it, or the service would be lost. */
  ERROR,
  /** It breaks under failover or load, or is unsafe. */
  WARNING,
  /** Hygiene, deprecation, an assumption that was made. */
  INFO;

  /** The word that reports use: {@code error}, {@code warning}, {@code info}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean atLeast(Severity other) {
    return compareTo(other) <= 0;
  }
}
