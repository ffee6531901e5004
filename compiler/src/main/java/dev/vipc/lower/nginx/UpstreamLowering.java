package dev.vipc.lower.nginx;

import dev.vipc.model.NginxFile;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Kind;
import dev.vipc.model.Proxy.Mode;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Proxy.ServerOptions;
import dev.vipc.model.Proxy.Timeouts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** An {@code upstream} and its servers. nginx makes no health check of its own. */
final class UpstreamLowering {
  /** How nginx's methods are called elsewhere. */
  private static final Map<String, String> METHODS =
      Map.of("least_conn", "leastconn", "ip_hash", "source", "hash", "hash", "random", "random");

  /** Keys that are the client's address and nothing else. */
  private static final Set<String> BY_SOURCE = Set.of("$remote_addr", "$binary_remote_addr");

  private final Section section;
  private final NginxWordValues values;

  UpstreamLowering(Section section, NginxWordValues values) {
    this.section = section;
    this.values = values;
  }

  /**
   * @param tls whether what passes to it speaks TLS to the servers
   */
  Proxy backend(Block upstream, Located<String> name, boolean tls) {
    List<Server> servers = new ArrayList<>();
    for (Statement line : upstream.body())
      if (line.keyword().equals("server") && line.words().size() > 1)
        servers.add(server(line, section.assumedPort(), tls));
    return new Proxy(
        Kind.BACKEND,
        name,
        Setting.of(section == Section.HTTP ? Mode.HTTP : Mode.TCP, upstream.keywordSpan()),
        List.of(),
        List.copyOf(servers),
        Proxy.portsOf(servers),
        balance(upstream),
        List.of(),
        Timeouts.NONE,
        List.of(),
        List.of(),
        List.of(),
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        upstream.keywordSpan());
  }

  private static Setting<String> balance(Block upstream) {
    Setting<String> balance = Setting.unset();
    for (Statement line : upstream.body()) {
      String method = METHODS.get(line.keyword());
      if (method != null)
        balance = Setting.of(isBySource(line) ? "source" : method, line.keywordSpan());
    }
    return balance;
  }

  private static boolean isBySource(Statement line) {
    return line.keyword().equals("hash")
        && line.words().size() > 1
        && BY_SOURCE.contains(line.words().get(1).value());
  }

  private Server server(Statement line, Optional<Integer> port, boolean tls) {
    Located<String> address = line.words().get(1).located();
    return new Server(
        address,
        values.server(address, port),
        new ServerOptions(
            false,
            false,
            tls,
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            option(line, "max_conns=", values::number),
            option(line, "weight=", values::number),
            has(line, "backup"),
            has(line, "down"),
            Setting.unset(),
            Setting.unset(),
            line.span()),
        0,
        1,
        line.span());
  }

  /** The server of a {@code proxy_pass} that names one itself. */
  Server single(Located<String> address, Optional<Integer> port, boolean tls, Span line) {
    ServerOptions options =
        new ServerOptions(
            false,
            false,
            tls,
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            false,
            false,
            Setting.unset(),
            Setting.unset(),
            line);
    return new Server(address, values.server(address, port), options, 0, 1, line);
  }

  NginxFile.Upstream passive(Block upstream, Located<String> name) {
    List<NginxFile.Passive> servers = new ArrayList<>();
    for (Statement line : upstream.body())
      if (line.keyword().equals("server") && line.words().size() > 1)
        servers.add(
            new NginxFile.Passive(
                values.server(line.words().get(1).located(), section.assumedPort()),
                option(line, "max_fails=", values::number),
                option(line, "fail_timeout=", values::seconds),
                line.span()));
    return new NginxFile.Upstream(name, servers);
  }

  NginxFile.Passive passive(Located<String> address, Optional<Integer> port, Span line) {
    return new NginxFile.Passive(
        values.server(address, port), Setting.unset(), Setting.unset(), line);
  }

  private static boolean has(Statement line, String option) {
    return line.words().stream().skip(2).anyMatch(word -> word.is(option));
  }

  private static <T> Setting<T> option(
      Statement line, String name, Function<Located<String>, Setting<T>> how) {
    Setting<T> found = Setting.unset();
    for (Word word : line.words().stream().skip(2).toList()) {
      if (!word.value().startsWith(name)) continue;
      boolean literal = word.end() - word.start() == word.value().length();
      Span span = literal ? word.span().part(name.length(), word.value().length()) : word.span();
      found = how.apply(new Located<>(word.value().substring(name.length()), span));
    }
    return found;
  }
}
