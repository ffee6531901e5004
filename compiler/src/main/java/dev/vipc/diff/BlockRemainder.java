package dev.vipc.diff;

import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What of a file of blocks (keepalived.conf, nginx.conf) the model does not carry. */
final class BlockRemainder {
  /** Words that only say what the next one, which the model carries, is. */
  private static final Set<String> GLUE = Set.of("dev", "weight", "reverse", "noreverse");

  private final Carried carried;
  private final UnaryOperator<String> names;
  private final List<Remainder> all = new ArrayList<>();

  private BlockRemainder(Carried carried, UnaryOperator<String> names) {
    this.carried = carried;
    this.names = names;
  }

  /**
   * @param names what both sides call a block, by its head
   */
  static List<Remainder> of(Document document, Carried carried, UnaryOperator<String> names) {
    BlockRemainder remainder = new BlockRemainder(carried, names);
    remainder.statements(document.statements(), List.of(), document.file().startOfFile());
    return remainder.all;
  }

  private void statements(List<Statement> statements, List<String> path, Span header) {
    Map<String, Integer> met = new HashMap<>();
    for (Statement statement : statements)
      switch (statement) {
        case Statement.Directive line -> line(line, path, header);
        case Statement.Block block -> {
          String head = names.apply(head(block));
          int before = met.merge(head, 1, Integer::sum);
          List<String> inner = new ArrayList<>(path);
          inner.add(before > 1 ? head + " #" + before : head);
          Span own = path.isEmpty() ? block.span() : header;
          statements(block.body(), inner, own);
          if (block.body().isEmpty()) add(block, List.of("{}"), inner, own);
        }
      }
  }

  private static String head(Statement block) {
    return String.join(" ", block.words().stream().map(Word::value).toList());
  }

  private void line(Statement line, List<String> path, Span header) {
    List<Span> known = carried.within(line.span());
    boolean whole = line.words().size() == 1 && carried.isCarried(line.span());
    if (whole) return;
    List<String> left = new ArrayList<>();
    for (Word word : line.words())
      if (known.stream().noneMatch(place -> meet(place, word))) left.add(word.value());
    boolean some = left.size() < line.words().size();
    if (some) {
      // in a list the first word is the value itself, elsewhere it is the keyword
      boolean keyword = !left.isEmpty() && left.getFirst().equals(line.keyword());
      List<String> more = keyword ? left.subList(1, left.size()) : left;
      if (GLUE.containsAll(more)) return;
    }
    add(line, left, path, header);
  }

  private static boolean meet(Span place, Word word) {
    return place.start() < word.end() && word.start() < place.end();
  }

  private void add(Statement line, List<String> words, List<String> path, Span header) {
    // what else is written for a server belongs to it wherever it stands among the others
    String field =
        carried
            .server(line.span())
            .filter(_ -> line instanceof Statement.Directive)
            .map(server -> line.keyword() + " " + server)
            .orElse(line.keyword());
    all.add(
        new Remainder(
            path,
            field,
            field,
            String.join(" ", words),
            Secrets.masked(words),
            line.span(),
            path.isEmpty() ? line.span() : header));
  }
}
