package dev.vipc.emit.haproxy;

import dev.vipc.emit.Build;
import dev.vipc.model.HostPort;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Values as haproxy.cfg takes them (configuration manual, sections 2.2 and 2.4).
 *
 * @param build who hears of a value that has no such form
 */
record HaproxyText(Build build) {
  private static final Pattern BARE = Pattern.compile("[\\p{Alnum}_.:/@%+,=~^*?\\[\\]-]+");

  /** A line has at most 2048 octets (LINESIZE), and holds more than the word. */
  private static final int LONGEST = 1500;

  /** One word; in single quotes, where nothing is special but the quote, if it needs them. */
  String word(String text, Span place) {
    if (Utf8.encode(text).length > LONGEST)
      build.refuse(
          place,
          "the value is too long for a line of haproxy.cfg",
          "use at most %d octets".formatted(LONGEST));
    if (BARE.matcher(text).matches()) return text;
    if (text.isEmpty() || text.indexOf('\'') >= 0 || text.chars().anyMatch(Character::isISOControl))
      build.refuse(
          place,
          "`%s` cannot be written in haproxy.cfg".formatted(text),
          "use no single quote, line break or control character");
    return "'" + text + "'";
  }

  /** An address and a port; an IPv6 address stands in brackets. */
  String address(HostPort at, Span place) {
    return word(at.toString(), place);
  }

  /** A time in the largest unit that needs no decimals, which HAProxy does not read. */
  static String time(Duration time) {
    long millis = time.toMillis();
    if (millis == 0) return "0";
    if (millis % 3_600_000 == 0) return millis / 3_600_000 + "h";
    if (millis % 60_000 == 0) return millis / 60_000 + "m";
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
