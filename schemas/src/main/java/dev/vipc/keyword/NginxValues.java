package dev.vipc.keyword;

import java.util.OptionalLong;

/** Numbers, sizes and times as nginx reads them (ngx_string.c, ngx_parse.c, ngx_parse_time.c). */
public final class NginxValues {
  private static final String UNITS = "yMwdhms";
  private static final long[] SECONDS = {
    60L * 60 * 24 * 365, 60L * 60 * 24 * 30, 60L * 60 * 24 * 7, 60L * 60 * 24, 60 * 60, 60, 1
  };

  private NginxValues() {}

  /** A whole number without a sign; absent where it is none or does not fit in 63 bits. */
  public static OptionalLong number(String text) {
    if (text.isEmpty()) return OptionalLong.empty();
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10)
        return OptionalLong.empty();
      value = value * 10 + digit;
    }
    return OptionalLong.of(value);
  }

  /** Bytes: digits and perhaps k or m, and for an offset (a file's size) g. */
  public static OptionalLong bytes(String text, boolean offset) {
    if (text.isEmpty()) return OptionalLong.empty();
    long scale =
        switch (text.charAt(text.length() - 1)) {
          case 'k', 'K' -> 1024;
          case 'm', 'M' -> 1024 * 1024;
          case 'g', 'G' -> offset ? 1024L * 1024 * 1024 : 0;
          default -> 1;
        };
    if (scale == 0) return OptionalLong.empty();
    OptionalLong number = number(scale == 1 ? text : text.substring(0, text.length() - 1));
    if (number.isEmpty() || number.getAsLong() > Long.MAX_VALUE / scale)
      return OptionalLong.empty();
    return OptionalLong.of(number.getAsLong() * scale);
  }

  /**
   * Milliseconds of a time in seconds where it has no unit: {@code 10}, {@code 1h 30m}, {@code
   * 500ms}.
   */
  public static OptionalLong millis(String text) {
    return time(text, 1000, 1);
  }

  /** Seconds of a time that counts in whole seconds: it takes no {@code ms}, but {@code y}. */
  public static OptionalLong seconds(String text) {
    return time(text, 1, -1);
  }

  /**
   * @param perSecond how many of the result a second has; 1 where {@code ms} is not taken
   * @param largest the index of the largest unit used so far, exclusive
   */
  private static OptionalLong time(String text, long perSecond, int largest) {
    int last = largest;
    long total = 0;
    boolean any = false;
    for (int at = 0; at < text.length(); ) {
      int digits = at;
      while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9')
        digits++;
      any |= digits > at;
      OptionalLong value = digits == at ? OptionalLong.of(0) : number(text.substring(at, digits));
      if (value.isEmpty()) return OptionalLong.empty();
      long scale = perSecond;
      at = digits;
      if (at < text.length()) {
        int unit = UNITS.indexOf(text.charAt(at));
        boolean millis = text.startsWith("ms", at);
        if (text.charAt(at) == ' ') unit = UNITS.length() - 1;
        if (unit < 0) return OptionalLong.empty();
        if (millis) {
          if (perSecond == 1 || last >= UNITS.length()) return OptionalLong.empty();
          last = UNITS.length();
          scale = 1;
          at += 2;
        } else {
          if (unit <= last) return OptionalLong.empty();
          last = unit;
          scale = SECONDS[unit] * perSecond;
          at++;
        }
        while (at < text.length() && text.charAt(at) == ' ') at++;
      }
      if (value.getAsLong() > Long.MAX_VALUE / scale) return OptionalLong.empty();
      long sum = total + value.getAsLong() * scale;
      if (sum < 0) return OptionalLong.empty();
      total = sum;
    }
    return any ? OptionalLong.of(total) : OptionalLong.empty();
  }
}
