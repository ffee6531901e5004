package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.source.Span;
import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stream part of one nginx.conf as proxies of the spec; what is none is named in a note. */
final class NginxImport {
  /** Lines around the proxies that build writes by itself. */
  private static final Set<String> OURS =
      Set.of(
          "load_module",
          "user",
          "pid",
          "error_log",
          "worker_processes",
          "worker_rlimit_nofile",
          "events",
          "worker_connections",
          "log_format",
          "access_log",
          "tcp_nodelay",
          "limit_conn_zone");

  private static final Set<String> OURS_IN_SERVER =
      Set.of("proxy_next_upstream on", "proxy_socket_keepalive on");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");
  private static final Pattern LIMIT = Pattern.compile("limit_conn \\S+ (\\d{1,7})");
  private static final Duration CONNECT = Duration.ofSeconds(60);
  private static final Duration SILENCE = Duration.ofMinutes(10);
  private static final String SERVERS = "-servers";

  /**
   * A proxy of the spec in the making.
   *
   * @param fields all but its name and where it runs
   */
  record Draft(String name, Fields fields, Span place) {
    boolean saysTheSame(Draft other) {
      return name.equals(other.name()) && fields.render().equals(other.fields().render());
    }
  }

  private record Server(String name, String address, int port, Fields fields) {}

  private final ProxyDaemon daemon;
  private final Machines machines;
  private final Notes notes;
  private final Comments comments;
  private final int apiServerPort;

  NginxImport(ProxyDaemon daemon, Sink sink, int apiServerPort) {
    this.daemon = daemon;
    this.machines = sink.machines();
    this.notes = sink.notes();
    this.comments = sink.comments();
    this.apiServerPort = apiServerPort;
  }

  List<Draft> decide() {
    Document document = NginxSyntax.parse(daemon.file(), _ -> {});
    List<Draft> drafts = new ArrayList<>();
    for (Statement statement : document.statements())
      if (statement instanceof Block block && block.keyword().equals("stream"))
        stream(block, drafts);
      else around(statement);
    return drafts;
  }

  private void around(Statement statement) {
    boolean ours = OURS.contains(statement.keyword());
    if (statement instanceof Block block && (ours || !block.body().isEmpty()))
      for (Statement inner : block.body())
        if (ours && OURS.contains(inner.keyword())) anew(inner);
        else around(inner);
    else if (ours) anew(statement);
    else notCarried(statement);
  }

  private void anew(Statement line) {
    notes.add(
        WRITTEN_ANEW, line.span(), "`%s`: build writes its own".formatted(Extras.words(line)));
  }

  private void notCarried(Statement line) {
    notes.add(NOT_CARRIED, line.span(), "`%s` is not carried over".formatted(Extras.words(line)));
  }

  private void stream(Block stream, List<Draft> drafts) {
    Map<String, Block> upstreams = new HashMap<>();
    for (Statement statement : stream.body())
      if (statement instanceof Block block && block.keyword().equals("upstream"))
        block.word(1).ifPresent(name -> upstreams.put(name.value(), block));
    List<Block> used = new ArrayList<>();
    for (Statement statement : stream.body())
      switch (statement) {
        case Block block when block.keyword().equals("server") -> {
          Optional<Block> upstream =
              line(block, "proxy_pass")
                  .flatMap(pass -> pass.word(1))
                  .map(word -> upstreams.get(word.value()));
          Optional<Draft> draft = upstream.flatMap(servers -> draft(block, servers));
          draft.ifPresent(drafts::add);
          if (draft.isPresent()) upstream.ifPresent(used::add);
          else around(block);
        }
        case Block block when block.keyword().equals("upstream") -> {}
        default -> around(statement);
      }
    for (Block upstream : upstreams.values()) if (!used.contains(upstream)) around(upstream);
  }

  private static Optional<Statement> line(Block block, String keyword) {
    return block.body().stream().filter(line -> line.keyword().equals(keyword)).findFirst();
  }

  /** Absent where a listener or a server has a form that the spec does not know. */
  private Optional<Draft> draft(Block server, Block upstream) {
    List<String> listen = new ArrayList<>();
    for (Statement line : server.body())
      if (line.keyword().equals("listen")) {
        Optional<String> at = line.word(1).flatMap(word -> listener(word.value()));
        if (at.isEmpty()) return Optional.empty();
        listen.add(at.get());
      }
    List<Server> servers = new ArrayList<>();
    for (Statement line : upstream.body())
      if (line.keyword().equals("server")) {
        Optional<Server> each = server(line, servers.size());
        if (each.isEmpty()) return Optional.empty();
        servers.add(each.get());
      }
    Optional<Duration> connect = time(server, "proxy_connect_timeout", CONNECT);
    Optional<Duration> silence = time(server, "proxy_timeout", SILENCE);
    if (listen.isEmpty() || servers.isEmpty() || connect.isEmpty() || silence.isEmpty())
      return Optional.empty();
    String name = upstream.word(1).map(Word::value).orElse("");
    if (name.endsWith(SERVERS)) name = name.substring(0, name.length() - SERVERS.length());
    name = Routers.sectionName(name);
    Fields fields = new Fields().put("engine", "nginx").put("listen", YamlText.row(listen));
    fields.put("servers", servers(servers));
    fields.put("balance", balance(upstream));
    passive(upstream, fields);
    fields.put(
        "timeouts",
        new Fields()
            .put("connect", Durations.format(connect.get()))
            .put("client", Durations.format(silence.get()))
            .put("server", Durations.format(silence.get()))
            .compact(110));
    limit(server, fields);
    decideLines(server, upstream, name);
    return Optional.of(new Draft(name, fields, upstream.keywordSpan()));
  }

  private YamlText servers(List<Server> servers) {
    List<Machine> masters = machines.with(dev.vipc.spec.Role.CONTROL_PLANE);
    boolean role =
        masters.stream()
                .map(Machine::name)
                .toList()
                .equals(servers.stream().map(Server::name).toList())
            && servers.stream()
                .allMatch(
                    each ->
                        each.fields().isEmpty()
                            && each.port() == apiServerPort
                            && machines.isAt(each.name(), each.address()));
    if (role) return YamlText.leaf("control-plane");
    return new Items(
        servers.stream()
            .map(
                each -> {
                  Fields entry = new Fields().put("name", each.name());
                  if (!machines.isAt(each.name(), each.address()))
                    entry.put("address", each.address());
                  if (each.port() != apiServerPort) entry.put("port", each.port());
                  each.fields().fields().forEach(entry::put);
                  return entry.compact(110);
                })
            .toList());
  }

  /** {@code 6443}, {@code *:6443}, {@code 127.0.0.1:6443}, {@code [::]:6443}. */
  private static Optional<String> listener(String text) {
    if (text.matches("\\d{1,5}")) return Optional.of("*:" + text);
    return HostPort.parse(text)
        .filter(at -> at.port().isPresent())
        .filter(at -> at.host().equals("*") || at.address().isPresent())
        .map(HostPort::toString);
  }

  private Optional<Server> server(Statement line, int before) {
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
    return Optional.of(new Server(name, address.toString(), at.get().port().orElseThrow(), fields));
  }

  private static int number(String option) {
    return Integer.parseInt(option.substring(option.indexOf('=') + 1));
  }

  private static String balance(Block upstream) {
    for (Statement line : upstream.body())
      switch (line.keyword()) {
        case "least_conn" -> {
          return "leastconn";
        }
        case "random" -> {
          return "random";
        }
        case "hash" -> {
          return "source";
        }
        default -> {}
      }
    return "roundrobin";
  }

  /** The first server's; nginx's own values are the spec's too. */
  private void passive(Block upstream, Fields fields) {
    List<String> failures = options(upstream, "max_fails=");
    List<String> pauses = options(upstream, "fail_timeout=");
    Fields passive = new Fields();
    first(failures, upstream, "max_fails")
        .filter(text -> text.matches("[1-9]\\d?"))
        .ifPresent(text -> passive.put("failures", Integer.parseInt(text)));
    first(pauses, upstream, "fail_timeout")
        .flatMap(NginxImport::duration)
        .ifPresent(pause -> passive.put("pause", Durations.format(pause)));
    if (!passive.isEmpty()) fields.put("passive", passive.compact(110));
  }

  private Optional<String> first(List<String> values, Block upstream, String option) {
    if (values.stream().distinct().count() > 1)
      notes.add(
          GUESSED,
          upstream.keywordSpan(),
          "`%s` is not the same for all servers; the spec has the first one's".formatted(option));
    return values.stream().findFirst();
  }

  private static List<String> options(Block upstream, String option) {
    return upstream.body().stream()
        .filter(line -> line.keyword().equals("server"))
        .flatMap(line -> line.words().stream())
        .map(Word::value)
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .toList();
  }

  private void limit(Block server, Fields fields) {
    Optional<Integer> limit =
        server.body().stream()
            .map(Extras::words)
            .map(LIMIT::matcher)
            .filter(Matcher::matches)
            .map(matcher -> Integer.valueOf(matcher.group(1)))
            .findFirst();
    limit.ifPresentOrElse(
        most -> fields.put("maxConnections", most),
        () ->
            notes.add(
                GUESSED,
                server.keywordSpan(),
                "no `limit_conn` is written; the spec has its default of 8000 connections"));
  }

  private void decideLines(Block server, Block upstream, String name) {
    comments.keep("proxies." + name, upstream.keywordSpan());
    comments.keep("proxies." + name, server.keywordSpan());
    for (Statement line :
        Stream.concat(upstream.body().stream(), server.body().stream()).toList()) {
      comments.keep("proxies." + name, line.span());
      switch (line.keyword()) {
        case "proxy_pass",
            "proxy_connect_timeout",
            "proxy_timeout",
            "server",
            "least_conn",
            "random" -> {}
        case "zone" -> anew(line);
        case "limit_conn" -> {
          if (!LIMIT.matcher(Extras.words(line)).matches()) notCarried(line);
        }
        case "hash" -> {
          if (!line.word(1).map(word -> word.is("$remote_addr")).orElse(false))
            notes.add(
                WRITTEN_ANEW,
                line.span(),
                "`%s`: build chooses by the client's address".formatted(Extras.words(line)));
        }
        case "listen" -> {
          if (line.words().size() > 2 && !Extras.words(line).endsWith(" so_keepalive=on"))
            notes.add(
                NOT_CARRIED,
                line.span(),
                "the options of `%s` are not carried over".formatted(Extras.words(line)));
        }
        default -> {
          if (!OURS_IN_SERVER.contains(Extras.words(line))) notCarried(line);
        }
      }
    }
  }

  /** Absent where a line has a time that is none. */
  private static Optional<Duration> time(Block block, String keyword, Duration unasked) {
    Optional<Statement> line = line(block, keyword);
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
