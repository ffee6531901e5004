package dev.vipc.lower.envoy;

import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.HostPort;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The fields of one message: each may be written in snake case or in camel case (protobuf's JSON).
 */
record Fields(YamlFields yaml) {
  private static final int MOST_SECONDS = 1_000_000_000;

  Fields at(String name) {
    return new Fields(yaml.at(key(name)));
  }

  List<Fields> list(String name) {
    return yaml.mappings(key(name)).stream().map(Fields::new).toList();
  }

  boolean has(String name) {
    return yaml.has(key(name));
  }

  Optional<Located<String>> scalar(String name) {
    return yaml.scalar(key(name));
  }

  Setting<String> text(String name) {
    return yaml.text(key(name));
  }

  Setting<Integer> integer(String name) {
    return yaml.read(key(name), yaml.values()::integer);
  }

  /** A duration such as {@code 0.25s}. */
  Setting<Duration> duration(String name) {
    Values values = yaml.values();
    return yaml.read(key(name), word -> values.read(word, Fields::parsed));
  }

  /** The key's own place. */
  Optional<Span> keySpan(String name) {
    return yaml.mapping().entry(key(name)).map(YamlNode.Entry::key).map(YamlNode.Scalar::span);
  }

  Setting<String> host(String name) {
    return yaml.host(key(name));
  }

  Setting<Integer> port(String name) {
    return yaml.port(key(name));
  }

  /** Host and port of {@code address: {socket_address: …}}, written where the port is. */
  Setting<HostPort> socketAddress() {
    Fields socket = at("address").at("socket_address");
    Setting<String> host = socket.host("address");
    Setting<Integer> port = socket.port("port_value");
    if (host.isUnset() && port.isUnset()) return Setting.unset();
    Span place = port.span().or(host::span).orElse(socket.yaml().span());
    if (host.isUnknown() || port.isUnknown() || host.isUnset()) return Setting.unknown(place);
    OptionalInt number = port.value().map(OptionalInt::of).orElse(OptionalInt.empty());
    return Setting.of(new HostPort(host.value().orElse(""), number), place);
  }

  private String key(String name) {
    return yaml.has(name) ? name : FieldName.camel(name);
  }

  private static Optional<Duration> parsed(String text) {
    if (!text.matches("\\d{1,12}(\\.\\d{1,9})?s")) return Optional.empty();
    BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
    if (seconds.intValue() > MOST_SECONDS) return Optional.empty();
    return Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()));
  }
}
