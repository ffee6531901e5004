package dev.vipc.keyword;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.ArgumentShape.Misfit;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;

/**
 * Says what is wrong with a line, unless another finding is the cause: a line with a character that
 * only looks like a blank (XS008), and a word with a hole of a template (XS003).
 */
final class KeywordReport {
  /** Stands for a value that only the machine knows, such as an environment variable's. */
  private static final char UNKNOWN_VALUE = '\uE000';

  private final String program;
  private final Release release;
  private final Reporter out;
  private final boolean asProgram;
  private final boolean upgrade;
  private int errors;
  private int complaints;

  /** The program's name as people write it. */
  KeywordReport(String program, Release release, Reporter out) {
    this(program, release, out, false, false);
  }

  /**
   * @param asProgram whether to say what the program would of the text as it stands, whatever a
   *     template engine could make of it
   * @param upgrade whether the user stated the release, so that what stands in its way is said
   */
  KeywordReport(String program, Release release, Reporter out, boolean asProgram, boolean upgrade) {
    this.program = program;
    this.release = release;
    this.out = out;
    this.asProgram = asProgram;
    this.upgrade = upgrade;
  }

  /** Whether what the program would say of the text as it stands is wanted. */
  boolean asProgram() {
    return asProgram;
  }

  /** The line stands below a header that the program passes over in silence. */
  void inNoSection(List<Word> line, List<Word> header) {
    complaints++;
    errors++;
    Word name = header.getFirst();
    out.report(
        Diagnostic.of(
                KeywordFindings.OUTSIDE,
                line.getFirst().span(),
                "`%s` stands in no section: %s passes over the `%s` line above it"
                    .formatted(line.getFirst().value(), program, name.value()))
            .also(header.get(2).span().to(header.getLast().span()), "it takes none of this")
            .help("delete the words behind the name of the `" + name.value() + "`"));
  }

  /** Whether the user stated the release. */
  boolean isUpgrade() {
    return upgrade;
  }

  /** How many errors were reported. */
  int errors() {
    return errors;
  }

  /** How many faults were met, those included that another finding excuses. */
  int complaints() {
    return complaints;
  }

  Release release() {
    return release;
  }

  /** The message says which kind of word, with {@code %s} where the word goes. */
  void unknown(List<Word> line, int at, String message, Optional<String> help) {
    String said = "unknown " + message.formatted("`" + line.get(at).value() + "`");
    say(KeywordFindings.UNKNOWN, line, line.get(at).span(), said, help);
  }

  void misplaced(List<Word> line, Located<String> keyword, String where, String help) {
    String message = "`%s` does not belong in %s".formatted(keyword.value(), where);
    say(KeywordFindings.WRONG_PLACE, line, keyword.span(), message, Optional.of(help));
  }

  void ignored(List<Word> line, int at, Keyword keyword, String section, String help) {
    complaints++;
    if (isExcused(line)) return;
    Located<String> name = named(line, at, keyword);
    String message = "%s ignores `%s` in a %s".formatted(program, name.value(), section);
    out.report(
        Diagnostic.of(KeywordFindings.WRONG_PLACE, name.span(), message).as(WARNING).help(help));
  }

  /** The setting stands above already, in a program that knows one of it. */
  void again(List<Word> line, int at, Word earlier, boolean refused) {
    complaints++;
    if (isExcused(line)) return;
    Word word = line.get(at);
    Diagnostic again =
        Diagnostic.of(
                KeywordFindings.WRONG_PLACE,
                word.span(),
                refused
                    ? "%s takes one `%s` only".formatted(program, word.value())
                    : "%s ignores this `%s`".formatted(program, word.value()))
            .as(refused ? ERROR : WARNING)
            .also(earlier.span(), "it is set here")
            .help("keep one of the two");
    if (refused) errors++;
    out.report(again);
  }

  /** A keyword of several words, such as {@code timeout client}, as it is written. */
  static Located<String> named(List<Word> line, int at, Keyword keyword) {
    int first = at;
    String place = keyword.place();
    if (place.endsWith(" options") || place.endsWith(" words")) return line.get(at).located();
    for (int i = place.indexOf(' '); i >= 0 && first > 0; i = place.indexOf(' ', i + 1)) first--;
    List<String> words = line.subList(first, at + 1).stream().map(Word::value).toList();
    return new Located<>(String.join(" ", words), line.get(first).span().to(line.get(at).span()));
  }

  /** Reports where the release does not know the keyword or warns of it; whether it knows it. */
  boolean checkRelease(List<Word> line, int at, Keyword keyword) {
    if (!keyword.knownIn(release)) {
      notInRelease(line, at, keyword);
      return false;
    }
    if (keyword.deprecatedIn(release) && !isSilent(line, at, keyword))
      deprecated(line, at, keyword);
    return true;
  }

  private static boolean isSilent(List<Word> line, int at, Keyword keyword) {
    return at + 1 < line.size() && line.get(at + 1).is(keyword.field("silent"));
  }

  private void notInRelease(List<Word> line, int at, Keyword keyword) {
    Optional<Release> since = keyword.since().filter(release::before);
    Located<String> name = named(line, at, keyword);
    if (upgrade && since.isEmpty()) {
      String gone = "`%s` was removed in %s %s";
      Release first = keyword.gone().orElseThrow();
      String removed = gone.formatted(name.value(), program, first);
      say(UpgradeFindings.REMOVED, line, name.span(), removed, instead(keyword));
      return;
    }
    String word = name.value();
    String message =
        since
            .map(first -> "`%s` is not known before %s %s".formatted(word, program, first))
            .orElseGet(
                () ->
                    "`%s` is gone since %s %s"
                        .formatted(word, program, keyword.gone().orElseThrow()));
    Optional<String> help =
        since
            .map(
                first ->
                    "delete it, or run %s %s or newer; the file is checked for %s %s"
                        .formatted(program, first, program, release))
            .or(() -> instead(keyword));
    say(KeywordFindings.WRONG_RELEASE, line, name.span(), message, help);
  }

  /** What to write instead of a keyword that is gone. */
  private static Optional<String> instead(Keyword keyword) {
    return keyword.note().or(() -> Optional.of("delete it"));
  }

  private void deprecated(List<Word> line, int at, Keyword keyword) {
    complaints++;
    if (isExcused(line)) return;
    Located<String> name = named(line, at, keyword);
    if (upgrade) {
      out.report(warnedOf(name, keyword));
      return;
    }
    String message =
        "`%s` is deprecated since %s %s"
            .formatted(name.value(), program, keyword.field("deprecated"));
    var finding =
        Diagnostic.of(KeywordFindings.DEPRECATED, name.span(), message)
            .as(program.equals("keepalived") ? ERROR : WARNING);
    out.report(keyword.note().map(finding::help).orElse(finding));
  }

  private Diagnostic warnedOf(Located<String> name, Keyword keyword) {
    String since =
        "`%s` is deprecated since %s %s"
            .formatted(name.value(), program, keyword.field("deprecated"));
    String message = keyword.gone().map(gone -> since + ", and gone in " + gone).orElse(since);
    var finding = Diagnostic.of(UpgradeFindings.DEPRECATED, name.span(), message);
    return keyword.note().map(finding::help).orElse(finding);
  }

  /** An empty argument, of which HAProxy warns in 3.2, and which it refuses from 3.3 on. */
  void empty(List<Word> line) {
    if (!upgrade || release.before(Release.of("3.2"))) return;
    for (Word word : line) {
      if (!word.value().isEmpty()) continue;
      out.report(
          Diagnostic.of(
                  UpgradeFindings.EMPTY_ARGUMENT,
                  word.span(),
                  "an empty argument ends the line, and %s refuses it from 3.3 on"
                      .formatted(program))
              .as(release.before(Release.of("3.3")) ? WARNING : ERROR)
              .help("delete it and what follows, or write the value that was meant"));
      return;
    }
  }

  void outside(List<Word> line) {
    say(
        KeywordFindings.OUTSIDE,
        line,
        line.getFirst().span(),
        "`%s` stands before the first section".formatted(line.getFirst().value()),
        Optional.of("begin a section before it, such as `global`"));
  }

  void missing(List<Word> line, int at, Keyword keyword, String what) {
    missing(line, at, keyword, what, Optional.empty());
  }

  void missing(List<Word> line, int at, Keyword keyword, String what, Optional<String> help) {
    Located<String> name = named(line, at, keyword);
    String message = "`%s` needs %s".formatted(name.value(), what);
    say(KeywordFindings.MISSING_ARGUMENT, line, name.span(), message, help);
  }

  /** A word of a place is missing; the message says which there are. */
  void missing(List<Word> line, int at, Keyword keyword, String what, KeywordTable.Place place) {
    KnownWords known = KnownWords.of(place, release);
    missing(line, at, keyword, what + known.suchAs(), Optional.of(known.writeOne()));
  }

  void surplus(List<Word> line, int at, String message, String help) {
    Span span = line.get(at).span().to(line.getLast().span());
    say(KeywordFindings.SURPLUS, line, span, message, Optional.of(help));
  }

  /**
   * Words behind the arguments of a keyword; the first may be the unit of the last argument.
   *
   * @param keywordAt the keyword's index
   * @param at the index of the first word too many
   */
  void surplus(
      List<Word> line, int keywordAt, int at, Keyword keyword, String message, String help) {
    int last = at - keywordAt - 2;
    boolean oneWord = at + 1 == line.size();
    boolean behindArgument = last >= 0 && last < keyword.arguments().size();
    Optional<String> joined =
        oneWord && behindArgument
            ? WriteInstead.joined(
                line.get(at - 1).value(), line.get(at).value(), keyword.arguments().get(last))
            : Optional.empty();
    surplus(line, at, message, joined.orElse(help));
  }

  void notBuiltIn(List<Word> line, String message, String help) {
    say(KeywordFindings.NOT_BUILT_IN, line, line.getFirst().span(), message, Optional.of(help));
  }

  /** A word that does not fit as an argument. */
  void value(RuleMeta rule, List<Word> line, int at, String message, String help) {
    say(rule, line, line.get(at).span(), message, Optional.of(help));
  }

  /** Counts a fault that is reported elsewhere. */
  void complain() {
    complaints++;
  }

  void notNegatable(List<Word> line, int at, Keyword keyword) {
    String message =
        "`%s` has no form with `%s`"
            .formatted(named(line, at, keyword).value(), line.getFirst().value());
    String help = "delete the line: without it nothing is set";
    say(KeywordFindings.NO_NEGATION, line, line.getFirst().span(), message, Optional.of(help));
  }

  /**
   * Checks the words after a keyword against its shapes.
   *
   * @param at the keyword's index; arguments begin behind it
   * @return the index behind the last argument; the end of the line where an argument is missing
   */
  int checkArguments(List<Word> line, int at, Keyword keyword) {
    List<ArgumentShape> shapes = keyword.arguments();
    int next = at + 1;
    for (int i = 0; i < shapes.size(); i++) {
      ArgumentShape shape = shapes.get(i);
      if (next >= line.size()) {
        if (!shape.optional()) missing(line, at, keyword, shape);
        return line.size();
      }
      if (shape.takesAll()) return line.size();
      boolean choice = shape.optional() && shape.type() instanceof ArgumentShape.Type.OneOf;
      if (choice && keyword.takesCondition() && beginsCondition(line.get(next))) return next;
      String word = line.get(next).value().stripLeading();
      Optional<Misfit> misfit = keyword.misfit(i, word);
      if (misfit.isPresent() && !word.isEmpty() && !isOpen(word))
        misfits(line, at, next, keyword, i, misfit.get());
      next++;
    }
    return next;
  }

  private void missing(List<Word> line, int at, Keyword keyword, ArgumentShape shape) {
    String name = named(line, at, keyword).value();
    String written = WriteInstead.line(name, keyword, line.subList(at + 1, line.size()));
    missing(line, at, keyword, shape.named(), Optional.of(written));
  }

  private void missingInBrackets(List<Word> line, int at, Keyword keyword, ArgumentShape shape) {
    missing(
        line,
        at,
        keyword,
        shape.named() + " in brackets",
        Optional.of(WriteInstead.brackets(keyword.name(), keyword)));
  }

  /** Checks what stands in brackets behind a keyword, such as {@code set-var(txn.name)}. */
  void checkBrackets(List<Word> line, int at, Keyword keyword) {
    List<ArgumentShape> shapes = keyword.brackets();
    Word word = line.get(at);
    int open = word.value().indexOf('(');
    if (shapes.isEmpty() || isOpen(word.value())) return;
    if (open < 0) {
      if (!shapes.getFirst().optional()) missingInBrackets(line, at, keyword, shapes.getFirst());
      return;
    }
    int close = word.value().lastIndexOf(')');
    String inside = word.value().substring(open + 1, Math.max(open + 1, close));
    List<String> items = inside.isEmpty() ? List.of() : List.of(inside.split(",", -1));
    checkItems(line, at, keyword, items);
  }

  private void checkItems(List<Word> line, int at, Keyword keyword, List<String> items) {
    List<ArgumentShape> shapes = keyword.brackets();
    for (int i = 0; i < shapes.size(); i++) {
      ArgumentShape shape = shapes.get(i);
      if (i >= items.size()) {
        if (!shape.optional()) missingInBrackets(line, at, keyword, shape);
        return;
      }
      Optional<Misfit> misfit = shape.misfit(items.get(i));
      if (misfit.isPresent()) misfits(line, at, at, keyword, shape, Optional.empty(), misfit.get());
    }
  }

  private void misfits(
      List<Word> line, int keywordAt, int at, Keyword keyword, int argument, Misfit misfit) {
    Optional<String> later =
        keyword
            .takenSince(argument, line.get(at).value())
            .map(first -> "%s takes it here since %s".formatted(program, first));
    misfits(line, keywordAt, at, keyword, keyword.arguments().get(argument), later, misfit);
  }

  /**
   * @param later in which later release it would fit
   */
  private void misfits(
      List<Word> line,
      int keywordAt,
      int at,
      Keyword keyword,
      ArgumentShape shape,
      Optional<String> later,
      Misfit misfit) {
    if (misfit.kind() == Misfit.Kind.RANGE && !keyword.rangeIsChecked()) return;
    if (misfit.kind() == Misfit.Kind.IGNORED) {
      out.report(
          Diagnostic.of(KeywordFindings.WRONG_TYPE, line.get(at).span(), misfit.message())
              .as(WARNING)
              .help("delete what follows the unit"));
      return;
    }
    if (mayBeHole(line.get(at).value()) && shape.isAddress()) return;
    RuleMeta rule =
        switch (misfit.kind()) {
          case TYPE, IGNORED -> KeywordFindings.WRONG_TYPE;
          case RANGE -> KeywordFindings.OUT_OF_RANGE;
          case CHOICE -> KeywordFindings.UNKNOWN_CHOICE;
        };
    String otherwise =
        keyword.defaultArguments().map(value -> " (default %s)".formatted(value)).orElse("");
    String help =
        "`%s` takes %s%s"
            .formatted(named(line, keywordAt, keyword).value(), shape.named(), otherwise);
    String word = line.get(at).value();
    Optional<String> nearest =
        shape.type() instanceof ArgumentShape.Type.OneOf(var words)
            ? NearestWord.of(word, words).map(near -> "write `" + near + "`")
            : Optional.empty();
    Optional<String> meant =
        misfit.kind() == Misfit.Kind.RANGE
            ? Optional.empty()
            : nearest.or(() -> WriteInstead.value(word, shape));
    String instead = meant.or(() -> later.map(since -> help + "; " + since)).orElse(help);
    say(rule, line, line.get(at).span(), misfit.message(), Optional.of(instead));
  }

  private void say(
      RuleMeta rule, List<Word> line, Span span, String message, Optional<String> help) {
    complaints++;
    if (isExcused(line)) return;
    errors++;
    Diagnostic finding = Diagnostic.of(rule, span, message);
    out.report(help.map(finding::help).orElse(finding));
  }

  static boolean beginsCondition(Word word) {
    return word.is("if") || word.is("unless");
  }

  /** Whether a character that looks like a blank joined words of the line. */
  private boolean isExcused(List<Word> line) {
    if (asProgram) return false;
    for (Word word : line) {
      String text = word.value();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c > 0x7f && (Character.isSpaceChar(c) || c == 0xFEFF || c == 0x200B)) return true;
      }
    }
    return false;
  }

  /** Whether nothing can be said of the word before a template engine filled it in. */
  boolean isOpen(String word) {
    return asProgram ? word.indexOf(UNKNOWN_VALUE) >= 0 : isHole(word);
  }

  /** Whether the word has a hole of a template, or a variable that the program expands. */
  static boolean isHole(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '$' || c == '<' || c == '>') return true;
    }
    return false;
  }

  /** A bare word in capitals, such as {@code VIP_ADDRESS}, where an address belongs. */
  private boolean mayBeHole(String word) {
    if (asProgram) return false;
    for (int i = 0; i < word.length(); i++) {
      if (Character.isLowerCase(word.charAt(i))) return false;
    }
    return true;
  }
}
