package dev.vipc.lower.envoy;

import dev.vipc.lower.Pieces;
import dev.vipc.model.EnvoyFile.Retired;
import dev.vipc.source.Located;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds names, types and fields of the v2 API, which Envoy reads up to 1.16. */
final class RetiredNames {
  /** The extensions' names before 1.14 and since. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("envoy.tcp_proxy", "envoy.filters.network.tcp_proxy"),
          Map.entry(
              "envoy.http_connection_manager", "envoy.filters.network.http_connection_manager"),
          Map.entry("envoy.client_ssl_auth", "envoy.filters.network.client_ssl_auth"),
          Map.entry("envoy.ratelimit", "envoy.filters.network.ratelimit"),
          Map.entry("envoy.echo", "envoy.filters.network.echo"),
          Map.entry("envoy.router", "envoy.filters.http.router"),
          Map.entry("envoy.health_check", "envoy.filters.http.health_check"),
          Map.entry("envoy.file_access_log", "envoy.access_loggers.file"),
          Map.entry("envoy.listener.tls_inspector", "envoy.filters.listener.tls_inspector"),
          Map.entry("envoy.listener.proxy_protocol", "envoy.filters.listener.proxy_protocol"));

  private final List<Retired> found = new ArrayList<>();

  private RetiredNames() {}

  static List<Retired> in(Mapping root) {
    RetiredNames names = new RetiredNames();
    names.look(root);
    return names.found;
  }

  private void look(YamlNode node) {
    switch (node) {
      case Scalar _ -> {}
      case Sequence sequence -> sequence.items().forEach(this::look);
      case Mapping mapping -> {
        for (YamlNode.Entry entry : mapping.entries()) {
          entry(mapping, entry);
          look(entry.value());
        }
      }
    }
  }

  private void entry(Mapping around, YamlNode.Entry entry) {
    String key = entry.key().value();
    if (entry.value() instanceof Scalar scalar) {
      if (key.equals("name")) name(scalar);
      else if (key.equals("@type")) type(scalar);
      return;
    }
    boolean cluster =
        around.entry("lb_policy").isPresent() || around.entry("connect_timeout").isPresent();
    switch (key) {
      case "config" -> {
        if (around.entry("name").isPresent() && entry.value() instanceof Mapping)
          add(entry.key(), "typed_config");
      }
      case "hosts" -> {
        if (cluster && entry.value() instanceof Sequence) add(entry.key(), "load_assignment");
      }
      case "tls_context" -> add(entry.key(), "transport_socket");
      default -> {}
    }
  }

  private void name(Scalar scalar) {
    String instead = NAMES.get(scalar.value());
    if (instead != null) found.add(new Retired(Pieces.content(scalar), instead, true));
  }

  private void type(Scalar scalar) {
    String type = scalar.value();
    boolean old =
        type.contains("/envoy.api.v2")
            || type.contains("/envoy.config.") && type.contains(".v2.")
            || type.contains("/envoy.config.") && type.contains(".v2alpha");
    if (old) found.add(new Retired(Pieces.content(scalar), "the type's v3 name", false));
  }

  private void add(Scalar key, String instead) {
    found.add(new Retired(new Located<>(key.value(), key.span()), instead, false));
  }
}
