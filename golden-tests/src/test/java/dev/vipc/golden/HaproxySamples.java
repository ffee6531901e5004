package dev.vipc.golden;

import dev.vipc.keyword.ArgumentShape;
import dev.vipc.keyword.ArgumentShape.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A word that fits each shape of argument, and words that do not. */
final class HaproxySamples {
  /** What the files of a test begin with: the things that a sample may name. */
  static final String SURROUNDINGS =
      """
      global
      localpeer vipc-peer
      defaults
      mode http
      timeout client 10s
      timeout server 10s
      timeout connect 10s
      userlist vipc-users
      user vipc insecure-password vipc
      resolvers vipc-resolvers
      nameserver vipc 127.0.0.1:53
      peers vipc-peers
      peer vipc-peer 127.0.0.1:9999
      mailers vipc-mailers
      mailer vipc 127.0.0.1:25
      cache vipc-cache
      total-max-size 4
      http-errors vipc-errors
      fcgi-app vipc-app
      docroot /vipc
      backend vipc-backend
      mode http
      stick-table type string size 1k
      email-alert mailers vipc-mailers
      email-alert from vipc@vipc.example
      email-alert to vipc@vipc.example
      server vipc-server 127.0.0.1:1 check
      """;

  private final Map<String, String> words;

  /** Makes the files that some samples name. */
  HaproxySamples(Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "HTTP/1.0 200 OK\r\n\r\nvipc\n");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path lua = Files.writeString(folder.resolve("vipc.lua"), "");
    String key = Base64.getEncoder().encodeToString(new byte[48]) + "\n";
    Path tickets = Files.writeString(folder.resolve("tickets"), key + key + key);
    words =
        Map.ofEntries(
            Map.entry("file", empty.toString()),
            Map.entry("answer-file", text.toString()),
            Map.entry("certificate", certificate(folder).toString()),
            Map.entry("ticket-keys-file", tickets.toString()),
            Map.entry("lua-file", lua.toString()),
            Map.entry("folder", folder.toString()),
            Map.entry("path", "/vipc"),
            Map.entry("path-pattern", "/vipc/?.lua"),
            Map.entry("user", "root"),
            Map.entry("group", "root"),
            Map.entry("bind-address", "127.0.0.1:9"),
            Map.entry("server-address", "127.0.0.1:1"),
            Map.entry("nameserver-address", "127.0.0.1:53"),
            Map.entry("log-address", "127.0.0.1:514"),
            Map.entry("source-address", "127.0.0.1"),
            Map.entry("resolvers", "vipc-resolvers"),
            Map.entry("userlist", "vipc-users"),
            Map.entry("peers", "vipc-peers"),
            Map.entry("mailers", "vipc-mailers"),
            Map.entry("cache", "vipc-cache"),
            Map.entry("http-errors", "vipc-errors"),
            Map.entry("fcgi-app", "vipc-app"),
            Map.entry("backend", "vipc-backend"),
            Map.entry("table", "vipc-backend"),
            Map.entry("frontend", "vipc-frontend"),
            Map.entry("server", "vipc-server"),
            Map.entry("expression", "int(1)"),
            Map.entry("number-or-expression", "1"),
            Map.entry("port-or-expression", "1"),
            Map.entry("time-or-expression", "10s"),
            Map.entry("status", "400"),
            Map.entry("hexadecimal", "0a"),
            Map.entry("token", "ARGV"),
            Map.entry("operand", "1"),
            Map.entry("digest", "sha256"),
            Map.entry("key", "a2V5"),
            Map.entry("tag", "35"),
            Map.entry("json-path", "$.a"),
            Map.entry("number-path", "1.2"),
            Map.entry("protobuf-type", "int32"),
            Map.entry("flags", "g"),
            Map.entry("sink", "stderr"),
            Map.entry("offset", "1"),
            Map.entry("position", "first"),
            Map.entry("mask", "24"),
            Map.entry("condition", "ifexists"));
  }

  /** Makes a certificate with its key, as HAProxy reads them. */
  private static Path certificate(Path folder) throws IOException {
    String store = folder.resolve("store").toString();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Command.run(
        keytool,
        "-genkeypair",
        "-alias",
        "vipc",
        "-keyalg",
        "RSA",
        "-dname",
        "CN=vipc",
        "-storetype",
        "PKCS12",
        "-keystore",
        store,
        "-storepass",
        "vipcvipc");
    try (var in = Files.newInputStream(Path.of(store))) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(in, "vipcvipc".toCharArray());
      var protection = new KeyStore.PasswordProtection("vipcvipc".toCharArray());
      var entry = (KeyStore.PrivateKeyEntry) keys.getEntry("vipc", protection);
      return Files.writeString(
          folder.resolve("vipc.pem"),
          pem("CERTIFICATE", entry.getCertificate().getEncoded())
              + pem("PRIVATE KEY", entry.getPrivateKey().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
  }

  String fitting(ArgumentShape shape) {
    return switch (shape.type()) {
      case Type.Whole(long low, long high) -> number(low, high);
      case Type.Leading(long low, long high) -> number(low, high);
      case Type.Decimal decimal -> String.valueOf(decimal.low());
      case Type.OneOf(var choices) -> choices.getFirst();
      case Type.AnyCase(var choices) -> choices.getFirst();
      case Type.Ip _ -> "127.0.0.1";
      case Type.Time(long unit, _, long high) ->
          high < Integer.MAX_VALUE ? "1ms" : unit == 1_000 ? "10s" : "10";
      case Type.Size _ -> "1k";
      case Type.Members _, Type.Processors _ -> "1";
      case Type.Octal _ -> "600";
      case Type.Variable(var scopes) -> (scopes.contains("txn") ? "txn" : scopes.getFirst()) + ".v";
      case Type.Address _ -> "127.0.0.1";
      case Type.Word(var what) -> words.getOrDefault(what, "vipc");
      case Type.Text _ -> "vipc";
    };
  }

  /** An example of a row with the words of the shapes that it names, such as {@code <file>}. */
  String filledIn(String example) {
    String filled = example;
    for (var word : words.entrySet())
      filled = filled.replace("<" + word.getKey() + ">", word.getValue());
    return filled;
  }

  private static String number(long low, long high) {
    return String.valueOf(Math.min(high, Math.max(low, 1)));
  }

  /** Words of the wrong type, and beside both ends of the range. */
  List<String> misfits(ArgumentShape shape) {
    return switch (shape.type()) {
      case Type.Whole(long low, long high) ->
          Stream.concat(Stream.of("vipc"), beside(low, high)).toList();
      case Type.Leading(long low, long high) -> beside(low, high).toList();
      case Type.OneOf _, Type.AnyCase _ -> List.of("vipc-other");
      case Type.Decimal _, Type.Ip _ -> List.of("vipc");
      case Type.Time(long unit, long low, long high) ->
          Stream.concat(
                  Stream.of("1x", "1.5s", "10sx", (high + 1) + (unit == 1_000 ? "ms" : "s")),
                  low > 0 ? Stream.of("0") : Stream.of())
              .toList();
      case Type.Size _ -> List.of("1x", "4294967296");
      case Type.Members(_, long most) ->
          most == Long.MAX_VALUE
              ? List.of("vipc", "0", "-1", "1/x")
              : List.of("vipc", "0", "-1", "1/x", String.valueOf(most + 1));
      case Type.Processors _ -> List.of("vipc", "-1");
      case Type.Octal _ -> List.of("6j0", "888");
      case Type.Variable _ -> List.of("vipc", "nowhere.vipc", "txn.vi-pc");
      case Type.Address _ -> List.of("vipc");
      case Type.Word _, Type.Text _ -> List.of();
    };
  }

  private static Stream<String> beside(long low, long high) {
    Stream.Builder<String> words = Stream.builder();
    if (low > Integer.MIN_VALUE) words.add(String.valueOf(low - 1));
    if (high < Integer.MAX_VALUE) words.add(String.valueOf(high + 1));
    return words.build();
  }
}
