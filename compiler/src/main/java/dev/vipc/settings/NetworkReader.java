package dev.vipc.settings;

import dev.vipc.model.AddressRange;
import dev.vipc.model.Cidr;
import dev.vipc.model.Facts;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.spec.Durations;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what a {@code .vipc.yaml} says of the networks and of what is wanted. */
final class NetworkReader {
  private final Consumer<String> failures;

  /**
   * @param failures takes what could not be read, with its place
   */
  NetworkReader(Consumer<String> failures) {
    this.failures = failures;
  }

  Facts read(Mapping settings) {
    List<Facts.Network> networks =
        settings.items("networks").stream()
            .flatMap(
                item ->
                    item instanceof Mapping m ? Stream.of(network(m)) : Stream.<Facts.Network>of())
            .toList();
    Optional<Located<Duration>> recovery =
        settings
            .mapping("objectives")
            .flatMap(objectives -> objectives.scalar("recovery"))
            .flatMap(
                text -> parsed(text, Durations::parse, "a duration with a unit such as `10s`"));
    return new Facts(networks, recovery);
  }

  private Facts.Network network(Mapping network) {
    return new Facts.Network(
        network.scalar("name").map(Scalar::value).orElse(""),
        all(network, "cidrs", Cidr::parse, "a prefix such as `10.0.0.0/24`"),
        network
            .scalar("gateway")
            .flatMap(text -> parsed(text, IpAddress::parse, "an IPv4 or IPv6 address")),
        all(network, "reserved", AddressRange::parse, "an address, FIRST-LAST or a prefix"));
  }

  private <T> List<Located<T>> all(
      Mapping network, String key, Function<String, Optional<T>> parse, String wanted) {
    List<Located<T>> found = new ArrayList<>();
    for (YamlNode item : network.items(key))
      if (item instanceof Scalar text) parsed(text, parse, wanted).ifPresent(found::add);
    return found;
  }

  private <T> Optional<Located<T>> parsed(
      Scalar text, Function<String, Optional<T>> parse, String wanted) {
    Optional<T> value = parse.apply(text.value());
    if (value.isEmpty())
      failures.accept("%s: `%s` is not %s".formatted(text.span(), text.value(), wanted));
    return value.map(read -> new Located<>(read, text.span()));
  }
}
