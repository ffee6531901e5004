package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.spec.Durations;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The stream part of one nginx.conf as proxies of the spec; what is none stays verbatim. */
final class NginxImport {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");
  private static final Pattern LIMIT = Pattern.compile("limit_conn (\\S+) (\\d{1,7})");

  /** Listeners that are no plain ones of TCP: whoever connects has to speak another way. */
  private static final Set<String> OTHER_LISTENERS = Set.of("ssl", "udp", "proxy_protocol");

  private static final Duration CONNECT = Duration.ofSeconds(60);
  private static final Duration SILENCE = Duration.ofMinutes(10);

  /** A proxy, and what of the file it was made of. */
  private record Found(Draft draft, Block server, Block upstream) {
    Found named(Draft other) {
      return new Found(other, server, upstream);
    }
  }

  private final Node node;
  private final Machines machines;
  private final Notes notes;
  private final Comments comments;
  private final int apiServerPort;
  private final Draft.Naming naming;
  private final NginxVerbatim verbatim;
  private final Document document;
  private final List<Found> found = new ArrayList<>();

  /** Zones that count the connections of a listener, which is what a proxy's limit means. */
  private final Set<String> zones = new HashSet<>();

  private List<Statement> ofStream = List.of();

  /**
   * @param naming asked once for each proxy, when all its fields are known
   */
  NginxImport(ProxyDaemon daemon, Node node, Sink sink, int apiServerPort, Draft.Naming naming) {
    this.document = NginxSyntax.parse(daemon.file(), _ -> {});
    this.node = node;
    this.machines = sink.machines();
    this.notes = sink.notes();
    this.comments = sink.comments();
    this.apiServerPort = apiServerPort;
    this.naming = naming;
    this.verbatim =
        new NginxVerbatim(machines.of(node).name(), PodImport.isPod(node, Program.NGINX), sink);
  }

  List<Draft> decide() {
    blocks(document.statements(), "stream").forEach(this::proxies);
    blocks(document.statements(), "http").forEach(this::http);
    settle();
    // what is kept and noted of a proxy depends on its last name
    found.forEach(this::decideLines);
    blocks(document.statements(), "stream").forEach(this::rest);
    return drafts();
  }

  private List<Draft> drafts() {
    return found.stream().map(Found::draft).toList();
  }

  /**
   * Decides what stands around the stream part, once all files are read.
   *
   * @param isEveryNodes whether a proxy is every node's own
   */
  void finish(Predicate<Draft> isEveryNodes) {
    List<Draft> drafts = drafts();
    boolean local = !drafts.isEmpty() && drafts.stream().allMatch(isEveryNodes);
    verbatim.around(document.statements(), drafts, local);
    verbatim.flush();
  }

  private static List<Block> blocks(List<Statement> statements, String keyword) {
    List<Block> blocks = new ArrayList<>();
    for (Statement statement : statements)
      if (statement instanceof Block block && block.keyword().equals(keyword)) blocks.add(block);
    return blocks;
  }

  private void proxies(Block stream) {
    ofStream = stream.body();
    for (Statement statement : stream.body())
      NginxVerbatim.zoneOfListener(statement).ifPresent(zones::add);
    Map<String, Block> upstreams = upstreams(stream);
    for (Block server : blocks(stream.body(), "server"))
      upstream(server, upstreams)
          .filter(upstream -> found.stream().noneMatch(other -> other.upstream() == upstream))
          .ifPresent(
              upstream ->
                  draft(server, upstream)
                      .ifPresent(draft -> found.add(new Found(draft, server, upstream))));
    verbatim.beside(kept(stream));
  }

  private static Map<String, Block> upstreams(Block stream) {
    Map<String, Block> upstreams = new HashMap<>();
    for (Block block : blocks(stream.body(), "upstream"))
      block.word(1).ifPresent(name -> upstreams.put(name.value(), block));
    return upstreams;
  }

  /**
   * The blocks that stay. A server that stays as it is needs its upstream as it is, which has
   * another name than ours.
   */
  private List<Block> kept(Block stream) {
    Set<Block> servers = found.stream().map(Found::server).collect(Collectors.toSet());
    Set<Block> used = found.stream().map(Found::upstream).collect(Collectors.toSet());
    Map<String, Block> upstreams = upstreams(stream);
    Set<Block> needed =
        blocks(stream.body(), "server").stream()
            .filter(server -> !servers.contains(server))
            .flatMap(server -> upstream(server, upstreams).stream())
            .collect(Collectors.toSet());
    List<Block> kept = new ArrayList<>();
    for (Statement statement : stream.body())
      if (statement instanceof Block block
          && !servers.contains(block)
          && (!used.contains(block) || needed.contains(block))) kept.add(block);
    return kept;
  }

  /** No two proxies of the file come to one name. */
  private void settle() {
    Set<String> ofFile =
        found.stream().map(each -> each.draft().name()).collect(Collectors.toSet());
    found.replaceAll(
        proxy -> {
          ofFile.remove(proxy.draft().name());
          Draft named = naming.settle(proxy.draft(), name -> !ofFile.contains(name));
          ofFile.add(named.name());
          return proxy.named(named);
        });
  }

  /** What the stream part has beside the proxies. */
  private void rest(Block stream) {
    List<Block> kept = kept(stream);
    List<String> names = found.stream().map(each -> each.draft().name()).toList();
    for (Statement statement : stream.body())
      switch (statement) {
        case Block block when kept.contains(block) -> verbatim.keep(block, "stream");
        case Block _ -> {}
        case Directive line -> {
          if (!kept.isEmpty() || !isInherited(line)) verbatim.ofStream(line, names);
        }
      }
  }

  /** A limit for all servers of the stream part, which each proxy says for itself. */
  private static boolean isInherited(Directive line) {
    return Set.of("proxy_connect_timeout", "proxy_timeout").contains(line.keyword());
  }

  private static Optional<Block> upstream(Block server, Map<String, Block> upstreams) {
    return line(server.body(), "proxy_pass")
        .flatMap(pass -> pass.word(1))
        .map(word -> upstreams.get(word.value()));
  }

  /** Pages of metrics are the proxies'; the rest stays. */
  private void http(Block http) {
    List<Statement> rest = new ArrayList<>();
    int pages = 0;
    for (Statement statement : http.body()) {
      Optional<HostPort> page = NginxVerbatim.page(statement);
      if (page.isPresent() && pages < found.size())
        found.get(pages++).draft().fields().put("metrics", page.get().toString());
      else rest.add(statement);
    }
    verbatim.ofHttp(rest, pages > 0);
  }

  private static Optional<Statement> line(List<Statement> lines, String keyword) {
    return lines.stream().filter(line -> line.keyword().equals(keyword)).findFirst();
  }

  /** Absent where a listener or a server has a form that the spec does not know. */
  private Optional<Draft> draft(Block server, Block upstream) {
    List<String> listen = new ArrayList<>();
    for (Statement line : server.body())
      if (line.keyword().equals("listen")) {
        Optional<String> at = line.word(1).flatMap(word -> listener(word.value()));
        boolean plain = line.words().stream().map(Word::value).noneMatch(OTHER_LISTENERS::contains);
        if (at.isEmpty() || !plain) return Optional.empty();
        listen.add(at.get());
      }
    List<DraftServer> servers = new ArrayList<>();
    for (Statement line : upstream.body())
      if (line.keyword().equals("server")) {
        Optional<DraftServer> each = server(line, servers.size());
        if (each.isEmpty()) return Optional.empty();
        servers.add(each.get());
      }
    Optional<Duration> connect = time(server, "proxy_connect_timeout", CONNECT);
    Optional<Duration> silence = time(server, "proxy_timeout", SILENCE);
    Optional<String> balance = balance(upstream);
    if (listen.isEmpty() || servers.isEmpty() || connect.isEmpty() || silence.isEmpty())
      return Optional.empty();
    if (balance.isEmpty() || server.body().stream().anyMatch(Block.class::isInstance))
      return Optional.empty();
    String name = upstream.word(1).map(Word::value).orElse("");
    name = Routers.sectionName(SpecProxy.ofServers(name));
    Fields fields = new Fields().put("engine", "nginx").put("listen", YamlText.row(listen));
    fields.put("servers", DraftServer.all(servers, machines, apiServerPort));
    fields.put("balance", balance.get());
    AskedPath.of(node, name).ifPresent(check -> fields.put("check", check.compact(110)));
    passive(upstream, fields);
    fields.put(
        "timeouts",
        new Fields()
            .put("connect", Durations.format(connect.get()))
            .put("client", Durations.format(silence.get()))
            .put("server", Durations.format(silence.get()))
            .compact(110));
    limit(server, fields);
    return Optional.of(new Draft(Program.NGINX, name, listen, fields, upstream.keywordSpan()));
  }

  /** {@code 6443}, {@code *:6443}, {@code 127.0.0.1:6443}, {@code [::]:6443}. */
  private static Optional<String> listener(String text) {
    if (text.matches("\\d{1,5}")) return Optional.of("*:" + text);
    return HostPort.parse(text)
        .filter(at -> at.port().isPresent())
        .filter(at -> at.host().equals("*") || at.address().isPresent())
        .map(HostPort::toString);
  }

  private Optional<DraftServer> server(Statement line, int before) {
    Optional<HostPort> at =
        line.word(1)
            .flatMap(word -> HostPort.parse(word.value()))
            .filter(each -> each.port().isPresent() && each.address().isPresent());
    if (at.isEmpty()) return Optional.empty();
    Fields fields = new Fields();
    for (Word option : line.words().subList(2, line.words().size())) {
      String text = option.value();
      if (text.matches("weight=\\d{1,3}")) fields.put("weight", number(text));
      else if (text.matches("max_conns=[1-9]\\d{0,6}")) fields.put("maxConnections", number(text));
      else if (text.equals("backup")) fields.put("backup", true);
      else if (text.equals("down")) fields.put("weight", 0);
      else if (!text.startsWith("max_fails=") && !text.startsWith("fail_timeout="))
        return Optional.empty();
    }
    IpAddress address = at.get().address().orElseThrow();
    String name =
        machines.holder(address).map(Machine::name).orElseGet(() -> "server-" + (before + 1));
    return Optional.of(
        new DraftServer(name, address.toString(), at.get().port().orElseThrow(), fields));
  }

  private static int number(String option) {
    return Integer.parseInt(option.substring(option.indexOf('=') + 1));
  }

  /** Absent where it chooses in a way that the spec does not know. */
  private static Optional<String> balance(Block upstream) {
    for (Statement line : upstream.body())
      switch (line.keyword()) {
        case "least_conn" -> {
          return Optional.of("leastconn");
        }
        case "random" -> {
          return Optional.of("random");
        }
        case "hash" -> {
          boolean ofClient =
              line.word(1)
                  .filter(word -> word.is("$remote_addr") || word.is("$binary_remote_addr"))
                  .isPresent();
          return ofClient ? Optional.of("source") : Optional.empty();
        }
        default -> {}
      }
    return Optional.of("roundrobin");
  }

  /** The first server's; nginx's own values are the spec's too. */
  private void passive(Block upstream, Fields fields) {
    List<Optional<String>> failures = options(upstream, "max_fails=");
    List<Optional<String>> pauses = options(upstream, "fail_timeout=");
    Fields passive = new Fields();
    first(failures, "1", upstream, "max_fails")
        .filter(text -> text.matches("[1-9]\\d?"))
        .ifPresent(text -> passive.put("failures", Integer.parseInt(text)));
    first(pauses, "10s", upstream, "fail_timeout")
        .flatMap(NginxImport::duration)
        .ifPresent(pause -> passive.put("pause", Durations.format(pause)));
    if (!passive.isEmpty()) fields.put("passive", passive.compact(110));
  }

  /**
   * @param unasked what nginx takes for a server without the option
   */
  private Optional<String> first(
      List<Optional<String>> values, String unasked, Block upstream, String option) {
    if (values.stream().map(value -> value.orElse(unasked)).distinct().count() > 1)
      notes.add(
          GUESSED,
          upstream.keywordSpan(),
          "`%s` is not the same for all servers; the spec has the first one's".formatted(option));
    return values.stream().findFirst().flatMap(value -> value);
  }

  /** Of each server, in the order of the file. */
  private static List<Optional<String>> options(Block upstream, String option) {
    return upstream.body().stream()
        .filter(line -> line.keyword().equals("server"))
        .map(
            line ->
                line.words().stream()
                    .map(Word::value)
                    .filter(word -> word.startsWith(option))
                    .map(word -> word.substring(option.length()))
                    .findFirst())
        .toList();
  }

  private void limit(Block server, Fields fields) {
    Optional<Integer> limit =
        server.body().stream().flatMap(line -> limit(line).stream()).findFirst();
    limit.ifPresentOrElse(
        most -> fields.put("maxConnections", most),
        () ->
            notes.add(
                GUESSED,
                server.keywordSpan(),
                "no `limit_conn` is written; the spec has its default of 8000 connections"));
  }

  /** The most connections of the listener; a limit for each client is something else. */
  private Optional<Integer> limit(Statement line) {
    Matcher limit = LIMIT.matcher(Extras.words(line));
    return limit.matches() && zones.contains(limit.group(1))
        ? Optional.of(Integer.valueOf(limit.group(2)))
        : Optional.empty();
  }

  private void decideLines(Found proxy) {
    String name = proxy.draft().name();
    Block server = proxy.server();
    Block upstream = proxy.upstream();
    comments.keep("proxies." + name, upstream.keywordSpan());
    comments.keep("proxies." + name, server.keywordSpan());
    String head = Extras.words(upstream);
    if (!head.equals("upstream " + name + SpecProxy.SERVERS))
      notes.add(
          WRITTEN_ANEW,
          upstream.keywordSpan(),
          "`%s` is written as `upstream %s`".formatted(head, name + SpecProxy.SERVERS));
    upstream.body().forEach(line -> ofUpstream(line, name));
    server.body().forEach(line -> ofServer(line, name));
  }

  private void ofUpstream(Statement line, String name) {
    switch (line.keyword()) {
      case "server", "least_conn", "hash" -> comments.keep("proxies." + name, line.span());
      case "random" -> {
        comments.keep("proxies." + name, line.span());
        if (line.words().size() > 1) verbatim.anew(line, "build writes `random` alone");
      }
      case "zone" -> {
        if (!Extras.words(line).matches("zone " + name + SpecProxy.SERVERS + " \\d+k"))
          verbatim.anew(line, "build writes its own");
      }
      default -> verbatim.keep(line, "upstream " + name);
    }
  }

  private void ofServer(Statement line, String name) {
    switch (line.keyword()) {
      case "proxy_pass", "proxy_connect_timeout", "proxy_timeout" ->
          comments.keep("proxies." + name, line.span());
      case "limit_conn" -> {
        if (limit(line).isEmpty()) verbatim.keep(line, "server " + name);
        else comments.keep("proxies." + name, line.span());
      }
      case "listen" -> {
        comments.keep("proxies." + name, line.span());
        boolean ours = line.words().size() <= 2 || Extras.words(line).endsWith(" so_keepalive=on");
        if (!ours)
          notes.add(
              NOT_CARRIED,
              line.span(),
              "the options of `%s` are not carried over".formatted(Extras.words(line)));
      }
      default -> {
        if (!NginxVerbatim.OURS_IN_SERVER.contains(Extras.words(line)))
          verbatim.keep(line, "server " + name);
      }
    }
  }

  /** Absent where a line has a time that is none. */
  private Optional<Duration> time(Block server, String keyword, Duration unasked) {
    Optional<Statement> line = line(server.body(), keyword).or(() -> line(ofStream, keyword));
    if (line.isEmpty()) return Optional.of(unasked);
    return line.get().word(1).flatMap(word -> duration(word.value()));
  }

  private static Optional<Duration> duration(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) return Optional.empty();
    long number = Long.parseLong(time.group(1));
    return Optional.of(
        switch (Optional.ofNullable(time.group(2)).orElse("s")) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> Duration.ofSeconds(number);
        });
  }
}
