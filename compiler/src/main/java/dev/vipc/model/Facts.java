package dev.vipc.model;

import dev.vipc.source.Located;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person states beside the configuration files: in a spec or in {@code .vipc.yaml}. A rule
 * that needs a fact which is not here stays silent.
 *
 * @param recovery how long the service may be away
 */
public record Facts(List<Network> networks, Optional<Located<Duration>> recovery) {
  public static final Facts NONE = new Facts(List.of(), Optional.empty());

  public Facts {
    networks = List.copyOf(networks);
  }

  /**
   * A layer-2 segment and its prefixes.
   *
   * @param reserved what is given out by others there: a DHCP server's range, another system's pool
   */
  public record Network(
      String name,
      List<Located<Cidr>> prefixes,
      Optional<Located<IpAddress>> gateway,
      List<Located<AddressRange>> reserved) {
    public Network {
      prefixes = List.copyOf(prefixes);
      reserved = List.copyOf(reserved);
    }

    public boolean contains(IpAddress address) {
      return prefixes.stream().anyMatch(prefix -> prefix.value().contains(address));
    }
  }

  /** Both; the first recovery that is stated holds. */
  public Facts and(Facts other) {
    return new Facts(
        Stream.concat(networks.stream(), other.networks.stream()).distinct().toList(),
        recovery.or(other::recovery));
  }
}
