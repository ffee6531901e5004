package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that is written for one kube-vip, whatever it means, and what of it counts: a variable
 * wins over a flag, a flag over the configuration file (kube-vip's {@code ParseEnvironment}, which
 * runs last).
 *
 * @param elsewhere what brings in more settings that are not here ({@code envFrom}), so that what
 *     is absent here need not be unset
 */
public record KubeVipSettings(List<Written> written, Optional<Span> elsewhere) {
  public static final KubeVipSettings NONE = new KubeVipSettings(List.of(), Optional.empty());

  /** Go's strconv.ParseBool reads these as true. */
  private static final Set<String> TRUE = Set.of("1", "t", "true");

  private static final Set<String> FALSE = Set.of("0", "f", "false");

  /** Where a setting is written; the later one wins. */
  public enum Origin {
    FILE,
    FLAG,
    VARIABLE
  }

  /**
   * One setting as written.
   *
   * @param name as written: {@code vip_arp}, {@code arp} without its dashes, {@code enableARP}
   * @param means the variable that sets the same, or the name itself where there is none
   * @param value unset where nothing or an empty text is written; unknown for a hole, for what a
   *     template's condition decides, and for what the cluster fills in
   * @param fromField whether the cluster fills it in ({@code valueFrom})
   * @param entry all of it: the list item, the words of the flag, the key with its value
   */
  public record Written(
      Origin origin,
      Located<String> name,
      String means,
      Setting<String> value,
      boolean fromField,
      Span entry) {}

  public KubeVipSettings {
    written = List.copyOf(written);
  }

  /** What is written with this meaning, what counts first. */
  public List<Written> all(String variable) {
    return written.reversed().stream()
        .filter(setting -> setting.means().equals(variable))
        .sorted(Comparator.comparing(Written::origin).reversed())
        .toList();
  }

  /** The entry whose value counts; an empty variable counts as not written. */
  public Optional<Written> counting(String variable) {
    return all(variable).stream()
        .filter(setting -> setting.origin() == Origin.FLAG || !setting.value().isUnset())
        .findFirst();
  }

  /** The text that counts. */
  public Setting<String> text(String variable) {
    Optional<Written> counting = counting(variable);
    if (counting.isPresent()) return counting.get().value();
    return elsewhere.map(Setting::<String>unknown).orElseGet(Setting::unset);
  }

  /** The text that counts, parsed; unknown where it does not parse. */
  public <T> Setting<T> read(String variable, Function<String, Optional<T>> parse) {
    Setting<String> text = text(variable);
    Optional<T> parsed = text.value().flatMap(parse);
    return text.span()
        .map(place -> parsed.map(v -> Setting.of(v, place)).orElseGet(() -> Setting.unknown(place)))
        .orElseGet(Setting::unset);
  }

  public Setting<Integer> number(String variable) {
    return read(variable, KubeVipSettings::parseInteger);
  }

  public Setting<Boolean> flag(String variable) {
    return read(variable, KubeVipSettings::parseBoolean);
  }

  /** Whether it is surely switched on. */
  public boolean isOn(String variable) {
    return flag(variable).is(true);
  }

  /** Whether it is surely off, given that kube-vip leaves it off where nothing is written. */
  public boolean isOff(String variable) {
    Setting<Boolean> flag = flag(variable);
    return flag.isUnset() || flag.is(false);
  }

  private static Optional<Boolean> parseBoolean(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(small)) return Optional.of(true);
    return FALSE.contains(small) ? Optional.of(false) : Optional.empty();
  }

  private static Optional<Integer> parseInteger(String text) {
    try {
      return Optional.of(Integer.parseInt(text.strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
