package dev.vipc.lower;

import dev.vipc.model.Cidr;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads scalars into settings. A hole, and text that does not parse, become {@link
 * Setting.Unknown}: the hole is remembered, and text of the wrong shape is the keyword table's or
 * the schema's finding.
 */
public record Values(Holes holes) {
  public Setting<String> text(Located<String> word) {
    return read(word, Optional::of);
  }

  /** A host name or address. */
  public Setting<String> host(Located<String> word) {
    return hostLike(word, Optional::of);
  }

  public Setting<Integer> integer(Located<String> word) {
    return read(word, Values::parseInteger);
  }

  /** 1..65535, or a hole; bare capitals count as a hole. */
  public Setting<Integer> port(Located<String> word) {
    return hostLike(word, text -> parseInteger(text).filter(port -> port >= 1 && port <= 65535));
  }

  public Setting<IpAddress> address(Located<String> word) {
    return hostLike(word, IpAddress::parse);
  }

  public Setting<Cidr> cidr(Located<String> word) {
    return hostLike(word, Cidr::parse);
  }

  public Setting<HostPort> hostPort(Located<String> word) {
    return hostLike(word, HostPort::parse);
  }

  /** Any other shape: {@code parse} gives absent for text that it cannot read. */
  public <T> Setting<T> read(Located<String> word, Function<String, Optional<T>> parse) {
    return holes.in(word) ? Setting.unknown(word.span()) : parsed(word, parse);
  }

  /** Like {@link #read}, for a shape that holds a host, an address or a port. */
  public <T> Setting<T> hostLike(Located<String> word, Function<String, Optional<T>> parse) {
    return holes.inHost(word) ? Setting.unknown(word.span()) : parsed(word, parse);
  }

  private <T> Setting<T> parsed(Located<String> word, Function<String, Optional<T>> parse) {
    return holes
        .expand(word)
        .flatMap(parse)
        .map(value -> Setting.of(value, word.span()))
        .orElseGet(() -> Setting.unknown(word.span()));
  }

  private static Optional<Integer> parseInteger(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
