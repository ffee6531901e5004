package dev.vipc.model;

import java.util.Optional;
import org.apache.commons.net.util.SubnetUtils;
import org.apache.commons.net.util.SubnetUtils6;

/**
 * An address with a prefix length, and the network that it lies in.
 *
 * @param prefixLength 0..32 or 0..128
 */
public record Cidr(IpAddress address, int prefixLength) {
  public Cidr {
    if (prefixLength < 0 || prefixLength > address.bits())
      throw new IllegalArgumentException(address + "/" + prefixLength);
  }

  /** Reads {@code 10.244.0.0/16} or {@code fd00::/64}; anything else is absent. */
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) return Optional.empty();
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return IpAddress.parse(text.substring(0, slash))
        .filter(address -> prefix <= address.bits())
        .map(address -> new Cidr(address, prefix));
  }

  public boolean contains(IpAddress other) {
    if (other.isV6() != address.isV6()) return false;
    return address.isV6()
        ? new SubnetUtils6(toString()).getInfo().isInRange(other.toString())
        : inclusive().isInRange(other.toString());
  }

  /** Whether the two networks share an address. */
  public boolean overlaps(Cidr other) {
    return contains(other.address) || other.contains(address);
  }

  /** Its first address: {@code 10.0.0.0} of {@code 10.0.0.7/24}. */
  public IpAddress network() {
    String first =
        address.isV6()
            ? new SubnetUtils6(toString()).getInfo().getNetworkAddress()
            : inclusive().getNetworkAddress();
    return IpAddress.parse(first).orElseThrow();
  }

  /** Its last address: {@code 10.0.0.255} of {@code 10.0.0.7/24}. */
  public IpAddress last() {
    byte[] bytes = address.address().getAddress();
    for (int bit = prefixLength; bit < bytes.length * 8; bit++)
      bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
    return IpAddress.of(bytes);
  }

  private SubnetUtils.SubnetInfo inclusive() {
    SubnetUtils subnet = new SubnetUtils(toString());
    subnet.setInclusiveHostCount(true);
    return subnet.getInfo();
  }

  @Override
  public String toString() {
    return address + "/" + prefixLength;
  }
}
