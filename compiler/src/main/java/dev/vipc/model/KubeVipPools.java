package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.List;
import java.util.stream.Stream;

/** The pools of kube-vip's cloud provider: the ConfigMap {@code kubevip} of kube-system. */
public record KubeVipPools(List<Pool> pools) implements GivesAddresses {
  private static final String BY_DHCP = "0.0.0.0";

  /**
   * One key of the ConfigMap.
   *
   * @param key {@code cidr-NAMESPACE} or {@code range-NAMESPACE}, {@code global} for all
   * @param pieces what stands between its commas
   */
  public record Pool(Located<String> key, List<Setting<String>> pieces) {
    public Pool {
      pieces = List.copyOf(pieces);
    }

    /** Whether its pieces are networks; else they are ranges. */
    public boolean ofNetworks() {
      return key.value().startsWith("cidr-");
    }
  }

  public KubeVipPools {
    pools = List.copyOf(pools);
  }

  @Override
  public String announcer() {
    return "kube-vip's cloud provider";
  }

  /** Without 0.0.0.0, which stands for an address by DHCP. */
  @Override
  public Stream<Located<AddressRange>> ranges() {
    return pools.stream()
        .flatMap(pool -> pool.pieces().stream())
        .flatMap(piece -> piece.located().stream())
        .flatMap(
            text ->
                AddressRange.parse(text.value())
                    .filter(range -> !range.first().toString().equals(BY_DHCP))
                    .map(range -> new Located<>(range, text.span()))
                    .stream());
  }
}
