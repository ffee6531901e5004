package dev.vipc.spec;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the holders of a virtual address agree by VRRP.
 *
 * @param routerId 1..255
 * @param version 2 or 3
 * @param multicastGroup where multicast advertisements go; absent: VRRP's own group of the family
 * @param password only version 2 has one
 * @param priorities one for each holder, 1..254, in the holders' order
 * @param preemptDelay how long a better node waits before it takes the address back
 */
public record Vrrp(
    Located<Integer> routerId,
    Chosen<Integer> version,
    Chosen<Duration> advertisementInterval,
    Chosen<Transport> transport,
    Optional<Located<IpAddress>> multicastGroup,
    Optional<Secret> password,
    List<Chosen<Integer>> priorities,
    Chosen<Boolean> preempt,
    Chosen<Duration> preemptDelay,
    Chosen<Boolean> virtualMac,
    Span span) {
  public enum Transport {
    UNICAST,
    MULTICAST
  }
}
