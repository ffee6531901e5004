package dev.vipc.check.haproxy;

/** Times as HAProxy writes them. */
final class Times {
  private static final int SUSPICIOUS_BELOW = 100;

  private Times() {}

  /** Whether a time of milliseconds without a unit is so short that seconds were meant (3.1). */
  static boolean isSuspicious(String text) {
    return Address.isNumber(text)
        && Integer.parseInt(text) > 0
        && Integer.parseInt(text) < SUSPICIOUS_BELOW;
  }

  /** Digits and perhaps a unit. */
  static boolean isTime(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9')
      digits++;
    if (digits == 0) return false;
    return switch (text.substring(digits)) {
      case "", "us", "ms", "s", "m", "h", "d" -> true;
      default -> false;
    };
  }
}
