package dev.vipc.model;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What one file lets into a machine.
 *
 * @param refusal what refuses the rest: a policy, a last rule, a zone; absent where the file lets
 *     in what it does not name
 * @param complete whether all of it was understood; without that, more may be open or shut
 * @param openings what it lets in, in the order of the file
 */
public record Firewall(
    SourceFile file,
    Dialect dialect,
    Optional<Span> refusal,
    boolean complete,
    List<Opening> openings)
    implements Part {
  /** The language of the file. */
  public enum Dialect {
    NFTABLES,
    IPTABLES_SAVE,
    FIREWALLD_ZONE,
    FIREWALL_CMD,
    UFW,
    IPTABLES_COMMANDS
  }

  /**
   * Packets that are let in.
   *
   * @param protocol the IP protocol's number, or {@link #ANY}
   * @param firstPort 1..65535; 0 to 65535 where ports do not matter
   * @param sources empty for everybody
   * @param destinations empty for every address of the machine
   * @param span the words that let them in, within one line
   */
  public record Opening(
      int protocol,
      int firstPort,
      int lastPort,
      List<Cidr> sources,
      List<Cidr> destinations,
      Span span) {
    public static final int ANY = -1;

    public Opening {
      sources = List.copyOf(sources);
      destinations = List.copyOf(destinations);
    }

    /** Whether it speaks of such packets, whoever sends them to whichever address. */
    public boolean speaksOf(int otherProtocol, int port) {
      return (protocol == ANY || protocol == otherProtocol)
          && firstPort <= port
          && port <= lastPort;
    }

    public boolean acceptsFrom(IpAddress source) {
      return sources.isEmpty() || sources.stream().anyMatch(from -> from.contains(source));
    }

    public boolean acceptsTo(IpAddress destination) {
      return destinations.isEmpty()
          || destinations.stream().anyMatch(to -> to.contains(destination));
    }
  }

  public Firewall {
    openings = List.copyOf(openings);
  }
}
