package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.KeywordFindings;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks over the words of a route or a rule, and reads the kinds of values that both have. */
final class OptionCursor {
  /** A line that keepalived drops; what is wrong is said already. */
  static final class Dropped extends Exception {
    private static final long serialVersionUID = 1;

    Dropped() {
      super("dropped", null, false, false);
    }
  }

  private static final Set<String> SCOPES = Set.of("global", "nowhere", "host", "link", "site");
  private static final Pattern RTT =
      Pattern.compile("([0-9.]+)(m?s(?:ecs?)?)?", Pattern.CASE_INSENSITIVE);
  private static final long MAX_U32 = 0xffffffffL;

  private final Reading reading;
  private final RuleMeta rule;
  private final List<Word> words;
  private int at = -1;
  private Optional<Boolean> v6 = Optional.empty();

  OptionCursor(Reading reading, RuleMeta rule, ReadLine line) {
    this.reading = reading;
    this.rule = rule;
    this.words = line.words();
  }

  boolean hasNext() {
    return at + 1 < words.size();
  }

  Word next() {
    return words.get(++at);
  }

  boolean nextIs(String word) {
    return hasNext() && words.get(at + 1).is(word);
  }

  /** The value behind an option; the program ends where there is none. */
  Word value() throws Dropped {
    if (hasNext()) return next();
    Word option = words.get(at);
    reading.refusals.refuse(
        KeywordFindings.MISSING_ARGUMENT,
        option.span(),
        "`%s` lacks its value".formatted(option.value()),
        "add the value");
    throw new Dropped();
  }

  /** The value behind an option and, where it stands there, the word {@code lock}. */
  Word lockable() throws Dropped {
    if (nextIs("lock")) next();
    return value();
  }

  void say(Word word, String message, String help) {
    reading.refusals.refuse(rule, word.span(), message, help);
  }

  Dropped drop(Word word, String message, String help) {
    say(word, message, help);
    return new Dropped();
  }

  Optional<Boolean> v6() {
    return v6;
  }

  /** Fixes the family, or drops the line where it is another. */
  void family(Word word, boolean six) throws Dropped {
    if (v6.isPresent() && v6.get() != six)
      throw drop(word, "IPv4 and IPv6 are mixed in one line", "write one line a family");
    v6 = Optional.of(six);
  }

  Inet address(Word word, boolean withLength) throws Dropped {
    String text = word.value();
    int slash = withLength ? text.indexOf('/') : -1;
    Optional<Inet> address = Inet.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty())
      throw drop(word, "`%s` is not an IP address".formatted(text), "write an address");
    if (slash >= 0)
      reading.numbers.whole(
          new Word(text.substring(slash + 1), word.span()),
          0,
          address.get().bits(),
          "the prefix length");
    family(word, address.get().v6());
    return address.get();
  }

  /** An address with a length, or a word for all addresses. */
  void destination(Word word) throws Dropped {
    if (Set.of("default", "any", "all").contains(word.value())) {
      if (v6.isPresent())
        throw drop(
            word,
            "`%s` does not count behind an address".formatted(word.value()),
            "write it first, or as 0.0.0.0/0 or ::/0");
      return;
    }
    if (word.is("default6")) family(word, true);
    else address(word, true);
  }

  void whole(Word word, long most, String what) throws Dropped {
    if (reading.numbers.whole(word, 0, most, what).isEmpty()) throw new Dropped();
  }

  long anyBase(Word word, String what) throws Dropped {
    var number = reading.numbers.anyBase(word, 0, MAX_U32, what);
    if (number.isEmpty()) throw new Dropped();
    return number.getAsLong();
  }

  /** A number that a file of the machine may have a name for, which is taken as present. */
  void named(Word word, long most, String what) throws Dropped {
    try {
      boolean fits = Long.decode(word.value()) <= most;
      if (!fits)
        throw drop(word, "`%s` is too large".formatted(word.value()), "write at most " + most);
    } catch (NumberFormatException _) {
      reading.refusals.assume(
          KeepalivedFindings.MACHINE,
          word.span(),
          "%s `%s` must be named in /etc/iproute2".formatted(what, word.value()));
    }
  }

  void scope(Word word) throws Dropped {
    if (SCOPES.contains(word.value())) return;
    if (!word.value().matches("0[xX][0-9a-fA-F]+|\\d+"))
      throw drop(
          word, "`%s` is no scope".formatted(word.value()), "write global, site, link or host");
  }

  /** A round-trip time: milliseconds, or seconds where the unit says so. */
  void time(Word word) throws Dropped {
    Matcher matcher = RTT.matcher(word.value().strip());
    boolean valid = matcher.matches();
    if (valid) {
      String unit = Optional.ofNullable(matcher.group(2)).orElse("").toLowerCase(Locale.ROOT);
      valid =
          unit.isEmpty() || unit.startsWith("m")
              ? isWhole(matcher.group(1))
              : isSeconds(matcher.group(1));
    }
    if (!valid)
      throw drop(word, "`%s` is no time".formatted(word.value()), "write 200, 200ms or 0.2s");
  }

  private static boolean isWhole(String digits) {
    return digits.matches("\\d{1,9}");
  }

  private static boolean isSeconds(String digits) {
    return digits.matches("\\d{1,6}(\\.\\d{0,3})?")
        && new BigDecimal(digits).compareTo(BigDecimal.valueOf(960)) <= 0;
  }
}
