package dev.vipc.agent.firewall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code nft -a list ruleset} prints, for what its JSON lacks: rules as people write them, and
 * with nft 1.0.6 also the devices of chains at ingress and whether a table sleeps.
 */
public final class Listing {
  private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{.*");
  private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{.*");
  private static final Pattern RULE = Pattern.compile("(.*) # handle ([0-9]{1,18})");
  private static final Pattern DEVICES =
      Pattern.compile("type \\S+ hook ingress devices? (?:= )?(\\{[^}]*\\}|\\S+) .*");
  private static final Pattern NAME = Pattern.compile("[^\\s\"{},]+");

  private final Map<String, String> rules = new HashMap<>();
  private final Map<String, List<String>> devices = new HashMap<>();
  private final Set<String> sleeping = new HashSet<>();

  private Listing() {}

  /** Lines that are not understood are passed over. */
  public static Listing of(String text) {
    Listing listing = new Listing();
    String table = "";
    String chain = "";
    for (String line : text.lines().map(String::strip).toList()) {
      Matcher opens = TABLE.matcher(line);
      Matcher begins = CHAIN.matcher(line);
      Matcher rule = RULE.matcher(line);
      if (opens.matches()) {
        table = key(opens.group(1), opens.group(2));
        chain = "";
      } else if (begins.matches()) chain = begins.group(1);
      else if (line.startsWith("flags ") && line.contains("dormant")) listing.sleeping.add(table);
      else if (rule.matches()) listing.rules.put(key(table, rule.group(2)), rule.group(1));
      else listing.devices(key(table, chain), line);
    }
    return listing;
  }

  private void devices(String chain, String line) {
    Matcher matcher = DEVICES.matcher(line);
    if (matcher.matches())
      devices.put(
          chain,
          NAME.matcher(matcher.group(1))
              .results()
              .map(java.util.regex.MatchResult::group)
              .toList());
  }

  /** The rule as nft writes it. */
  public Optional<String> rule(Place place) {
    return place.handle().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            rules.get(
                key(
                    key(place.family(), place.table()),
                    Long.toString(place.handle().getAsLong()))));
  }

  /** The interfaces at whose ingress a chain stands; absent where the text does not tell. */
  Optional<List<String>> devices(String family, String table, String chain) {
    return Optional.ofNullable(devices.get(key(key(family, table), chain))).map(ArrayList::new);
  }

  /** Whether a table's chains are taken from their hooks. */
  boolean isDormant(String family, String table) {
    return sleeping.contains(key(family, table));
  }

  private static String key(String one, String other) {
    return one + " " + other;
  }
}
