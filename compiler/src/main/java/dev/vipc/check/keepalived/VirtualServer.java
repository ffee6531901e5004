package dev.vipc.check.keepalived;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keepalived has read of one {@code virtual_server}. Filled line by line. */
final class VirtualServer {
  /** How packets reach a server. */
  enum Forwarding {
    NAT,
    DR,
    TUN
  }

  /** What is served: an address and a port, a mark, or a group. */
  enum By {
    ADDRESS,
    MARK,
    GROUP
  }

  /** A {@code real_server} or a sorry server. */
  static final class Real {
    final Span span;
    final Inet address;
    final int port;
    Optional<Forwarding> forwarding;
    Optional<Long> weight = Optional.empty();
    Optional<Boolean> inhibit = Optional.empty();

    Real(Span span, Inet address, int port, Optional<Forwarding> forwarding) {
      this.span = span;
      this.address = address;
      this.port = port;
      this.forwarding = forwarding;
    }
  }

  final By by;
  final Word head;
  final Optional<Word> group;
  final int port;
  Optional<Boolean> v6;
  final List<Real> reals = new ArrayList<>();
  boolean realRefused;

  /** The keywords of lines that are refused, from which nothing follows. */
  final Set<String> refused = new HashSet<>();

  Optional<Real> sorry = Optional.empty();
  Optional<Forwarding> forwarding = Optional.empty();
  Optional<Word> protocol = Optional.empty();
  Optional<Word> scheduler = Optional.empty();
  Optional<Word> onePacket = Optional.empty();
  Optional<Word> haSuspend = Optional.empty();
  boolean persistent;
  boolean inhibit;
  boolean sorryInhibit;
  long weight = 1;
  long quorum = 1;
  Optional<Word> quorumWord = Optional.empty();
  long hysteresis;
  Optional<Word> hysteresisWord = Optional.empty();

  VirtualServer(By by, Word head, Optional<Word> group, int port, Optional<Boolean> v6) {
    this.by = by;
    this.head = head;
    this.group = group;
    this.port = port;
    this.v6 = v6;
  }
}
