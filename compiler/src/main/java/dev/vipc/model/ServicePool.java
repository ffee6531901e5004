package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pool of addresses for Services of type LoadBalancer, as a manifest states it.
 *
 * @param announcer whose pool it is: {@code MetalLB}, {@code Cilium}
 */
public record ServicePool(String announcer, Setting<String> name, List<Setting<AddressRange>> pool)
    implements GivesAddresses {
  public ServicePool {
    pool = List.copyOf(pool);
  }

  @Override
  public Stream<Located<AddressRange>> ranges() {
    return pool.stream().flatMap(range -> range.located().stream());
  }
}
