package dev.vipc.agent.plan;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address with a prefix length.
 *
 * @param prefixLength 0..32 or 0..128
 */
public record Subnet(InetAddress address, int prefixLength) {
  private static final Pattern DOTTED_QUAD = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /** A literal address, never a name; absent for anything else. */
  public static Optional<InetAddress> address(String text) {
    if (text.indexOf(':') < 0 && !DOTTED_QUAD.matcher(text).matches()) return Optional.empty();
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** {@code 10.0.0.1/24}; absent for anything else. */
  static Optional<Subnet> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) return Optional.empty();
    int length = Integer.parseInt(text.substring(slash + 1));
    return address(text.substring(0, slash))
        .filter(address -> length <= address.getAddress().length * 8)
        .map(address -> new Subnet(address, length));
  }

  public boolean isV6() {
    return address instanceof Inet6Address;
  }

  /** Whether the address lies within the prefix. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) return false;
    for (int bit = 0; bit < prefixLength; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) return false;
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
