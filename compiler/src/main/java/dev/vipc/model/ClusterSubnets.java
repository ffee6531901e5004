package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/**
 * The subnets of one cluster as one file states them.
 *
 * @param program who reads the file, and whose defaults hold where it says nothing
 */
public record ClusterSubnets(String program, Range pods, Range services) {
  /**
   * @param key what the file calls it: {@code podSubnet}, {@code kubePodsCIDR} …
   * @param written one of each family at most, where the program is right
   * @param standard what the program takes where nothing is written; absent where it takes none
   */
  public record Range(String key, List<Setting<Cidr>> written, Optional<Cidr> standard) {
    public Range {
      written = List.copyOf(written);
    }

    public Range(String key, List<Setting<Cidr>> written, String standard) {
      this(key, written, Cidr.parse(standard));
    }

    public List<Located<Cidr>> known() {
      return written.stream().flatMap(subnet -> subnet.located().stream()).toList();
    }
  }
}
