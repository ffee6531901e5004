package dev.vipc.emit.keepalived;

import dev.vipc.emit.Build;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Values as keepalived.conf takes them (read off keepalived's lib/parser.c and run against 2.2.7).
 *
 * @param build who hears of a value that has no such form
 */
record KeepalivedText(Build build) {
  /** Holds no blank, no quote, no brace, no comment sign and no variable. */
  private static final Pattern BARE = Pattern.compile("[\\p{Alnum}_.:/@%+,=~^*?-]+");

  /** What cannot stand even in double quotes: the quote itself, a line's end, a variable. */
  private static final Pattern UNQUOTABLE = Pattern.compile("[\"$\\\\\\p{Cntrl}]");

  /** A line has at most 1024 octets (lib/parser.h, MAXBUF), and holds more than the word. */
  private static final int LONGEST = 800;

  /** One word, in double quotes where it needs them. */
  String word(String text, Span place) {
    if (Utf8.encode(text).length > LONGEST)
      build.refuse(
          place,
          "the value is too long for a line of keepalived.conf",
          "use at most %d octets".formatted(LONGEST));
    if (BARE.matcher(text).matches() && !text.startsWith("@")) return text;
    if (text.isEmpty() || UNQUOTABLE.matcher(text).find())
      build.refuse(
          place,
          "`%s` cannot be written in keepalived.conf".formatted(text),
          "use no double quote, backslash, dollar sign, line break or control character");
    return '"' + text + '"';
  }

  /** A time in seconds with as many decimals as it needs; keepalived knows no units. */
  static String seconds(Duration time) {
    String text = "%d.%06d".formatted(time.toSeconds(), time.toNanosPart() / 1000);
    return text.replaceFirst("\\.?0+$", "");
  }
}
