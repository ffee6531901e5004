package dev.vipc.proof;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing that goes wrong.
 *
 * @param component what fails; {@link Component#LINK} in a partition
 * @param hosts where it fails: one machine, or in a partition all machines of the second part
 */
public record Fault(Kind kind, Component component, List<Host> hosts) {
  /** How it fails, with the word that reports use. */
  public enum Kind {
    /** It has ended; a keepalived's children end with it and remove the address. */
    DOWN("down"),
    /** It exists and does nothing: stopped, swapped out, in a dead lock. */
    HUNG("hung"),
    /** The segment falls into two, and each half hears itself alone. */
    PARTITION("partition");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public Fault {
    hosts = List.copyOf(hosts);
  }

  static Fault of(Kind kind, Component component, Host host) {
    return new Fault(kind, component, List.of(host));
  }

  /** A component that has ended, and one that hangs. */
  static List<Fault> both(Component component, Host host) {
    return List.of(of(Kind.DOWN, component, host), of(Kind.HUNG, component, host));
  }

  /** {@code haproxy down on lb1}, {@code partition (m2, m3 apart)}. */
  @Override
  public String toString() {
    String names = hosts.stream().map(Host::name).collect(Collectors.joining(", "));
    if (kind == Kind.PARTITION) return "partition (%s apart)".formatted(names);
    return "%s %s on %s".formatted(component.word(), kind.word(), names);
  }
}
