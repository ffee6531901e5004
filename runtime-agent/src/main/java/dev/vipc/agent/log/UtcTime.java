package dev.vipc.agent.log;

/**
 * A moment as RFC 3339 writes it, without allocating, which {@code java.time} cannot.
 *
 * <p>The date is computed as in Howard Hinnant's "chrono-compatible low-level date algorithms":
 * years begin in March, so that a leap day is a year's last.
 */
final class UtcTime {
  private static final long DAY_MILLIS = 86_400_000;
  private static final int DAYS_OF_400_YEARS = 146_097;

  /** From 0000-03-01 to 1970-01-01. */
  private static final int DAYS_BEFORE_EPOCH = 719_468;

  private UtcTime() {}

  /**
   * Writes {@code 2026-11-21T10:00:00.123Z}.
   *
   * @param epochMillis not before 1970
   * @return where the text ends
   */
  static int append(byte[] out, int at, long epochMillis) {
    int days = (int) (epochMillis / DAY_MILLIS) + DAYS_BEFORE_EPOCH;
    int ofDay = (int) (epochMillis % DAY_MILLIS);
    int era = days / DAYS_OF_400_YEARS;
    int ofEra = days % DAYS_OF_400_YEARS;
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int fromMarch = (5 * ofYear + 2) / 153;
    int day = ofYear - (153 * fromMarch + 2) / 5 + 1;
    int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    int year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    int next = digits(out, at, year, 4, '-');
    next = digits(out, next, month, 2, '-');
    next = digits(out, next, day, 2, 'T');
    next = digits(out, next, ofDay / 3_600_000, 2, ':');
    next = digits(out, next, ofDay / 60_000 % 60, 2, ':');
    next = digits(out, next, ofDay / 1_000 % 60, 2, '.');
    return digits(out, next, ofDay % 1_000, 3, 'Z');
  }

  private static int digits(byte[] out, int at, int value, int count, char behind) {
    int rest = value;
    for (int i = at + count - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    out[at + count] = (byte) behind;
    return at + count + 1;
  }
}
