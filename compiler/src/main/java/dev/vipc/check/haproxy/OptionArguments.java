package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;

/** What stands behind the options of a proxy that take arguments. */
final class OptionArguments {
  private OptionArguments() {}

  /**
   * @param words the whole line, {@code option} first
   */
  static void check(String option, List<Word> words, Verdicts out, Language language) {
    Cursor line = new Cursor(words, 2);
    switch (option) {
      case "httpchk" -> httpchk(words, out, language);
      case "forwardfor", "originalto" -> forward(option, line, out);
      case "mysql-check" -> {
        if (!line.atEnd() && (!line.take("user") || line.atEnd()))
          refuse(out, line.lastSpan(), "`option mysql-check` takes `user NAME` only");
      }
      case "pgsql-check" -> {
        if (!line.take("user") || line.atEnd())
          refuse(out, line.lastSpan(), "`option pgsql-check` needs `user NAME`");
      }
      default -> {}
    }
  }

  private static void httpchk(List<Word> words, Verdicts out, Language language) {
    int most = out.atLeast(2, 7) ? 6 : 5;
    if (words.size() > most) {
      refuse(out, words.get(most).span(), "`option httpchk` takes a method, a path and a version");
      return;
    }
    if (words.size() < 5) return;
    Word version = words.get(4);
    if (version.value().indexOf('\r') < 0 && version.value().indexOf('\n') < 0) return;
    if (!language.formats().read(version.value(), version.span(), Places.CHECK)) return;
    String message = "headers hide behind the version in `option httpchk`";
    String help = "write `http-check send hdr NAME VALUE`";
    if (out.atLeast(2, 7)) out.error(HaproxyFindings.BAD_SETTING, version.span(), message, help);
    else if (out.atLeast(2, 2))
      out.warning(HaproxyFindings.BAD_SETTING, version.span(), message, help);
  }

  private static void forward(String option, Cursor line, Verdicts out) {
    while (!line.atEnd()) {
      Span span = line.span();
      switch (line.next()) {
        case "except" -> {
          Span at = line.span();
          if (!isNetwork(line.next())) {
            refuse(out, at, "`option " + option + " except` needs an address or a network");
            return;
          }
        }
        case "header", "header-name" -> {
          if (line.atEnd()) {
            refuse(out, span, "`header` needs a name");
            return;
          }
          line.next();
        }
        case "if-none" -> {}
        default -> {
          refuse(out, span, "`option " + option + "` takes `except`, `header` and `if-none`");
          return;
        }
      }
    }
  }

  private static boolean isNetwork(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String mask = slash < 0 ? "8" : text.substring(slash + 1);
    boolean v6 = Address.isIpv6(address);
    boolean length = Address.isNumber(mask) && Integer.parseInt(mask) <= (v6 ? 128 : 32);
    return (v6 || Address.isDotted(address)) && (length || Address.isIpv4(mask));
  }

  private static void refuse(Verdicts out, Span span, String message) {
    out.error(
        HaproxyFindings.BAD_SETTING, span, message, "see the option in section 4.2 of the manual");
  }
}
