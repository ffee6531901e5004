package dev.vipc.rule.vrrp;

import dev.vipc.model.VrrpGroup.Member;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What keepalived makes of {@code authentication}. */
final class AuthPass {
  /** The authentication field of a VRRPv2 advertisement. */
  static final int OCTETS = 8;

  private AuthPass() {}

  /** The first eight octets as text; absent where they end within a character. */
  static Optional<String> cut(String password) {
    byte[] all = password.getBytes(StandardCharsets.UTF_8);
    if (all.length <= OCTETS) return Optional.of(password);
    String cut = new String(all, 0, OCTETS, StandardCharsets.UTF_8);
    return password.startsWith(cut) ? Optional.of(cut) : Optional.empty();
  }

  /**
   * What a member's advertisements carry as a comparable text; absent where that is unknown. A
   * password without a type is not used, nor is anything in version 3 (measured with 2.2.7).
   */
  static Optional<String> of(Member member) {
    if (member.router().authenticationType().isUnset()) return Optional.of("none");
    Optional<String> type = member.router().authenticationType().value();
    if (type.isEmpty() || !type.get().equals("PASS")) return type;
    return member
        .router()
        .password()
        .value()
        .map(password -> password.getBytes(StandardCharsets.UTF_8))
        .map(octets -> "PASS " + Arrays.toString(Arrays.copyOf(octets, OCTETS)));
  }
}
