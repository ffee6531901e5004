package dev.vipc.keyword;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An environment variable or a flag of kube-vip: a row of {@code kube-vip.yaml}.
 *
 * @param flag whether it is a flag; else a variable
 * @param since the first release that reads it; absent where that is not known
 * @param last the last release that reads it; absent where the newest one does
 * @param flags the flags that set the same as this variable
 * @param key the field of a {@code --config-file} that sets the same; empty where there is none
 * @param instead what took its place; empty where nothing did
 */
public record KubeVipName(
    String name,
    boolean flag,
    Type type,
    Optional<Range> range,
    Optional<Release> since,
    Optional<Release> last,
    List<Default> defaults,
    List<String> flags,
    String key,
    String instead) {
  /** What the program parses the text with. */
  public enum Type {
    /** A flag that stands alone, or with {@code =true}. */
    SWITCH,
    BOOLEAN,
    INTEGER,
    JSON,
    TEXT
  }

  /** Both ends included. */
  public record Range(BigInteger least, BigInteger most) {
    @Override
    public String toString() {
      return least + ".." + most;
    }
  }

  /**
   * What counts from a release on where nothing is written.
   *
   * @param from absent for the first
   */
  public record Default(Optional<Release> from, String value) {}

  /** Go's strconv.ParseBool. */
  private static final Set<String> BOOLEANS =
      Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");

  /** Whether a release reads it. */
  public boolean isKnownAt(Release release) {
    return !isFrom(release) && !isGoneAt(release);
  }

  /** Whether only later releases read it. */
  public boolean isFrom(Release release) {
    return since.filter(release::before).isPresent();
  }

  /** Whether only earlier releases read it. */
  public boolean isGoneAt(Release release) {
    return last.filter(end -> end.before(release)).isPresent();
  }

  /** What counts at a release where nothing is written; absent where that is not known. */
  public Optional<String> defaultAt(Release release) {
    return defaults.stream()
        .filter(entry -> entry.from().filter(release::before).isEmpty())
        .reduce((_, later) -> later)
        .map(Default::value);
  }

  /**
   * Why the program cannot parse a text, as what to write instead ({@code true or false}); absent
   * where it can.
   */
  public Optional<String> wants(String text) {
    return switch (type) {
      case BOOLEAN, SWITCH ->
          BOOLEANS.contains(text) ? Optional.empty() : Optional.of("`true` or `false`");
      case INTEGER -> wantsInteger(text);
      case JSON, TEXT -> Optional.empty();
    };
  }

  private Optional<String> wantsInteger(String text) {
    Optional<String> wanted =
        Optional.of(
            range
                .filter(r -> r.least().signum() >= 0)
                .map(r -> "a whole number " + r)
                .orElse("a whole number without a unit"));
    boolean negative = range.isEmpty() || range.get().least().signum() < 0;
    if (!text.matches(negative ? "[+-]?[0-9]{1,30}" : "[0-9]{1,30}")) return wanted;
    BigInteger number = new BigInteger(text);
    boolean inRange =
        range.isEmpty()
            || (number.compareTo(range.get().least()) >= 0
                && number.compareTo(range.get().most()) <= 0);
    return inRange ? Optional.empty() : wanted;
  }
}
