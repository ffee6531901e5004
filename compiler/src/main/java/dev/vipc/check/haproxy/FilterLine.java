package dev.vipc.check.haproxy;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;

/** Reads {@code filter} lines. */
final class FilterLine {
  private final Verdicts out;
  private final Language language;

  FilterLine(Verdicts out, Language language) {
    this.out = out;
    this.language = language;
  }

  void read(List<Word> words) {
    if (words.size() < 2) return;
    Word kind = words.get(1);
    switch (kind.value()) {
      case "cache" -> named(words, kind, "cache");
      case "fcgi-app" -> named(words, kind, "fcgi-app");
      case "spoe" -> spoe(words, kind);
      default -> {}
    }
  }

  private void named(List<Word> words, Word kind, String section) {
    if (words.size() < 3) missing(kind.span(), "`filter " + kind.value() + "` needs a name");
    else language.references().use(section, words.get(2).located());
  }

  private void spoe(List<Word> words, Word kind) {
    for (int i = 2; i + 1 < words.size(); i++)
      if (words.get(i).is("config")) {
        out.assume("file", words.get(i + 1).value(), words.get(i + 1).span());
        return;
      }
    missing(kind.span(), "`filter spoe` needs `config` and a file");
  }

  private void missing(Span span, String message) {
    out.error(HaproxyFindings.BAD_SETTING, span, message, "write it behind the filter's kind");
  }
}
