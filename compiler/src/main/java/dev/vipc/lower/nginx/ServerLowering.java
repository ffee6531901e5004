package dev.vipc.lower.nginx;

import dev.vipc.model.HostPort;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Kind;
import dev.vipc.model.Proxy.Listener;
import dev.vipc.model.Proxy.Mode;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Proxy.Timeouts;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The servers and upstreams of {@code stream} or {@code http}: an upstream is a backend, a server
 * with its listen lines a frontend, or both in one where it passes to an address of its own.
 */
final class ServerLowering {
  private static final int MOST_DEPTH = 8;

  private final Section section;
  private final List<Statement> body;
  private final NginxWordValues values;
  private final UpstreamLowering upstreams;

  ServerLowering(Section section, List<Statement> body, NginxWordValues values) {
    this.section = section;
    this.body = body;
    this.values = values;
    this.upstreams = new UpstreamLowering(section, values);
  }

  void lower(
      List<Proxy> proxies, List<NginxFile.Upstream> servers, List<NginxFile.Answer> answers) {
    List<String> tls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Block server : blocks(body, "server"))
      for (Pass pass : passes(server)) if (pass.tls()) tls.add(pass.target().value());
    for (Block upstream : blocks(body, "upstream")) {
      Optional<Word> name = upstream.word(1);
      if (name.isEmpty()) continue;
      names.add(name.get().value());
      proxies.add(
          upstreams.backend(upstream, name.get().located(), tls.contains(name.get().value())));
      servers.add(upstreams.passive(upstream, name.get().located()));
    }
    for (Block server : blocks(body, "server")) {
      server(server, names, proxies, servers);
      answers(server, server.body(), answers, 0);
    }
  }

  private static List<Block> blocks(List<Statement> body, String keyword) {
    List<Block> found = new ArrayList<>();
    for (Statement statement : body)
      if (statement instanceof Block block && block.keyword().equals(keyword)) found.add(block);
    return found;
  }

  /** Where a {@code proxy_pass} leads; for HTTP the name or address behind the scheme. */
  private record Pass(Located<String> target, boolean tls, Span line) {}

  private List<Pass> passes(Block server) {
    List<Pass> passes = new ArrayList<>();
    passes(server.body(), passes, 0);
    return passes;
  }

  private void passes(List<Statement> lines, List<Pass> passes, int depth) {
    for (Statement line : lines) {
      if (line.keyword().equals("proxy_pass") && line.words().size() == 2)
        passes.add(pass(line.words().get(1), line.span()));
      if (section == Section.HTTP && depth < MOST_DEPTH && line instanceof Block block)
        passes(block.body(), passes, depth + 1);
    }
  }

  private Pass pass(Word word, Span line) {
    Located<String> whole = word.located();
    int scheme = section == Section.HTTP ? whole.value().indexOf("://") : -1;
    if (scheme < 0) return new Pass(whole, false, line);
    int slash = whole.value().indexOf('/', scheme + 3);
    int end = slash < 0 ? whole.value().length() : slash;
    boolean literal = word.end() - word.start() == whole.value().length();
    Span span = literal ? whole.span().part(scheme + 3, end) : whole.span();
    return new Pass(
        new Located<>(whole.value().substring(scheme + 3, end), span),
        whole.value().startsWith("https:"),
        line);
  }

  private void server(
      Block server, List<String> names, List<Proxy> proxies, List<NginxFile.Upstream> servers) {
    List<Listener> listeners = listeners(server);
    List<Pass> passes = passes(server);
    List<Located<String>> backends = new ArrayList<>();
    List<Server> own = new ArrayList<>();
    for (Pass pass : passes) {
      if (names.contains(pass.target().value())) backends.add(pass.target());
      else if (isAddress(pass)) {
        Optional<Integer> port =
            section == Section.HTTP ? Optional.of(pass.tls() ? 443 : 80) : Optional.empty();
        own.add(upstreams.single(pass.target(), port, pass.tls(), pass.line()));
        servers.add(
            new NginxFile.Upstream(
                pass.target(), List.of(upstreams.passive(pass.target(), port, pass.line()))));
      } else backends.add(pass.target());
    }
    if (listeners.isEmpty() && passes.isEmpty()) return;
    proxies.add(proxy(server, listeners, own, backends));
  }

  /** Whether it names one machine: an address, or a name with a port. */
  private static boolean isAddress(Pass pass) {
    String target = pass.target().value();
    return HostPort.parse(target)
        .filter(at -> at.address().isPresent() || at.port().isPresent())
        .isPresent();
  }

  private Proxy proxy(
      Block server, List<Listener> listeners, List<Server> own, List<Located<String>> backends) {
    Span head = server.keywordSpan();
    return new Proxy(
        own.isEmpty() ? Kind.FRONTEND : Kind.LISTEN,
        name(server, listeners, head),
        Setting.of(section == Section.HTTP ? Mode.HTTP : Mode.TCP, head),
        listeners,
        own,
        Proxy.portsOf(own),
        Setting.unset(),
        List.of(),
        section == Section.STREAM ? timeouts(server) : Timeouts.NONE,
        List.of(),
        List.of(),
        backends,
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        head);
  }

  /** A server has no name of its own that counts; people speak of its port. */
  private static Located<String> name(Block server, List<Listener> listeners, Span head) {
    if (listeners.isEmpty()) return new Located<>("server", head);
    Listener first = listeners.getFirst();
    return new Located<>(
        first.address().value().map(HostPort::toString).orElse(first.span().text()), first.span());
  }

  /** What {@code proxy_timeout} says is a limit of silence on either side. */
  private Timeouts timeouts(Block server) {
    return new Timeouts(
        inherited(server, "proxy_connect_timeout", values::time),
        Setting.unset(),
        Setting.unset(),
        inherited(server, "proxy_timeout", values::time),
        Setting.unset(),
        Setting.unset());
  }

  private Setting<Duration> inherited(
      Block server, String keyword, Function<Located<String>, Setting<Duration>> how) {
    Setting<Duration> own = NginxLowering.setting(server.body(), keyword, how);
    return own.isUnset() ? NginxLowering.setting(body, keyword, how) : own;
  }

  private List<Listener> listeners(Block server) {
    List<Listener> listeners = new ArrayList<>();
    boolean any = false;
    for (Statement line : server.body()) {
      if (!line.keyword().equals("listen") || line.words().size() < 2) continue;
      any = true;
      List<String> options = line.words().stream().skip(2).map(Word::value).toList();
      Located<String> address = line.words().get(1).located();
      if (options.contains("udp")
          || options.contains("quic")
          || address.value().startsWith("unix:")) continue;
      listeners.add(
          new Listener(
              values.listen(address, section.assumedPort()),
              Addresses.ports(address.value()),
              options.contains("ssl"),
              address.span()));
    }
    if (!any && section == Section.HTTP)
      listeners.add(
          new Listener(
              Setting.of(new HostPort("*", OptionalInt.of(80)), server.keywordSpan()),
              1,
              false,
              server.keywordSpan()));
    return List.copyOf(listeners);
  }

  private void answers(
      Block server, List<Statement> lines, List<NginxFile.Answer> answers, int depth) {
    if (section == Section.STREAM || depth > MOST_DEPTH) return;
    List<Integer> ports = new ArrayList<>();
    for (Listener listener : listeners(server))
      listener.address().value().map(HostPort::port).ifPresent(port -> port.ifPresent(ports::add));
    for (Block location : blocks(lines, "location")) {
      location.arguments().stream()
          .reduce((_, last) -> last)
          .ifPresent(path -> answer(location, path.value(), ports, answers));
      answers(server, location.body(), answers, depth + 1);
    }
  }

  private void answer(
      Block location, String path, List<Integer> ports, List<NginxFile.Answer> answers) {
    for (Statement line : location.body())
      if (line.keyword().equals("return") && line.words().size() > 1)
        values
            .number(line.words().get(1).located())
            .value()
            .ifPresent(
                status -> answers.add(new NginxFile.Answer(path, status, ports, line.span())));
  }
}
