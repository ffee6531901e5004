package dev.vipc.lower.haproxy;

import dev.vipc.keyword.HaproxySections;
import dev.vipc.model.HaproxyLines;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.RepeatedWords;
import dev.vipc.syntax.RepeatedWords.Tail;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the lines that {@link HaproxyLines} holds. */
final class KeptLines {
  private static final Set<String> PROXY_LINES = Set.of("stats", "log");
  private static final Set<String> SERVER_LINES = Set.of("server", "default-server");
  private static final Set<String> SERVER_WORDS =
      Set.of("slowstart", "send-proxy", "send-proxy-v2", "init-addr", "resolvers");

  /** A file of so many such lines is not one that somebody wrote. */
  private static final int MOST = 10_000;

  private final List<HaproxyLines.Line> kept = new ArrayList<>();
  private Optional<Directive> header = Optional.empty();

  /** How the last line ended that repeats another's end and is not kept. */
  private @Nullable Tail plain;

  void take(Directive line) {
    if (HaproxySections.begins(line)) header = Optional.of(line);
    else if (header.isPresent() && kept.size() < MOST && isKept(line, header.get())) keep(line);
  }

  private boolean isKept(Directive line, Directive header) {
    String keyword = line.keyword();
    if (PROXY_LINES.contains(keyword) || header.keyword().equals("global")) return true;
    if (!SERVER_LINES.contains(keyword)) return false;
    Tail tail = RepeatedWords.tailOf(line.words(), RepeatedWords.HEAD);
    if (tail != null && tail == plain) return false;
    for (Word word : line.words()) if (SERVER_WORDS.contains(word.value())) return true;
    plain = tail;
    return false;
  }

  private void keep(Directive line) {
    Directive section = header.orElseThrow();
    kept.add(
        new HaproxyLines.Line(
            section.keyword(),
            section.word(1).map(Word::value).orElse(""),
            section.span(),
            line.words().stream().map(Word::located).toList(),
            line.span()));
  }

  HaproxyLines lines(SourceFile file) {
    return new HaproxyLines(file, kept);
  }
}
