package dev.vipc.lower.cni;

import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.AddressRange;
import dev.vipc.model.Parts;
import dev.vipc.model.ServicePool;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pools of Service addresses: MetalLB's IPAddressPool and the ConfigMap that it read before 0.13,
 * Cilium's CiliumLoadBalancerIPPool.
 */
final class ServicePools {
  private ServicePools() {}

  /** What one document says; nothing for other kinds. */
  static Parts read(String kind, YamlFields document) {
    return switch (kind) {
      case "IPAddressPool" -> Parts.of(metalLb(document));
      case "CiliumLoadBalancerIPPool" -> Parts.of(cilium(document));
      case "ConfigMap" -> isOldMetalLb(document) ? oldMetalLb(document) : Parts.NONE;
      default -> Parts.NONE;
    };
  }

  private static ServicePool metalLb(YamlFields document) {
    return new ServicePool(
        "MetalLB", name(document), document.at("spec").list("addresses", range(document.values())));
  }

  /** {@code cidrs} until 1.15, {@code blocks} since. */
  private static ServicePool cilium(YamlFields document) {
    YamlFields spec = document.at("spec");
    List<Setting<AddressRange>> ranges = new ArrayList<>();
    for (String key : List.of("cidrs", "blocks"))
      for (YamlFields block : spec.mappings(key)) block(block).ifPresent(ranges::add);
    return new ServicePool("Cilium", name(document), ranges);
  }

  private static Optional<Setting<AddressRange>> block(YamlFields block) {
    Function<Located<String>, Setting<AddressRange>> whole = range(block.values());
    if (block.has("cidr")) return Optional.of(block.read("cidr", whole));
    if (!block.has("stop")) return block.scalar("start").map(whole);
    return block
        .scalar("start")
        .flatMap(
            first ->
                block
                    .scalar("stop")
                    .map(
                        last ->
                            new Located<>(
                                first.value() + "-" + last.value(), first.span().to(last.span()))))
        .map(whole);
  }

  private static boolean isOldMetalLb(YamlFields document) {
    YamlFields data = document.at("data");
    return data.scalar("config").filter(text -> text.value().contains("address-pools")).isPresent();
  }

  private static Parts oldMetalLb(YamlFields document) {
    return Embedded.in(document.at("data"), "config")
        .map(
            config ->
                Parts.of(
                    config.fields().mappings("address-pools").stream()
                        .map(pool -> oldPool(config, pool))
                        .toList()))
        .orElse(Parts.NONE);
  }

  private static ServicePool oldPool(Embedded config, YamlFields pool) {
    return new ServicePool(
        "MetalLB",
        pool.read("name", text -> pool.values().text(config.outside(text))),
        pool.list("addresses", text -> range(pool.values()).apply(config.outside(text))));
  }

  private static Setting<String> name(YamlFields document) {
    return document.at("metadata").text("name");
  }

  private static Function<Located<String>, Setting<AddressRange>> range(Values values) {
    return word -> values.hostLike(word, AddressRange::parse);
  }
}
