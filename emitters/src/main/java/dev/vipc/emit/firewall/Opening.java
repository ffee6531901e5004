package dev.vipc.emit.firewall;

import java.util.List;
import java.util.Optional;

/**
 * What a machine lets in.
 *
 * @param what what it is, for a comment: no value of the spec's
 * @param protocol {@code tcp}, {@code udp}, the number of an IP protocol without ports, or {@link
 *     #EVERY_PROTOCOL}
 * @param ports one or {@code FIRST-LAST}; absent where the protocol has none
 * @param sources addresses and networks; empty for everybody
 */
record Opening(String what, String protocol, Optional<String> ports, List<Source> sources) {
  static final String EVERY_PROTOCOL = "";

  Opening {
    sources = List.copyOf(sources);
  }

  /** An address or a network. */
  record Source(String text, boolean v6) {}

  static Opening tcp(String what, int port, List<Source> sources) {
    return new Opening(what, "tcp", Optional.of(String.valueOf(port)), sources);
  }

  static Opening udp(String what, int port, List<Source> sources) {
    return new Opening(what, "udp", Optional.of(String.valueOf(port)), sources);
  }

  static Opening ip(String what, int protocol, List<Source> sources) {
    return new Opening(what, String.valueOf(protocol), Optional.empty(), sources);
  }
}
