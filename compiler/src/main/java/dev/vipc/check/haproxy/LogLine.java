package dev.vipc.check.haproxy;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Set;

/** Reads {@code log} lines. */
final class LogLine {
  private static final Set<String> FACILITIES =
      Set.of(
          "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron",
          "auth2", "ftp", "ntp", "audit", "alert", "cron2", "local0", "local1", "local2", "local3",
          "local4", "local5", "local6", "local7");
  private static final Set<String> LEVELS =
      Set.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
  private static final Set<String> FORMATS =
      Set.of("local", "rfc3164", "rfc5424", "priority", "short", "timed", "iso", "raw");

  private final Verdicts out;
  private final Language language;

  LogLine(Verdicts out, Language language) {
    this.out = out;
    this.language = language;
  }

  /** Reads the words behind {@code log}; whether HAProxy takes them. */
  boolean read(List<Word> words) {
    if (words.size() == 2 && words.get(1).is("global")) return true;
    if (words.size() < 3)
      return refuse(words.getFirst().span(), "`log` needs an address and a facility, or `global`");
    Cursor line = new Cursor(words, 1);
    Word target = words.get(1);
    line.next();
    if (!target(target)) return false;
    while (!line.atEnd()) {
      Span span = line.span();
      String word = line.peek();
      if (word.equals("len")) {
        line.next();
        if (!length(line)) return false;
      } else if (word.equals("format")) {
        line.next();
        String format = line.next();
        if (!FORMATS.contains(format)) return refuse(span, "`" + format + "` is no log format");
      } else if (word.equals("sample") || (word.equals("profile") && out.atLeast(3, 1))) {
        line.next();
        line.next();
      } else {
        break;
      }
    }
    return levels(line);
  }

  private boolean levels(Cursor line) {
    if (line.atEnd()) return refuse(line.lastSpan(), "`log` needs a facility");
    Span facility = line.span();
    if (!FACILITIES.contains(line.next()))
      return refuse(facility, "`" + facility.text() + "` is no log facility");
    for (int i = 0; i < 2 && !line.atEnd(); i++) {
      Span level = line.span();
      if (!LEVELS.contains(line.next()))
        return refuse(level, "`" + level.text() + "` is no log level");
    }
    return line.atEnd() || refuse(line.rest(), "these words are too many");
  }

  private boolean length(Cursor line) {
    Span span = line.span();
    String length = line.next();
    int bytes = Address.leading(length);
    return (bytes >= 80 && bytes <= 65535)
        || refuse(span, "`" + length + "` is outside of 80..65535");
  }

  private boolean target(Word target) {
    String text = target.value();
    if (text.equals("stdout") || text.equals("stderr") || text.equals("global")) return true;
    if (text.startsWith("ring@")) return true;
    if (text.startsWith("backend@")) {
      language.references().use("backend", new Located<>(text.substring(8), target.span()));
      return true;
    }
    return language
        .address(target, Address.Takes.STREAM, Address.Takes.DATAGRAM, Address.Takes.DESCRIPTOR)
        .isPresent();
  }

  private boolean refuse(Span span, String message) {
    out.error(
        HaproxyFindings.BAD_SETTING,
        span,
        message,
        "write `log ADDRESS [len N] [format F] FACILITY [LEVEL [LOWEST]]` or `log global`");
    return false;
  }
}
