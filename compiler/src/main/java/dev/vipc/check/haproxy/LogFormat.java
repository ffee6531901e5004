package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import java.util.Optional;
import java.util.Set;

/**
 * Reads format strings: text with {@code %[expression]}, {@code %variable}, {@code
 * %{flags}variable}.
 */
final class LogFormat {
  private static final Set<String> VARIABLES =
      Set.of(
          "B", "CC", "CS", "H", "HM", "HP", "HPO", "HQ", "HU", "HV", "ID", "ST", "T", "Ta", "Tc",
          "Td", "Th", "Ti", "Tl", "TR", "Tq", "Tr", "Ts", "Tt", "Tu", "Tw", "U", "ac", "b", "bc",
          "bi", "bp", "bq", "ci", "cp", "f", "fc", "fi", "fp", "ft", "hr", "hrl", "hs", "hsl", "lc",
          "ms", "o", "pid", "r", "rc", "rt", "s", "sc", "si", "sp", "sq", "sslc", "sslv", "t", "tr",
          "trg", "trl", "ts", "tsc");

  /** Variables that only an HTTP section has. */
  private static final Set<String> HTTP =
      Set.of(
          "CC", "CS", "HM", "HP", "HPO", "HQ", "HU", "HV", "ST", "TR", "Tr", "Tq", "Ta", "r", "tr",
          "trg", "trl", "hr", "hrl", "hs", "hsl", "tsc");

  private final Samples samples;
  private final Verdicts out;
  private boolean needsHttp;
  private boolean raw;

  LogFormat(Samples samples, Verdicts out) {
    this.samples = samples;
    this.out = out;
  }

  /** Whether the last string had a variable that only HTTP has. */
  boolean neededHttp() {
    return needsHttp;
  }

  /** Whether the last string had a fetch of raw bytes. */
  boolean wasRaw() {
    return raw;
  }

  /** Says that HTTP ignores such a fetch. */
  void warnOfRaw(Span span) {
    out.warning(
        HaproxyFindings.WITHOUT_EFFECT,
        span,
        "in HTTP mode this reads the bytes of a connection, which are not there",
        "use a fetch of HTTP, such as `req.hdr`, or of the connection, such as `ssl_fc_sni`");
  }

  /** Whether the text has anything that is not itself. */
  static boolean isDynamic(String text) {
    return text.indexOf('%') >= 0;
  }

  /** Reports what is wrong with the string; whether nothing is. */
  boolean read(String text, Span span, int where) {
    needsHttp = false;
    raw = false;
    int at = text.indexOf('%');
    while (at >= 0) {
      int behind = variable(text, at + 1, span, where);
      if (behind < 0) return false;
      at = text.indexOf('%', behind);
    }
    return true;
  }

  /** Reads behind a percent sign; where the text after it begins, or -1 after a refusal. */
  private int variable(String text, int start, Span span, int where) {
    int at = start;
    if (at == text.length()) return refuse(span, "the text ends in a single `%`");
    if (text.charAt(at) == '%') return at + 1;
    if (text.charAt(at) == '(' && out.atLeast(2, 9)) {
      int close = text.indexOf(')', at);
      if (close < 0) return refuse(span, "the name of a format variable is not closed by `)`");
      at = close + 1;
    }
    if (at < text.length() && text.charAt(at) == '{') {
      int close = text.indexOf('}', at);
      if (close < 0) return refuse(span, "the flags of a format variable are not closed by `}`");
      at = close + 1;
    }
    if (at == text.length()) return refuse(span, "the text ends where a format variable belongs");
    if (text.charAt(at) == '[') return expression(text, at + 1, span, where);
    int end = at;
    while (end < text.length() && isLetter(text.charAt(end))) end++;
    String name = text.substring(at, end);
    if (!VARIABLES.contains(name))
      return refuse(span, "there is no format variable `%" + name + "`");
    if (HTTP.contains(name)) needsHttp = true;
    return end;
  }

  private int expression(String text, int start, Span span, int where) {
    Optional<Samples.Sample> sample = samples.read(text, start, span, where);
    if (sample.isEmpty()) return -1;
    raw |= samples.isRaw(sample.get().name());
    int end = sample.get().end();
    if (end < text.length() && text.charAt(end) == ']') return end + 1;
    String name = text.substring(start, end);
    return refuse(
        span,
        end == text.length()
            ? "`%[" + name + "` is not closed by `]`"
            : "`%[" + name + "` is followed by `" + text.charAt(end) + "` and not by `]`");
  }

  private int refuse(Span span, String message) {
    out.error(
        HaproxyFindings.BAD_LOG_FORMAT,
        span,
        message,
        "write `%%` for a percent sign, `%[expression]` for a value");
    return -1;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
