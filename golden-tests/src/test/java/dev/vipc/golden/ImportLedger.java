package dev.vipc.golden;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Label;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Accounts for every directive of one imported file: what of it the built file says again, what
 * stands there verbatim, what a note names, and what went silently. It knows nothing of how import
 * decides.
 */
final class ImportLedger {
  /** What became of a directive. */
  enum Fate {
    /** The built file means the same. */
    CARRIED,
    /** It stands in the built file word for word, by a note that says so. */
    VERBATIM,
    /** A note says what became of it. */
    NOTED,
    LOST
  }

  /**
   * A directive of the imported file.
   *
   * @param around the heads of the blocks that it stands in, the outermost first
   */
  record Entry(List<Statement> around, Statement line) {
    String text() {
      return words(line);
    }
  }

  private final List<Entry> entries;
  private final Meaning before;
  private final Meaning after;
  private final Set<String> built;
  private final List<Diagnostic> notes;

  /**
   * @param file the imported file
   * @param built what was built for the same program of the same node
   */
  ImportLedger(SourceFile file, SourceFile built, List<Diagnostic> notes) {
    this.entries = FileEntries.of(file);
    this.before = Meaning.of(file);
    this.after = Meaning.of(built);
    this.built = new HashSet<>();
    for (Entry entry : FileEntries.of(built)) this.built.add(entry.text());
    this.notes = notes;
  }

  Map<Fate, List<Entry>> fates() {
    Map<Fate, List<Entry>> fates = new EnumMap<>(Fate.class);
    for (Fate fate : Fate.values()) fates.put(fate, new ArrayList<>());
    for (Entry entry : entries) Objects.requireNonNull(fates.get(fate(entry))).add(entry);
    return fates;
  }

  private Fate fate(Entry entry) {
    List<Diagnostic> own = notesOf(entry);
    boolean verbatim = own.stream().anyMatch(note -> note.rule().code().equals("IMP003"));
    if (verbatim && built.contains(entry.text())) return Fate.VERBATIM;
    List<Meaning.Claim> claims = before.at(entry.line().span());
    if (!claims.isEmpty() && claims.stream().allMatch(after::says)) return Fate.CARRIED;
    if (claims.isEmpty() && built.contains(entry.text())) return Fate.CARRIED;
    return own.stream().anyMatch(note -> !note.rule().code().equals("IMP003"))
        ? Fate.NOTED
        : Fate.LOST;
  }

  /** The notes at the line itself, and those at the head of a block that is left out or kept. */
  private List<Diagnostic> notesOf(Entry entry) {
    List<Diagnostic> own = new ArrayList<>();
    for (Diagnostic note : notes) {
      boolean onLine = isAt(note, head(entry.line()));
      boolean onBlock =
          Set.of("IMP001", "IMP002", "IMP003").contains(note.rule().code())
              && entry.around().stream().anyMatch(block -> isAt(note, head(block)));
      if (onLine || onBlock) own.add(note);
    }
    return own;
  }

  private static Span head(Statement statement) {
    return statement.words().isEmpty()
        ? statement.span()
        : statement.words().getFirst().span().to(statement.words().getLast().span());
  }

  private static boolean isAt(Diagnostic note, Span line) {
    return Stream.concat(Stream.of(note.span()), note.labels().stream().map(Label::span))
        .anyMatch(
            span ->
                span.file().path().equals(line.file().path())
                    && span.start() < line.end()
                    && line.start() < span.end());
  }

  private static String words(Statement line) {
    return line.words().stream().map(Word::value).collect(Collectors.joining(" "));
  }
}
