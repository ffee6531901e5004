package dev.vipc.model;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person states of how a program was built, as {@code 2.2.7+iptables-snmp} does behind the
 * version; of everything else the distributions' build is meant.
 *
 * @param stated whether the build has it, by option in small letters
 */
public record BuildOptions(Map<String, Boolean> stated) {
  public static final BuildOptions NONE = new BuildOptions(Map.of());

  /** Words of letters alone: {@code -1+deb12u2} is a distribution's own count. */
  private static final String OPTION = "([-+])([A-Za-z]+)(?=[-+]|$)";

  public BuildOptions {
    stated = Map.copyOf(stated);
  }

  /** The options behind a version. */
  public static BuildOptions of(String target) {
    Map<String, Boolean> stated = new TreeMap<>();
    for (Matcher m = Pattern.compile(OPTION).matcher(target); m.find(); )
      stated.put(m.group(2).toLowerCase(Locale.ROOT), m.group(1).equals("+"));
    return new BuildOptions(stated);
  }

  /** Whether the build has an option; absent where nothing is stated. */
  public Optional<Boolean> has(String option) {
    return Optional.ofNullable(stated.get(option.toLowerCase(Locale.ROOT)));
  }

  /** The first option that is none of those known. */
  public Optional<String> unknown(Set<String> known) {
    return stated.keySet().stream().filter(option -> !known.contains(option)).sorted().findFirst();
  }

  /** As behind a version, by name; empty where nothing is stated. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(stated).forEach((option, has) -> text.append(has ? '+' : '-').append(option));
    return text.toString();
  }
}
