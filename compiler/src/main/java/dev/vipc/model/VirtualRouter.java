package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One VRRP virtual router as one node's configuration states it.
 *
 * @param sourceAddress where its advertisements come from ({@code unicast_src_ip}, {@code
 *     mcast_src_ip})
 * @param addresses the virtual addresses that advertisements carry
 * @param excludedAddresses held with the others, not advertised
 * @param noPreempt whether it leaves the address with a holder of lower priority
 */
public record VirtualRouter(
    Located<String> name,
    Setting<InitialState> state,
    Setting<String> iface,
    Setting<Integer> vrid,
    Setting<Integer> priority,
    Setting<Duration> advertisementInterval,
    Setting<Integer> version,
    Setting<String> authenticationType,
    Setting<String> password,
    Setting<Boolean> noPreempt,
    Setting<Duration> preemptDelay,
    Setting<IpAddress> sourceAddress,
    List<Setting<IpAddress>> unicastPeers,
    Setting<IpAddress> multicastGroup,
    List<Setting<VirtualAddress>> addresses,
    List<Setting<VirtualAddress>> excludedAddresses,
    List<Track> tracks,
    Span span) {
  /** The state that it starts in. */
  public enum InitialState {
    MASTER,
    BACKUP
  }

  /**
   * @param prefixLength in 0..32 or 0..128
   * @param prefixGiven whether it was written; without it keepalived takes /32 or /128
   */
  public record VirtualAddress(
      IpAddress address, int prefixLength, boolean prefixGiven, Setting<String> device) {}

  /** What it watches. {@code weight} unset means the tracked object's own weight. */
  public record Track(Kind kind, Located<String> name, Setting<Integer> weight, boolean reverse) {
    public enum Kind {
      SCRIPT,
      PROCESS,
      INTERFACE,
      FILE,
      BFD
    }
  }

  /**
   * The priority before any weight, 1..255: what is written, or keepalived's default (255 for
   * {@code state MASTER}, else 100); absent where it is unknown or out of range.
   */
  public Optional<Integer> basePriority() {
    if (state.isUnknown()) return inRange(priority.value());
    return inRange(priority.orDefault(state.is(InitialState.MASTER) ? 255 : 100));
  }

  /** Where the priority is written, or else the router's name. */
  public Span prioritySpan() {
    return priority.span().orElse(name.span());
  }

  /** The VRID where it is known and valid. */
  public Optional<Integer> validVrid() {
    return inRange(vrid.value());
  }

  /**
   * Whether {@code nopreempt} is in force: keepalived drops it from {@code state MASTER} and from
   * priority 255 (measured with 2.2.7).
   */
  public boolean neverPreempts() {
    return noPreempt.is(true)
        && !state.is(InitialState.MASTER)
        && !basePriority().equals(Optional.of(255));
  }

  public boolean isUnicast() {
    return !unicastPeers.isEmpty();
  }

  /** The virtual addresses that are known, advertised ones first. */
  public List<Located<VirtualAddress>> knownAddresses() {
    return Stream.concat(addresses.stream(), excludedAddresses.stream())
        .flatMap(address -> address.located().stream())
        .toList();
  }

  private static Optional<Integer> inRange(Optional<Integer> number) {
    return number.filter(n -> n >= 1 && n <= 255);
  }
}
