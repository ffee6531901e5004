package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.RepeatedWords;
import dev.vipc.syntax.RepeatedWords.Tail;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code server}, {@code server-template} and {@code default-server} lines of a section.
 */
final class ServerLine {
  /** Options without a value; all others that are known take one. */
  private static final Set<String> FLAGS =
      Set.of(
          "agent-check",
          "allow-0rtt",
          "backup",
          "check",
          "check-send-proxy",
          "check-ssl",
          "check-via-socks4",
          "disabled",
          "enabled",
          "force-sslv3",
          "force-tlsv10",
          "force-tlsv11",
          "force-tlsv12",
          "force-tlsv13",
          "no-agent-check",
          "no-backup",
          "no-check",
          "no-check-send-proxy",
          "no-check-ssl",
          "no-send-proxy",
          "no-send-proxy-v2",
          "no-send-proxy-v2-ssl",
          "no-send-proxy-v2-ssl-cn",
          "no-ssl",
          "no-ssl-reuse",
          "no-sslv3",
          "no-tls-tickets",
          "no-tlsv10",
          "no-tlsv11",
          "no-tlsv12",
          "no-tlsv13",
          "no-verifyhost",
          "no-tfo",
          "non-stick",
          "send-proxy",
          "send-proxy-v2",
          "send-proxy-v2-ssl",
          "send-proxy-v2-ssl-cn",
          "ssl",
          "ssl-reuse",
          "stick",
          "tfo",
          "tls-tickets",
          "check-sni-auto",
          "no-check-sni-auto",
          "sni-auto",
          "no-sni-auto",
          "check-reuse-pool",
          "no-check-reuse-pool",
          "no-renegotiate",
          "renegotiate",
          "ktls",
          "strict-maxconn");

  /** What a server line, or the defaults of servers, asks for. */
  static final class Options {
    boolean check;
    boolean agent;
    boolean agentPort;
    boolean port;
    boolean ssl;
    boolean verifies;
    boolean caFile;
    boolean initNone;

    /** Whether no option was met that more is to be said of than stands here. */
    boolean alone = true;

    Map<String, Word> values = new HashMap<>(0);

    Options copy() {
      Options copy = new Options();
      copy.check = check;
      copy.agent = agent;
      copy.agentPort = agentPort;
      copy.port = port;
      copy.ssl = ssl;
      copy.verifies = verifies;
      copy.caFile = caFile;
      copy.initNone = initNone;
      return copy;
    }

    boolean asks(Options other) {
      return check == other.check
          && agent == other.agent
          && agentPort == other.agentPort
          && port == other.port
          && ssl == other.ssl
          && verifies == other.verifies
          && caFile == other.caFile
          && initNone == other.initNone;
    }
  }

  /** What a line asks for whose end was met before, and the defaults that it was laid over. */
  record Repeated(Tail tail, Options defaults, Options own) {}

  private final Verdicts out;
  private final Language language;
  private final Proxy proxy;
  private final Map<String, Span> ids = new HashMap<>(0);
  private final List<Proxy.Tracking> tracking = new ArrayList<>(0);
  private final Options defaults;
  private boolean cookieSeen;

  ServerLine(Verdicts out, Language language, Proxy proxy) {
    this.out = out;
    this.language = language;
    this.proxy = proxy;
    this.defaults = inherited(proxy.settings());
  }

  private static Options inherited(ProxySettings settings) {
    Options options = new Options();
    options.check = settings.has("server check");
    options.agent = settings.has("server agent-check");
    options.agentPort = settings.has("server agent-port");
    options.port = settings.has("server port");
    options.ssl = settings.has("server ssl");
    options.caFile = settings.has("server ca-file");
    options.verifies = !settings.has("server verify none");
    return options;
  }

  /** Takes note of a server whose line was refused. */
  void remember(List<Word> words) {
    if (words.size() < 2) return;
    Word name = words.get(1);
    index(ServerIndex.key(proxy.name(), name.value()), name, false);
  }

  void read(List<Word> words) {
    if (words.size() < 3 || !proxy.isBackend()) return;
    Word name = words.get(1);
    proxy.addServer();
    if (!Names.check("server", name, out)) return;
    Address.Takes kind =
        proxy.settings().mode() == ProxySettings.Mode.OTHER
            ? Address.Takes.DATAGRAM
            : Address.Takes.STREAM;
    var address =
        language.address(words.get(2), Address.Takes.PORT_OFFSET, Address.Takes.STREAM, kind);
    if (address.isEmpty()) return;
    Options options = own(words);
    if (options == null) return;
    duplicate(name, options.check || options.agent);
    // a name is looked up only when the ports were held against the checks
    boolean unknown =
        address.get().family() != Address.Family.INTERNET || address.get().isHostName();
    boolean port = unknown || (!address.get().mapped() && address.get().port() > 0) || options.port;
    finish(name, options, port);
  }

  /** What the options of a {@code server} line ask for; null where one was refused. */
  private @Nullable Options own(List<Word> words) {
    Tail tail = RepeatedWords.tailOf(words, 3);
    Repeated last = language.repeatedServer();
    if (tail != null && last != null && last.tail == tail && last.defaults.asks(defaults))
      return last.own;
    Options own = defaults.copy();
    if (!options(words, 3, own)) return null;
    if (tail != null && own.alone) language.repeatServer(new Repeated(tail, defaults.copy(), own));
    return own;
  }

  private void finish(Word name, Options options, boolean port) {
    if (options.check && !port) proxy.portless().add(new Proxy.Portless(name, true));
    if (options.agent && !options.agentPort)
      out.error(
          HaproxyFindings.NO_CHECK_PORT,
          name.span(),
          "server `" + name.value() + "` has an `agent-check` and no `agent-port`",
          "add `agent-port N`");
    if (options.ssl && options.verifies && !options.caFile) untrusted(name);
    Word track = options.values.get("track");
    if (track != null) {
      if (options.check)
        out.laterError(
            HaproxyFindings.BAD_SETTING,
            track.span(),
            "a server cannot both `track` another one and have a `check`",
            "delete one of the two");
      tracking.add(new Proxy.Tracking(name, track.located()));
    }
  }

  private void untrusted(Word name) {
    language.atEnd(
        () -> {
          if (!language.hasGlobal("ssl-server-verify none"))
            out.laterError(
                HaproxyFindings.NO_CERTIFICATE,
                name.span(),
                "server `" + name.value() + "` uses TLS, and no `ca-file` says whom to trust",
                "add `ca-file PATH`, or `verify none` where that is acceptable");
        });
  }

  void template(List<Word> words) {
    if (words.size() < 4 || !proxy.isBackend()) return;
    proxy.addServer();
    Word name = words.get(1);
    if (!Names.check("server", name, out) || !count(words.get(2))) return;
    var address = language.address(words.get(3), Address.Takes.PORT_OFFSET, Address.Takes.STREAM);
    if (address.isEmpty()) return;
    Options options = defaults.copy();
    if (!options(words, 4, options)) return;
    language.references().define("server prefix", name.located());
    boolean port =
        address.get().isHostName()
            || (!address.get().mapped() && address.get().port() > 0)
            || options.port;
    finish(name, options, port);
  }

  private boolean count(Word word) {
    String[] ends = word.value().split("-", -1);
    boolean good = ends.length <= 2;
    for (String end : ends) good &= Address.isNumber(end) && Integer.parseInt(end) > 0;
    if (good && ends.length == 2) good = Integer.parseInt(ends[0]) < Integer.parseInt(ends[1]);
    if (!good)
      out.error(
          HaproxyFindings.BAD_SETTING,
          word.span(),
          "`" + word.value() + "` is no number or range of servers",
          "write `3` or `1-3`");
    return good;
  }

  void defaults(List<Word> words) {
    if (!options(words, 1, defaults)) return;
    ProxySettings settings = proxy.settings();
    Span span = words.getFirst().span();
    mirror(settings, "server check", defaults.check, span);
    mirror(settings, "server agent-check", defaults.agent, span);
    mirror(settings, "server agent-port", defaults.agentPort, span);
    mirror(settings, "server port", defaults.port, span);
    mirror(settings, "server ssl", defaults.ssl, span);
    mirror(settings, "server ca-file", defaults.caFile, span);
    mirror(settings, "server verify none", !defaults.verifies, span);
  }

  private static void mirror(ProxySettings settings, String name, boolean value, Span span) {
    if (value) settings.put(name, span);
    else settings.remove(name);
  }

  /** Reads the options; whether none was refused. */
  private boolean options(List<Word> words, int start, Options options) {
    int before = out.errors();
    for (int at = start; at < words.size(); at++) {
      Word word = words.get(at);
      String name = word.value();
      if (FLAGS.contains(name)) {
        flag(name, options);
      } else if (at + 1 < words.size()) {
        Word value = words.get(at + 1);
        value(name, value, options);
        at++;
        if (name.equals("source")) at = usesrc(words, at);
      }
    }
    return out.errors() == before;
  }

  private static int usesrc(List<Word> words, int at) {
    if (at + 1 < words.size() && Set.of("usesrc", "interface").contains(words.get(at + 1).value()))
      return at + 2;
    return at;
  }

  private static void flag(String name, Options options) {
    switch (name) {
      case "check" -> options.check = true;
      case "no-check" -> options.check = false;
      case "agent-check" -> options.agent = true;
      case "no-agent-check" -> options.agent = false;
      case "ssl", "check-ssl" -> options.ssl = true;
      case "no-ssl" -> options.ssl = false;
      default -> {}
    }
  }

  private void value(String name, Word value, Options options) {
    switch (name) {
      case "port" -> options.port = true;
      case "agent-port" -> options.agentPort = true;
      case "verify" -> options.verifies = !value.is("none");
      default -> options.alone &= !judge(name, value, options);
    }
  }

  /** Judges the value of an option; whether there is anything to judge. */
  private boolean judge(String name, Word value, Options options) {
    switch (name) {
      case "ca-file" -> {
        options.caFile = true;
        if (!value.is("@system-ca")) out.assume("file", value.value(), value.span());
      }
      case "crt", "crl-file" -> out.assume("file", value.value(), value.span());
      case "track" -> options.values.put("track", value);
      case "resolvers" -> {
        // 1.8 does not look (measured with 1.8.0)
        if (out.atLeast(1, 9)) language.references().use("resolvers", value.located());
      }
      case "addr", "agent-addr" -> {
        var address = language.address(value, Address.Takes.STREAM);
        if (name.equals("addr") && address.isPresent())
          options.port |=
              address.get().family() != Address.Family.INTERNET
                  || (!address.get().mapped() && address.get().port() > 0);
      }
      case "source" -> language.address(value, Address.Takes.PORT_RANGE, Address.Takes.STREAM);
      case "sni" -> language.expression(new Cursor(List.of(value), 0), Places.CONNECT);
      case "id" -> id(value);
      case "init-addr" -> initAddress(value);
      case "cookie" -> cookie(value);
      case "proto", "check-proto" -> {
        Protocols.check(value, out);
        proxy.protocols().add(new Proxy.Protocol(name, value, false));
      }
      case "ssl-min-ver", "ssl-max-ver" -> TlsOptions.version(value, out);
      case "observe" -> {
        if (value.is("layer7") && proxy.settings().mode() == ProxySettings.Mode.TCP)
          out.error(
              HaproxyFindings.BAD_SETTING,
              value.span(),
              "`observe layer7` needs HTTP mode",
              "write `observe layer4`, or `mode http` above this line");
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void cookie(Word value) {
    if (cookieSeen) return;
    cookieSeen = true;
    proxy.cookies().add(new Proxy.CookieServer(value, value.span()));
  }

  private void initAddress(Word value) {
    for (String method : value.value().split(",", -1)) {
      boolean known =
          Set.of("last", "libc", "none").contains(method)
              || Address.isIpv4(method)
              || Address.isIpv6(method);
      if (known) continue;
      out.error(
          HaproxyFindings.BAD_SETTING,
          value.span(),
          "`" + method + "` is no way to find the first address",
          "write a list of `last`, `libc`, `none` or an address");
      return;
    }
  }

  private void id(Word value) {
    Span earlier = ids.putIfAbsent(value.value(), value.span());
    if (earlier == null) return;
    out.report(
        Diagnostic.of(
                HaproxyFindings.DEFINED_TWICE,
                value.span(),
                "id `%s` belongs to another server of the section".formatted(value.value()))
            .also(earlier, "it is given here")
            .help("write another number"));
  }

  private void duplicate(Word name, boolean checked) {
    long key = ServerIndex.key(proxy.name(), name.value());
    int earlier = language.servers().get(key);
    index(key, name, checked);
    if (earlier < 0 || !out.atLeast(1, 5)) return;
    Diagnostic twice =
        Diagnostic.of(
                HaproxyFindings.DEFINED_TWICE,
                name.span(),
                "another server of %s is called `%s`".formatted(proxy.said(), name.value()))
            .as(out.atLeast(2, 0) ? Severity.ERROR : Severity.WARNING)
            .help("give one of the two another name");
    out.later(
        earlierPlace(name, earlier >> 1)
            .map(place -> twice.also(place, "it is defined here"))
            .orElse(twice));
  }

  /** Where the earlier one stands, unless that is in another file of the run. */
  private static Optional<Span> earlierPlace(Word name, int start) {
    SourceFile file = name.span().file();
    return file.text().startsWith(name.value(), start)
        ? Optional.of(file.span(start, start + name.value().length()))
        : Optional.empty();
  }

  private void index(long key, Word name, boolean checked) {
    language.servers().put(key, name.start() << 1 | (checked ? 1 : 0));
  }

  /** The section ends: what its servers track is looked up when all is read. */
  void end() {
    if (proxy.isDefaults()) return;
    for (Proxy.Tracking one : tracking) {
      String section = proxy.name();
      language.atEnd(() -> track(section, one));
    }
    for (Located<String> used : proxy.usedServers())
      if (language.servers().get(ServerIndex.key(proxy.name(), used.value())) < 0)
        out.laterError(
            HaproxyFindings.UNKNOWN_REFERENCE,
            used.span(),
            "%s has no server `%s`".formatted(proxy.said(), used.value()),
            "define it, or name one that is there");
  }

  private void track(String section, Proxy.Tracking one) {
    String target = one.target().value();
    int slash = target.indexOf('/');
    String backend = slash < 0 ? section : target.substring(0, slash);
    String server = target.substring(slash + 1);
    int found = language.servers().get(ServerIndex.key(backend, server));
    if (found < 0)
      out.laterError(
          HaproxyFindings.UNKNOWN_REFERENCE,
          one.target().span(),
          "no server is called `" + target + "`",
          "name a server of this section, or `backend/server`");
    else if ((found & 1) == 0 && !isTracking(server))
      out.laterError(
          HaproxyFindings.BAD_SETTING,
          one.target().span(),
          "`" + target + "` has no check that could be tracked",
          "add `check` to its line");
  }

  private boolean isTracking(String server) {
    return tracking.stream().anyMatch(one -> one.server().is(server));
  }
}
