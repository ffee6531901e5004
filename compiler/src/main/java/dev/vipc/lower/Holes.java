package dev.vipc.lower;

import dev.vipc.model.Hole;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The holes of one template, gathered while its format reads it: {@code ${NAME}} and {@code <name>}
 * anywhere, a bare word in capitals only where a host, an address or a port belongs.
 *
 * <p>A variable that the file assigns, or that its program sets by itself, is no hole.
 */
public final class Holes {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?<!\\\\)\\$(?:\\{(?<braced>[A-Za-z_][A-Za-z0-9_]*)}"
              + "|(?<bare>[A-Za-z_][A-Za-z0-9_]*)(?=[\\s,)]|$))");
  private static final Pattern ANGLES =
      Pattern.compile("(?<![?<])<(?<name>\\p{L}[\\p{L}\\p{N} _./,'#-]*)(?<!\\s)>(?!>)");
  private static final Pattern CAPITALS =
      Pattern.compile(
          "(?<![A-Za-z0-9_.${-])(?<name>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|V?IP|HOST|HOSTNAME|PORT|ADDRESS)"
              + "(?![A-Za-z0-9_.-])");
  private static final Pattern HTML =
      Pattern.compile(
          "a|b|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|img|li|meta|p|pre|span|strong"
              + "|style|table|td|title|tr|tt|ul");
  private static final int MOST_ROUNDS = 8;

  private static final ScopedValue<Map<String, String>> STATED = ScopedValue.newInstance();

  private final Variables variables;
  private final Map<String, Optional<String>> assigned = new HashMap<>();
  private final boolean anyStated;
  private final Map<Span, Hole> found = new LinkedHashMap<>();
  private boolean assignsElsewhere;

  /** For a file whose format expands nothing by itself, such as YAML. */
  public Holes() {
    this(Variables.NONE);
  }

  public Holes(Variables variables) {
    this.variables = variables;
    anyStated = STATED.isBound();
    if (anyStated) STATED.get().forEach(this::define);
  }

  /**
   * Does something for which variables have the values that somebody stated beside the files: what
   * a template engine, or the environment of a program, would put in their places.
   */
  public static void with(Map<String, String> stated, Runnable what) {
    ScopedValue.where(STATED, Map.copyOf(stated)).run(what);
  }

  /** The words of {@code <source IP address>}, spread over several words of a line, become one. */
  public static Document join(Document document) {
    return SplitHoles.join(document);
  }

  /** The same for one line. */
  public static Directive join(Directive line) {
    return SplitHoles.join(line);
  }

  /** Takes a name as assigned with a value that only the program can tell. */
  public void define(String name) {
    assigned.put(name, Optional.empty());
  }

  /** Takes a name as assigned; of two values the later counts. */
  public void define(String name, String value) {
    assigned.put(name, Optional.of(value));
  }

  /** Takes every variable as assigned: the file reads another one that may assign it. */
  public void defineAll() {
    assignsElsewhere = true;
  }

  /**
   * Remembers the marked holes of every word, also those that no lowering reads. Asked after the
   * file's own assignments are defined.
   */
  public void scan(Document document) {
    String text = document.file().text();
    if (text.indexOf('$') >= 0 || text.indexOf('<') >= 0) scan(document.statements());
  }

  private void scan(List<Statement> statements) {
    for (Statement statement : statements) {
      scan(statement);
      if (statement instanceof Statement.Block block) scan(block.body());
    }
  }

  /** Remembers the marked holes of a line, those of a block's body not included. */
  public void scan(Statement line) {
    for (Word word : line.words()) in(word.located());
  }

  /**
   * Remembers the marked holes of every scalar but those of several lines, which hold another
   * language, and commands, which their own shell may expand.
   */
  public void scan(YamlNode node) {
    switch (node) {
      case YamlNode.Scalar scalar -> {
        if (scalar.span().text().indexOf('\n') < 0) in(scalar.located());
      }
      case YamlNode.Sequence sequence -> sequence.items().forEach(this::scan);
      case YamlNode.Mapping mapping -> mapping.entries().forEach(this::scanEntry);
    }
  }

  private void scanEntry(YamlNode.Entry entry) {
    if (!entry.key().value().matches("command|args|data|annotations|preKubeadmCommands"))
      scan(entry.value());
  }

  /** Whether the text holds a marked hole; each is remembered. */
  public boolean in(Located<String> text) {
    return in(text, false);
  }

  /** Like {@link #in}, for a text that is a host, an address, a port or a URL of them. */
  public boolean inHost(Located<String> text) {
    if (in(text, true)) return true;
    boolean any = false;
    for (Matcher m = CAPITALS.matcher(text.span().text()); m.find(); any = true)
      remember(m.group("name"), text.span().part(m.start(), m.end()), false);
    return any;
  }

  private boolean in(Located<String> text, boolean address) {
    String raw = text.span().text();
    boolean variable = raw.indexOf('$') >= 0 && anyVariable(text, raw, address);
    boolean angles = raw.indexOf('<') >= 0 && anyAngles(text, raw);
    return variable || angles;
  }

  private boolean anyVariable(Located<String> text, String raw, boolean address) {
    boolean any = false;
    for (Matcher m = VARIABLE.matcher(raw); m.find(); ) {
      Quoting quoting = Quoting.at(raw, m.start());
      if (!isOpen(m, quoting)) continue;
      boolean environment =
          variables == Variables.HAPROXY && (address || quoting == Quoting.DOUBLE);
      remember(m.group(), text.span().part(m.start(), m.end()), environment);
      any = true;
    }
    return any;
  }

  private boolean isOpen(Matcher m, Quoting quoting) {
    String name = name(m);
    if (assignsElsewhere || assigned.containsKey(name) || variables.hasOwn(name)) return false;
    if (quoting == Quoting.SINGLE && variables.literalInSingleQuotes()) return false;
    // keepalived alone reads $NAME; in quotes it is the shell's, in small letters a template
    // engine's
    return m.group("braced") != null
        || (variables == Variables.KEEPALIVED
            && quoting == Quoting.BARE
            && name.equals(name.toUpperCase(Locale.ROOT)));
  }

  private boolean anyAngles(Located<String> text, String raw) {
    boolean any = false;
    if (raw.contains("</")) return false;
    for (Matcher m = ANGLES.matcher(raw); m.find(); ) {
      if (HTML.matcher(m.group("name")).matches()) continue;
      boolean whole = m.end() - m.start() == text.value().length();
      boolean bare = Quoting.at(raw, m.start()) == Quoting.BARE;
      if (variables.quotesHoldText() && !bare && !whole) continue;
      remember(m.group(), text.span().part(m.start(), m.end()), false);
      any = true;
    }
    return any;
  }

  /**
   * The text with the values of assigned variables in it; absent where a variable has no value that
   * is known here.
   */
  public Optional<String> expand(Located<String> text) {
    String value = text.value();
    if (variables == Variables.NONE && !anyStated) return Optional.of(value);
    if (variables != Variables.NONE && Quoting.at(text.span().text(), 1) == Quoting.SINGLE)
      return Optional.of(value);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Optional<Matcher> next = nextVariable(value);
      if (next.isEmpty()) return Optional.of(value);
      Optional<String> known = assigned.getOrDefault(name(next.get()), Optional.empty());
      if (known.isEmpty()) return Optional.empty();
      value =
          value.substring(0, next.get().start()) + known.get() + value.substring(next.get().end());
    }
    return Optional.empty();
  }

  private Optional<Matcher> nextVariable(String value) {
    if (value.indexOf('$') < 0) return Optional.empty();
    for (Matcher m = VARIABLE.matcher(value); m.find(); )
      if (m.group("braced") != null || variables == Variables.KEEPALIVED) return Optional.of(m);
    return Optional.empty();
  }

  private static String name(Matcher m) {
    String braced = m.group("braced");
    return braced != null ? braced : m.group("bare");
  }

  /** The holes met so far, in file order. */
  public List<Hole> found() {
    return found.values().stream()
        .sorted((a, b) -> a.name().span().compareTo(b.name().span()))
        .toList();
  }

  private void remember(String name, Span place, boolean environment) {
    boolean already = Optional.ofNullable(found.get(place)).map(Hole::environment).orElse(false);
    found.put(place, new Hole(new Located<>(name, place), environment || already));
  }
}
