package dev.vipc.rule.cross;

import dev.vipc.rule.cross.ProgramText.Language;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the damaged places of one file, by kind; neighbours of a kind are one place. */
final class DamageFinder {
  private static final char BOM = '\uFEFF';
  private static final Pattern YAML_TAB =
      Pattern.compile("^ *\\t[ \\t]*(?=- |[\\w.\"'-]+:(?: |\\r?\\n|$))");
  private static final Pattern YAML_WIDE_COLON = Pattern.compile("^\\s*(?:- )?[\\w.-]+(?=\uFF1A)");
  private static final Pattern CONTINUED_OPTION =
      Pattern.compile("\\\\\\\\[ \\t]*\\r?\\n\\s*[-\u2013]");
  private static final Pattern FLAT_KEEPALIVED =
      Pattern.compile("\\b(?:vrrp_instance|virtual_server|vrrp_script)\\s[^{}]{0,200}\\{");
  private static final Pattern FLAT_HAPROXY =
      Pattern.compile(
          "\\s(?:frontend|backend|listen)\\s+\\S{1,200}\\s+(?:bind|server|mode|balance)\\s");

  /**
   * How far from a character its context is looked at, so that no long line makes a long search.
   */
  private static final int NEAR = 256;

  private final SourceFile file;
  private final String text;
  private final Language language;
  private final Map<Damage, List<Span>> found = new EnumMap<>(Damage.class);

  private DamageFinder(SourceFile file, Language language) {
    this.file = file;
    this.text = file.text();
    this.language = language;
  }

  static Map<Damage, List<Span>> find(SourceFile file, Language language) {
    DamageFinder finder = new DamageFinder(file, language);
    finder.wholeFile();
    if (finder.isSuspicious()) finder.characters(ProgramText.of(file, language));
    return finder.found;
  }

  private void wholeFile() {
    boolean yamlReadsIt = language == Language.YAML || language == Language.LIST;
    if (!text.isEmpty() && text.charAt(0) == BOM && !yamlReadsIt) add(Damage.BYTE_ORDER_MARK, 0, 1);
    if (isFlattened()) addFlattened();
    if (language == Language.SHELL) {
      addAll(Damage.CARRIAGE_RETURN_IN_SCRIPT, Pattern.compile("\\r(?=\\n)"));
      addAll(Damage.DOUBLED_BACKSLASH, CONTINUED_OPTION);
    }
  }

  private void addFlattened() {
    int sign = text.length() - text.stripLeading().length();
    add(Damage.FLATTENED, sign, sign + 1);
  }

  private boolean isFlattened() {
    return switch (language) {
      case KEEPALIVED -> isOneComment("#!") && FLAT_KEEPALIVED.matcher(text).find();
      case HAPROXY -> isOneComment("#") && FLAT_HAPROXY.matcher(text).find();
      case SHELL, YAML, LIST -> false;
    };
  }

  private boolean isOneComment(String signs) {
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) start++;
    if (start == text.length() || signs.indexOf(text.charAt(start)) < 0) return false;
    return text.strip().indexOf('\n') < 0;
  }

  private void addAll(Damage damage, Pattern pattern) {
    if (pattern == CONTINUED_OPTION && !text.contains("\\\\")) return;
    for (Matcher m = pattern.matcher(text); m.find(); )
      add(damage, m.start(), Math.min(m.end(), lineEnd(m.start())));
  }

  private boolean isSuspicious() {
    boolean yaml = language == Language.YAML;
    boolean haproxy = language == Language.HAPROXY;
    return !file.isAscii() || yaml && file.holds('\t') || haproxy && file.holds('\r');
  }

  private void characters(BitSet read) {
    for (int i = read.nextSetBit(0); i >= 0; i = read.nextSetBit(i + 1)) {
      int at = i;
      kindAt(i).ifPresent(damage -> add(damage, at, at + 1));
    }
  }

  private Optional<Damage> kindAt(int at) {
    char c = text.charAt(at);
    if (c == '\t')
      return language == Language.YAML && matches(YAML_TAB, at) ? one(Damage.TAB) : none();
    if (c < 0x80) return none();
    if (isSpace(c)) return one(Damage.SPACE);
    if (isInvisible(c)) return at == 0 ? none() : one(Damage.INVISIBLE);
    if (isDash(c)) return isHyphenAt(at) ? one(Damage.DASH) : none();
    if (isQuote(c)) return quotesAt(at) ? one(Damage.QUOTE) : none();
    return c >= '\uFF01' && c <= '\uFF5E' && breaksAt(at) ? one(Damage.FULL_WIDTH) : none();
  }

  private static Optional<Damage> one(Damage damage) {
    return Optional.of(damage);
  }

  private static Optional<Damage> none() {
    return Optional.empty();
  }

  /** Whether the pattern's match at the line's start reaches over, or up to, the offset. */
  private boolean matches(Pattern pattern, int at) {
    int start = at;
    while (start > 0 && text.charAt(start - 1) != '\n' && at - start <= NEAR) start--;
    Matcher m = pattern.matcher(text.substring(start, Math.min(text.length(), at + NEAR)));
    return at - start <= NEAR && m.find() && start + m.end() >= at;
  }

  /** HAProxy takes a CR for the end of the line where it stands right after a word. */
  private static boolean isSpace(char c) {
    return c == '\u0085' || Character.isSpaceChar(c);
  }

  private static boolean isInvisible(char c) {
    return c == '\u00AD'
        || c == BOM
        || c == '\u180E'
        || (c >= '\u200B' && c <= '\u200F')
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2060' && c <= '\u2064');
  }

  private static boolean isDash(char c) {
    return (c >= '\u2010' && c <= '\u2015') || c == '\u2212';
  }

  private static boolean isQuote(char c) {
    return (c >= '\u2018' && c <= '\u201F') || c == '\u2032' || c == '\u2033';
  }

  private boolean isHyphenAt(int at) {
    char before = before(at);
    char after = after(at);
    boolean option =
        (isBlank(before) || isDash(before) || before == '-')
            && (isLetter(after) || isDigit(after) || isDash(after));
    return option || (isDigit(before) && isDigit(after));
  }

  private boolean quotesAt(int at) {
    boolean opens = isBlank(before(at)) || "=:([{,".indexOf(before(at)) >= 0;
    return opens || found.containsKey(Damage.QUOTE) && isBlank(after(at));
  }

  private boolean breaksAt(int at) {
    return switch (language) {
      case KEEPALIVED, HAPROXY -> true;
      case YAML -> text.charAt(at) == '\uFF1A' && matches(YAML_WIDE_COLON, at);
      case SHELL, LIST -> false;
    };
  }

  private static boolean isBlank(char c) {
    return ProgramText.isBlank(c) || c == '\n';
  }

  private static boolean isLetter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private char before(int at) {
    return at == 0 ? '\n' : text.charAt(at - 1);
  }

  private char after(int at) {
    return at + 1 == text.length() ? '\n' : text.charAt(at + 1);
  }

  private int lineEnd(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void add(Damage damage, int start, int end) {
    List<Span> places = found.computeIfAbsent(damage, _ -> new ArrayList<>());
    boolean goesOn = !places.isEmpty() && places.getLast().end() == start;
    Span place = file.span(goesOn ? places.removeLast().start() : start, end);
    places.add(place);
  }
}
