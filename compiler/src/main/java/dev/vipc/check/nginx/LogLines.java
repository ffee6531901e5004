package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Logs: the formats of one {@code http} or {@code stream} block, and the lines that use them. */
final class LogLines {
  private static final Set<String> LEVELS =
      Set.of("debug", "info", "notice", "warn", "error", "crit", "alert", "emerg");

  private final Map<String, Word> formats = new HashMap<>();
  private final boolean stream;
  private final boolean complete;
  private final Sink out;

  /**
   * @param complete whether all files are read, so that a format that is not seen is nowhere
   */
  LogLines(boolean stream, boolean complete, Sink out) {
    this.stream = stream;
    this.complete = complete;
    this.out = out;
  }

  void format(Statement line) {
    Word name = line.words().get(1);
    Word first = formats.putIfAbsent(name.value(), name);
    boolean own = !stream && name.is("combined");
    if (first == null && !own) return;
    Diagnostic finding =
        Diagnostic.of(
                NginxFindings.DUPLICATE,
                name.span(),
                "the log format `%s` is there already".formatted(name.value()))
            .help("give one of the two another name");
    out.report(first == null ? finding : finding.also(first.span(), "first here"));
  }

  /** {@code access_log}: a format has to stand above the line that uses it. */
  void access(Statement line) {
    List<Word> words = line.words();
    if (words.size() == 2 && words.get(1).is("off")) return;
    if (words.size() < 3) {
      if (stream)
        out.error(
            NginxFindings.BAD_SETTING,
            words.get(1).span(),
            "a log of `stream` needs a format",
            "write the name of a `log_format` behind it");
      return;
    }
    Word name = words.get(2);
    boolean known = formats.containsKey(name.value()) || !stream && name.is("combined");
    if (!known && complete && !out.isOpen(name.value()))
      out.error(
          NginxFindings.BAD_SETTING,
          name.span(),
          "there is no log format `%s` above this line".formatted(name.value()),
          "define it by `log_format` before it is used");
  }

  /** The levels of an {@code error_log}: one, or several that begin with {@code debug_}. */
  static void levels(Statement line, Sink out) {
    boolean any = false;
    for (Word level : line.words().subList(Math.min(2, line.words().size()), line.words().size())) {
      boolean debug = level.value().startsWith("debug_");
      if (out.isOpen(level.value()) || debug) continue;
      if (!LEVELS.contains(level.value()))
        out.error(
            NginxFindings.BAD_SETTING,
            level.span(),
            "`%s` is no level of a log".formatted(level.value()),
            "there are debug, info, notice, warn, error, crit, alert and emerg");
      else if (any)
        out.error(
            NginxFindings.BAD_SETTING,
            level.span(),
            "`%s` is a second level of one log".formatted(level.value()),
            "write one level");
      any = true;
    }
  }
}
