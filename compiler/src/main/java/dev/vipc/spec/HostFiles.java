package dev.vipc.spec;

import dev.vipc.model.Cidr;
import dev.vipc.source.Located;
import java.util.List;

/**
 * What is written for the machines beside the daemons' own configuration.
 *
 * @param sshPort stays open for everybody, 1..65535
 * @param allow what the firewall lets in that the spec's programs do not need
 * @param hosts whether lines for {@code /etc/hosts} are wanted
 */
public record HostFiles(
    Chosen<Firewall> firewall,
    Chosen<Integer> sshPort,
    List<Allowed> allow,
    Chosen<Boolean> hosts) {
  public HostFiles {
    allow = List.copyOf(allow);
  }

  /** Who filters packets on the machines. */
  public enum Firewall {
    NONE("none"),
    NFTABLES("nftables"),
    FIREWALLD("firewalld");

    private final String word;

    Firewall(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Ports of a program that the spec does not know.
   *
   * @param from empty: everybody
   * @param on who was meant
   * @param nodes the machines that let it in
   */
  public record Allowed(
      Located<Ports> ports,
      Chosen<Protocol> protocol,
      List<Located<Cidr>> from,
      Chosen<Selection> on,
      List<SpecNode> nodes) {
    public Allowed {
      from = List.copyOf(from);
      nodes = List.copyOf(nodes);
    }
  }

  /** Ports from the first to the last, both 1..65535. */
  public record Ports(int first, int last) {
    public Ports {
      if (first < 1 || last < first || last > 65_535)
        throw new IllegalArgumentException(first + "-" + last);
    }

    /** As firewalls write it: {@code 9100} or {@code 30000-32767}. */
    @Override
    public String toString() {
      return first == last ? String.valueOf(first) : first + "-" + last;
    }
  }

  /** A transport that has ports. */
  public enum Protocol {
    TCP("tcp"),
    UDP("udp");

    private final String word;

    Protocol(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
