package dev.vipc.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address, written as a literal; never a name, never resolved. */
public record IpAddress(InetAddress address) implements Comparable<IpAddress> {
  private static final Pattern LONGEST_ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

  /** Reads {@code 10.0.0.1}, {@code fd00::1} or {@code [fd00::1]}; anything else is absent. */
  public static Optional<IpAddress> parse(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String literal = bracketed ? text.substring(1, text.length() - 1) : text;
    boolean v6 = literal.indexOf(':') >= 0 && literal.indexOf('%') < 0 && literal.indexOf('[') < 0;
    if (!v6 && (bracketed || !isDottedQuad(literal))) return Optional.empty();
    try {
      return Optional.of(new IpAddress(InetAddress.ofLiteral(literal)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Of four or sixteen bytes, most significant first. */
  static IpAddress of(byte[] bytes) {
    try {
      return new IpAddress(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
    }
  }

  /**
   * Four numbers of at most three digits without a leading zero; by hand, since it is asked very
   * often.
   */
  private static boolean isDottedQuad(String text) {
    int dots = 0;
    int digits = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '.' && digits > 0 && dots < 3) {
        dots++;
        digits = 0;
      } else if (c < '0' || c > '9' || digits == 3 || digits == 1 && text.charAt(at - 1) == '0') {
        return false;
      } else {
        digits++;
      }
    }
    return dots == 3 && digits > 0;
  }

  public boolean isV6() {
    return address instanceof Inet6Address;
  }

  /** 32 or 128. */
  public int bits() {
    return isV6() ? 128 : 32;
  }

  /** In the numeric order that VRRP breaks ties by (RFC 9568 section 6.4.3); IPv4 before IPv6. */
  @Override
  public int compareTo(IpAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.address.getAddress();
    return mine.length != theirs.length
        ? Integer.compare(mine.length, theirs.length)
        : Arrays.compareUnsigned(mine, theirs);
  }

  /** The literal as RFC 5952 writes it. */
  @Override
  public String toString() {
    String text = address.getHostAddress();
    if (!isV6()) return text;
    int scope = text.indexOf('%');
    String plain = scope < 0 ? text : text.substring(0, scope);
    return LONGEST_ZEROS
        .matcher(plain)
        .results()
        .map(java.util.regex.MatchResult::group)
        .max((a, b) -> Integer.compare(zeros(a), zeros(b)))
        .map(run -> replaceFirst(plain, run))
        .orElse(plain);
  }

  private static int zeros(String run) {
    return (int) run.chars().filter(c -> c == '0').count();
  }

  private static String replaceFirst(String text, String run) {
    int at = text.indexOf(run);
    return text.substring(0, at) + "::" + text.substring(at + run.length());
  }
}
