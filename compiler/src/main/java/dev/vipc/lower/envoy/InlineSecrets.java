package dev.vipc.lower.envoy;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The private keys, passwords and tokens that a bootstrap, or a part of one, holds in the clear.
 * What is read from a file or from the environment is none. Source: the fields that Envoy's API
 * marks with {@code udpa.annotations.sensitive}, and those that hold credentials without the mark.
 */
public final class InlineSecrets {
  /** Fields whose {@code DataSource}, or each of several, is a secret. */
  private static final Set<String> SOURCES =
      Set.of(
          "private_key",
          "password",
          "pkcs12",
          "keys",
          "secret",
          "secrets",
          "secret_data",
          "auth_username",
          "auth_password",
          "downstream_auth_username",
          "downstream_auth_password",
          "downstream_auth_passwords",
          "users",
          "access_token",
          "credentials_data_source",
          "web_identity_token_data_source");

  /** Fields whose text is a secret. */
  private static final Set<String> TEXTS =
      Set.of(
          "access_token",
          "authorization_token",
          "backend_token",
          "google_refresh_token",
          "json_key",
          "secret_access_key",
          "session_token");

  /** Where a {@code DataSource} itself holds what it is for. */
  private static final Set<String> INLINE = Set.of("inline_string", "inline_bytes");

  /** Of {@code ApiKeyAuth}: a list of clients, each with its key. */
  private static final String CLIENTS = "credentials";

  /** What Envoy sends to an authorization server, word by word. */
  private static final String WORDS = "context_extensions";

  private static final String PRIVATE_KEY = "PRIVATE KEY-----";

  private final Set<Span> found = new LinkedHashSet<>();

  private InlineSecrets() {}

  /** The places of the values in a text, each once; none where it is no YAML. */
  public static List<Span> in(SourceFile file) {
    return YamlSyntax.parse(file, _ -> {}).stream()
        .flatMap(document -> in(document).stream())
        .toList();
  }

  /** The places of the values in one document. */
  static List<Span> in(YamlNode document) {
    InlineSecrets secrets = new InlineSecrets();
    secrets.search(document);
    return List.copyOf(secrets.found);
  }

  private void search(YamlNode node) {
    switch (node) {
      case Scalar scalar -> {
        if (scalar.value().contains(PRIVATE_KEY)) add(scalar);
      }
      case Sequence(var items, _) -> items.forEach(this::search);
      case Mapping(var entries, _) -> entries.forEach(this::search);
    }
  }

  private void search(Entry entry) {
    String field = FieldName.snake(entry.key().value());
    if (SOURCES.contains(field)) inside(entry.value()).forEach(this::source);
    if (TEXTS.contains(field)) text(entry.value());
    if (field.equals(WORDS)) inside(entry.value()).forEach(this::text);
    if (field.equals(CLIENTS)) inside(entry.value()).forEach(this::client);
    search(entry.value());
  }

  /** A value, and the items or the values within it. */
  private static Stream<YamlNode> inside(YamlNode value) {
    return switch (value) {
      case Scalar _ -> Stream.of(value);
      case Sequence(var items, _) -> items.stream();
      case Mapping(var entries, _) ->
          Stream.concat(Stream.of(value), entries.stream().map(Entry::value));
    };
  }

  private void source(YamlNode node) {
    if (!(node instanceof Mapping(var entries, _))) return;
    for (Entry entry : entries)
      if (INLINE.contains(FieldName.snake(entry.key().value()))) text(entry.value());
  }

  private void client(YamlNode node) {
    if (node instanceof Mapping client) client.scalar("key").ifPresent(this::text);
  }

  private void text(YamlNode node) {
    if (node instanceof Scalar scalar) add(scalar);
  }

  /** A value that a template's engine fills in is none yet. */
  private void add(Scalar scalar) {
    if (!scalar.isNull() && !scalar.value().isEmpty() && !scalar.value().contains("{{"))
      found.add(scalar.span());
  }
}
