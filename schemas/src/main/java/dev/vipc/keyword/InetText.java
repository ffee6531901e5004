package dev.vipc.keyword;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** Addresses as C's inet_pton reads them. */
final class InetText {
  private static final Pattern DOTTED_QUAD =
      Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f:.]+");

  private InetText() {}

  /** Whether the word is an address once a range or a length behind it is taken off. */
  static boolean isSocketAddress(String word) {
    int end = word.indexOf('-');
    if (end < 0) end = word.indexOf('/');
    String address = end < 0 ? word : word.substring(0, end);
    boolean v6 = word.indexOf(':') >= 0;
    Pattern form = v6 ? HEXADECIMAL : DOTTED_QUAD;
    return form.matcher(address).matches()
        && (!v6 || address.indexOf(':') >= 0)
        && isLiteral(address);
  }

  private static boolean isLiteral(String address) {
    try {
      InetAddress.ofLiteral(address);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
