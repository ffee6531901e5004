package dev.vipc.lower.haproxy;

import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Kind;
import dev.vipc.model.Proxy.Listener;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code frontend}, {@code backend} or {@code listen} section. */
final class ProxySection {
  private final Kind kind;
  private final Directive header;
  private final ProxySettings settings;
  private final HaproxyValues values;
  private final ServerLines lines;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();
  private final Map<String, Located<String>> used = new LinkedHashMap<>();

  /**
   * @param settings what it takes from its defaults section; lines of its own go over them
   * @param lines reads the servers of all sections
   */
  ProxySection(
      Kind kind,
      Directive header,
      ProxySettings settings,
      HaproxyValues values,
      ServerLines lines) {
    this.kind = kind;
    this.header = header;
    this.settings = settings;
    this.values = values;
    this.lines = lines;
  }

  void take(Directive line) {
    List<Word> words = line.words();
    switch (line.keyword()) {
      case "server", "server-template" -> server(line);
      case "bind" -> bind(words);
      case "use_backend" -> useBackend(words);
      default -> settings.take(line, values);
    }
  }

  private void bind(List<Word> words) {
    if (kind == Kind.BACKEND || words.size() < 2) return;
    boolean tls = words.subList(2, words.size()).stream().anyMatch(word -> word.is("ssl"));
    Word addresses = words.get(1);
    if (addresses.value().indexOf(',') < 0) {
      listen(addresses.located(), tls);
      return;
    }
    int start = 0;
    for (String address : addresses.value().split(",")) {
      listen(new Located<>(address, part(addresses, start, address.length())), tls);
      start += address.length() + 1;
    }
  }

  /** A part of a word; the whole where quotes or escapes have moved its characters. */
  private static Span part(Word word, int start, int length) {
    Span span = word.span();
    boolean raw = span.end() - span.start() == word.value().length();
    return raw ? span.part(start, start + length) : span;
  }

  private void listen(Located<String> text, boolean tls) {
    Setting<Address> address = values.address(text);
    int ports = address.value().map(Address::ports).orElse(1);
    listeners.add(new Listener(address.map(Address::at), ports, tls, text.span()));
  }

  private void server(Directive line) {
    if (kind == Kind.FRONTEND) return;
    Optional<Server> server = lines.read(line, settings.servers());
    // no lambda: a large file comes here for nearly every line
    if (server.isPresent()) servers.add(server.get());
  }

  private void useBackend(List<Word> words) {
    // a name made of samples (%[...]) is known only while a connection is there
    if (words.size() < 2 || words.get(1).value().indexOf('%') >= 0) return;
    used.putIfAbsent(words.get(1).value(), words.get(1).located());
  }

  Proxy proxy() {
    boolean front = kind != Kind.BACKEND;
    if (front) settings.defaultBackend().ifPresent(name -> used.put(name.value(), name));
    return new Proxy(
        kind,
        header.words().get(1).located(),
        settings.mode(),
        listeners,
        servers,
        Proxy.portsOf(servers),
        kind == Kind.FRONTEND ? Setting.unset() : settings.balance(),
        kind == Kind.FRONTEND ? List.of() : settings.checks.methods(),
        settings.timeouts(),
        settings.httpOnlyOptions(front),
        settings.options(),
        List.copyOf(used.values()),
        front ? settings.maxConnections() : Setting.unset(),
        settings.retries(),
        settings.defaults(),
        header.span());
  }
}
