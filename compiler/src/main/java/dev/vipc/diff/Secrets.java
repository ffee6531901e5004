package dev.vipc.diff;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which words of configuration files stand before something that no report may show. */
final class Secrets {
  /** What is shown instead. */
  static final String MASK = "********";

  private static final Set<String> PEERS = Set.of("bgp_peers", "bgppeers");

  private static final Pattern NAME =
      Pattern.compile(
          "auth_pass|.*passw(or)?d.*|.*passphrase.*|.*secret.*|.*token.*|certificatekey|.*privatekey.*"
              + "|.*apikey.*|key-data|client-key-data|packet_api_key|metal_api_key|bgp_?peerpass|peerpass|wg_?key");

  private Secrets() {}

  /** Whether the value of such a keyword, key or variable is a secret. */
  static boolean isSecret(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return PEERS.contains(small) || NAME.matcher(small).matches();
  }

  /** A line with what follows a secret's keyword masked. */
  static String masked(Iterable<String> words) {
    StringBuilder line = new StringBuilder();
    boolean hide = false;
    String last = "";
    for (String word : words) {
      if (!line.isEmpty()) line.append(' ');
      boolean userAndPassword = last.equals("auth") && word.contains(":");
      line.append(hide || userAndPassword ? MASK : assignment(word));
      hide |= isSecret(word);
      last = word;
    }
    return line.toString();
  }

  /** {@code NAME=VALUE}, as in a unit's environment. */
  private static String assignment(String word) {
    int equals = word.indexOf('=');
    return equals > 0 && isSecret(word.substring(0, equals))
        ? word.substring(0, equals + 1) + MASK
        : word;
  }
}
