package dev.vipc.keyword;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one argument of a keyword may be.
 *
 * @param optional whether it may be left out, and all after it
 */
public record ArgumentShape(Type type, boolean optional) {
  /** The kinds of arguments. */
  public sealed interface Type {
    /** Why the word does not fit; absent where it does. */
    Optional<Misfit> misfit(String word);

    /** A whole number; both ends belong to the range. */
    record Whole(long low, long high) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return whole(word, low, high);
      }
    }

    /**
     * A number that the program reads up to the first other character, nothing being 0, as C's atol
     * does.
     */
    record Leading(long low, long high) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return leading(word, low, high);
      }
    }

    /**
     * A time with decimals, as keepalived writes times; both ends belong to the range.
     *
     * @param places how many decimals it may have
     * @param unit how a message names the unit
     */
    record Decimal(double low, double high, int places, String unit) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return decimal(word, this);
      }
    }

    /** One of some words in upper or lower case. */
    record AnyCase(List<String> words) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return choice(words.stream().anyMatch(word::equalsIgnoreCase), word, words);
      }
    }

    /**
     * An address as keepalived reads it: a {@code /} or {@code -} and what follows do not count.
     */
    record Ip() implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return address(InetText.isSocketAddress(word), word);
      }
    }

    /** One of some words; upper and lower case count. */
    record OneOf(List<String> words) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return choice(words.contains(word), word, words);
      }
    }

    /**
     * A time as HAProxy writes it: digits and a unit of us, ms, s, m, h, d; both ends belong to the
     * range.
     *
     * @param unitMicros what a number without a unit counts, and the range: 1,000 or 1,000,000
     */
    record Time(long unitMicros, long low, long high) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return HaproxyValues.time(word, this);
      }
    }

    /** A size as HAProxy writes it: digits and perhaps k, m or g, below 2^32. */
    record Size() implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return HaproxyValues.size(word);
      }
    }

    /**
     * A set of threads or processes as HAProxy writes it: {@code all}, {@code odd}, {@code even}, a
     * number or a range, perhaps behind a group and a slash.
     *
     * @param most the largest number, the smallest being 1
     */
    record Members(String what, long most) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return HaproxyValues.members(word, what, most);
      }
    }

    /** CPUs as HAProxy writes them: something that begins with a number. */
    record Processors() implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return isDigit(word.charAt(0))
            ? Optional.empty()
            : wrong("`" + word + "` is no set of CPUs");
      }
    }

    /** The permissions of a socket. */
    record Octal() implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return HaproxyValues.octal(word);
      }
    }

    /**
     * A variable of HAProxy: a scope, a dot and a name.
     *
     * @param scopes the words that it may begin with
     */
    record Variable(List<String> scopes) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return HaproxyValues.variable(word, scopes);
      }
    }

    /** An IPv4 or IPv6 address; no name. */
    record Address() implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return address(isAddress(word), word);
      }
    }

    /** One word that is not looked into; {@code what} is how a message names it. */
    record Word(String what) implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return Optional.empty();
      }
    }

    /** All words that are left. */
    record Text() implements Type {
      @Override
      public Optional<Misfit> misfit(String word) {
        return Optional.empty();
      }
    }
  }

  /** Why a word does not fit: which finding it is, and what is wrong with it. */
  public record Misfit(Kind kind, String message) {
    public enum Kind {
      TYPE,
      RANGE,
      CHOICE,
      /** The program warns, and uses the rest. */
      IGNORED
    }
  }

  static final long LONGEST_TIME = Integer.MAX_VALUE;
  private static final List<String> SCOPES = List.of("proc", "sess", "txn", "req", "res", "check");

  /** Reads a shape such as {@code integer 1..255}, {@code of tcp|http} or {@code word?}. */
  static ArgumentShape of(String text) {
    boolean optional = text.endsWith("?");
    String plain = optional ? text.substring(0, text.length() - 1) : text;
    int blank = plain.indexOf(' ');
    String type = blank < 0 ? plain : plain.substring(0, blank);
    String rest = blank < 0 ? "" : plain.substring(blank + 1);
    return new ArgumentShape(typeOf(type, rest), optional);
  }

  private static Type typeOf(String type, String rest) {
    return switch (type) {
      case "integer" -> new Type.Whole(lowOf(rest), highOf(rest));
      case "number" -> new Type.Leading(lowOf(rest), highOf(rest));
      case "seconds" -> decimal(rest, 6, "seconds");
      case "seconds3" -> decimal(rest, 3, "seconds");
      case "millis" -> decimal(rest, 3, "milliseconds");
      case "anycase" -> new Type.AnyCase(List.of(rest.split("\\|")));
      case "ip" -> new Type.Ip();
      case "of" -> new Type.OneOf(List.of(rest.split("\\|")));
      case "boolean" -> new Type.OneOf(List.of("true", "on", "yes", "false", "off", "no"));
      case "time" -> time(rest);
      case "variable" -> new Type.Variable(rest.isEmpty() ? SCOPES : List.of(rest.split("\\|")));
      case "size" -> new Type.Size();
      case "thread-set", "process-set" -> new Type.Members(type, highOf(rest));
      case "cpu-set" -> new Type.Processors();
      case "octal" -> new Type.Octal();
      case "address" -> new Type.Address();
      case "text" -> new Type.Text();
      default -> new Type.Word(type);
    };
  }

  /** Reads {@code s} (plain numbers are seconds), {@code positive} and a range, each optional. */
  private static Type time(String rest) {
    long unit = 1_000;
    long low = 0;
    long high = LONGEST_TIME;
    for (String word : rest.split(" ")) {
      switch (word) {
        case "" -> {}
        case "s" -> unit = 1_000_000;
        case "positive" -> low = 1;
        default -> {
          low = lowOf(word);
          high = highOf(word);
        }
      }
    }
    return new Type.Time(unit, low, high);
  }

  private static Type decimal(String range, int places, String unit) {
    int dots = range.indexOf("..");
    String high = range.substring(dots + 2);
    return new Type.Decimal(
        Double.parseDouble(range.substring(0, dots)),
        high.isEmpty() ? Double.MAX_VALUE : Double.parseDouble(high),
        places,
        unit);
  }

  private static long lowOf(String range) {
    if (range.isEmpty()) return Long.MIN_VALUE;
    int dots = range.indexOf("..");
    return dots == 0 ? Long.MIN_VALUE : Long.parseLong(range, 0, dots, 10);
  }

  private static long highOf(String range) {
    if (range.isEmpty()) return Long.MAX_VALUE;
    int after = range.indexOf("..") + 2;
    return after == range.length()
        ? Long.MAX_VALUE
        : Long.parseLong(range, after, range.length(), 10);
  }

  boolean isAddress() {
    return type instanceof Type.Address || type instanceof Type.Ip;
  }

  boolean takesAll() {
    return type instanceof Type.Text;
  }

  /** How a message names what is missing. */
  public String named() {
    return switch (type) {
      case Type.Whole(long low, long high) -> "a whole number" + within(low, high);
      case Type.Leading(long low, long high) -> "a whole number" + within(low, high);
      case Type.Decimal(double low, double high, _, var unit) ->
          high == Double.MAX_VALUE
              ? "a number of " + unit
              : "a number of " + unit + " in " + range(low, high);
      case Type.OneOf(var words) -> String.join(" or ", words);
      case Type.AnyCase(var words) -> String.join(" or ", words);
      case Type.Ip _ -> "an IP address";
      case Type.Time(_, long low, long high) ->
          "a time "
              + (high < LONGEST_TIME
                  ? "of at most " + high + "ms"
                  : (low > 0 ? "above 0 " : "") + "such as 10s");
      case Type.Size _ -> "a size such as 16k";
      case Type.Members(var what, _) -> article(what) + what.replace('-', ' ') + " such as all";
      case Type.Processors _ -> "a set of CPUs such as 0-3";
      case Type.Octal _ -> "octal permissions such as 600";
      case Type.Variable _ -> "a variable such as " + sampleScope() + ".name";
      case Type.Address _ -> "an IP address";
      case Type.Word(var what) -> what.equals("word") ? "an argument" : article(what) + what;
      case Type.Text _ -> "an argument";
    };
  }

  /**
   * The scope of a variable that a message names: the one that lasts for a request and its answer.
   */
  String sampleScope() {
    List<String> scopes = type instanceof Type.Variable(var all) ? all : SCOPES;
    return scopes.contains("txn") ? "txn" : scopes.getFirst();
  }

  /** What is wrong with the word as this argument, in words; absent where it fits. */
  public Optional<String> fault(String word) {
    return misfit(word).map(Misfit::message);
  }

  /** Why the word does not fit; absent where it does. */
  Optional<Misfit> misfit(String word) {
    // no pattern switch: the JVM makes it at its first use, a tenth of a small file's check
    return type.misfit(word);
  }

  private static Optional<Misfit> whole(String word, long low, long high) {
    Long value = whole(word);
    if (value == null) return wrong("`" + word + "` is not a whole number");
    return between(word, value, low, high);
  }

  private static Optional<Misfit> leading(String word, long low, long high) {
    Long value = whole(leadingDigits(word));
    if (value == null && low > 0) return wrong("`" + word + "` is not a whole number");
    return between(word, value == null ? 0 : value, low, high);
  }

  private static Optional<Misfit> choice(boolean one, String word, List<String> words) {
    if (one) return Optional.empty();
    return Optional.of(
        new Misfit(Misfit.Kind.CHOICE, "`" + word + "` is not one of " + String.join(", ", words)));
  }

  private static Optional<Misfit> address(boolean one, String word) {
    return one ? Optional.empty() : wrong("`" + word + "` is not an IP address");
  }

  private static Optional<Misfit> decimal(String word, Type.Decimal shape) {
    if (!isDecimal(word)) return wrong("`" + word + "` is not a number of " + shape.unit());
    int point = word.indexOf('.');
    if (point >= 0 && word.length() - point - 1 > shape.places())
      return wrong("`%s` has more than %d decimals".formatted(word, shape.places()));
    double value = Double.parseDouble("0" + word.substring(word.startsWith("+") ? 1 : 0));
    if (value >= shape.low() && value <= shape.high()) return Optional.empty();
    return outside(
        "`%s` is outside of %s %s".formatted(word, range(shape.low(), shape.high()), shape.unit()));
  }

  private static Optional<Misfit> between(String word, long value, long low, long high) {
    if (value >= low && value <= high) return Optional.empty();
    return outside(
        high == Long.MAX_VALUE
            ? "`" + word + "` is below " + low
            : "`" + word + "` is outside of " + range(low, high));
  }

  static Optional<Misfit> wrong(String message) {
    return Optional.of(new Misfit(Misfit.Kind.TYPE, message));
  }

  static Optional<Misfit> outside(String message) {
    return Optional.of(new Misfit(Misfit.Kind.RANGE, message));
  }

  private static String leadingDigits(String word) {
    int end = 0;
    if (!word.isEmpty() && (word.charAt(0) == '-' || word.charAt(0) == '+')) end++;
    while (end < word.length() && isDigit(word.charAt(end))) end++;
    return word.substring(0, end);
  }

  /** The number that the word is; more than 18 digits count as the largest. */
  static @Nullable Long whole(String word) {
    int start = !word.isEmpty() && (word.charAt(0) == '-' || word.charAt(0) == '+') ? 1 : 0;
    if (start == word.length()) return null;
    for (int i = start; i < word.length(); i++) if (!isDigit(word.charAt(i))) return null;
    boolean negative = word.charAt(0) == '-';
    if (word.length() - start > 18) return negative ? Long.MIN_VALUE + 1 : Long.MAX_VALUE - 1;
    return Long.valueOf(Long.parseLong(word));
  }

  private static boolean isDecimal(String word) {
    boolean digits = false;
    boolean point = false;
    int start = !word.isEmpty() && word.charAt(0) == '+' ? 1 : 0;
    for (int i = start; i < word.length(); i++) {
      char c = word.charAt(i);
      if (isDigit(c)) digits = true;
      else if (c == '.' && !point) point = true;
      else return false;
    }
    return digits && word.length() < 40;
  }

  /** Whether the word has an address's characters; which one it is, is for the model to read. */
  private static boolean isAddress(String word) {
    boolean separator = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '/' || c == '%' || c == '-') return separator && i > 0;
      if (c == '.' || c == ':') separator = true;
      else if (Character.digit(c, 16) < 0) return false;
    }
    return separator;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String article(String noun) {
    return "aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ";
  }

  private static String within(long low, long high) {
    if (low == Long.MIN_VALUE) return "";
    return high == Long.MAX_VALUE ? " of at least " + low : " in " + range(low, high);
  }

  private static String range(long low, long high) {
    return low + ".." + high;
  }

  private static String range(double low, double high) {
    return decimal(low) + ".." + (high == Double.MAX_VALUE ? "" : decimal(high));
  }

  private static String decimal(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
