package dev.vipc.spec;

import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** A layer-2 segment: its prefixes, and what must not be used in it. */
public record Network(
    Located<String> name,
    List<Located<Cidr>> cidrs,
    Optional<Located<IpAddress>> gateway,
    List<Located<Range>> reserved) {
  /** Addresses from {@code first} to {@code last}, both included, of one family. */
  public record Range(IpAddress first, IpAddress last) {
    public boolean contains(IpAddress address) {
      return address.isV6() == first.isV6()
          && first.compareTo(address) <= 0
          && address.compareTo(last) <= 0;
    }

    @Override
    public String toString() {
      return first.equals(last) ? first.toString() : first + "-" + last;
    }
  }
}
