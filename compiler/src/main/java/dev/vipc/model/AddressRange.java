package dev.vipc.model;

import java.util.Optional;

/** Addresses from {@code first} to {@code last}, both included, of one family. */
public record AddressRange(IpAddress first, IpAddress last) {
  public AddressRange {
    if (first.isV6() != last.isV6() || first.compareTo(last) > 0)
      throw new IllegalArgumentException(first + "-" + last);
  }

  public static AddressRange of(Cidr network) {
    return new AddressRange(network.network(), network.last());
  }

  /**
   * Reads {@code 10.0.0.5-10.0.0.9}, {@code 10.0.0.0/24} and {@code 10.0.0.5}; anything else is
   * absent.
   */
  public static Optional<AddressRange> parse(String text) {
    if (text.indexOf('/') >= 0) return Cidr.parse(text.strip()).map(AddressRange::of);
    int dash = text.indexOf('-');
    if (dash < 0)
      return IpAddress.parse(text.strip()).map(address -> new AddressRange(address, address));
    return IpAddress.parse(text.substring(0, dash).strip())
        .flatMap(
            first ->
                IpAddress.parse(text.substring(dash + 1).strip())
                    .filter(last -> first.isV6() == last.isV6() && first.compareTo(last) <= 0)
                    .map(last -> new AddressRange(first, last)));
  }

  public boolean contains(IpAddress address) {
    return address.isV6() == first.isV6()
        && first.compareTo(address) <= 0
        && address.compareTo(last) <= 0;
  }

  /** Whether the two share an address. */
  public boolean overlaps(AddressRange other) {
    return contains(other.first) || other.contains(first);
  }

  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + "-" + last;
  }
}
