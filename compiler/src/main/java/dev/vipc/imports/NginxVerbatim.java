package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.VERBATIM;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.HostPort;
import dev.vipc.source.Span;
import dev.vipc.spec.Program;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lines of one nginx.conf that no field of the spec says: they stay in the context they were in.
 */
final class NginxVerbatim {
  /** What build writes into every server. */
  static final Set<String> OURS_IN_SERVER =
      Set.of("proxy_next_upstream on", "proxy_socket_keepalive on");

  private static final String MAIN = "main";
  private static final String LOG_FORMAT =
      "log_format vipc '$remote_addr [$time_local] $status $bytes_sent $bytes_received '"
          + " '$session_time \"$upstream_addr\" \"$upstream_connect_time\"'";

  /** Lines that build writes for nginx as a service. */
  private static final Set<String> OURS =
      Set.of(
          "load_module modules/ngx_stream_module.so",
          "user www-data",
          "pid /run/nginx.pid",
          "error_log /var/log/nginx/error.log notice",
          LOG_FORMAT,
          "access_log /var/log/nginx/stream.log vipc",
          "tcp_nodelay on");

  private static final Set<String> OURS_IN_POD =
      Set.of(
          "pid /tmp/nginx.pid",
          "error_log stderr notice",
          LOG_FORMAT,
          "access_log /dev/stdout vipc",
          "tcp_nodelay on");

  /** What build derives from the connections of the proxies. */
  private static final Set<String> DERIVED = Set.of("worker_connections", "worker_rlimit_nofile");

  private static final Pattern ZONE =
      Pattern.compile("limit_conn_zone \\$server_port zone=([^:]+):\\S+");
  private static final String LIMITS = "-connections";

  private final String node;
  private final boolean pod;
  private final Extras extras;
  private final Notes notes;
  private final Map<String, List<String>> kept = new LinkedHashMap<>();

  /** Whether something listens beside the proxies of the spec. */
  private boolean listensBeside = false;

  NginxVerbatim(String node, boolean pod, Sink sink) {
    this.node = node;
    this.pod = pod;
    this.extras = sink.extras();
    this.notes = sink.notes();
    for (String section : List.of(MAIN, "events", "stream", "http"))
      kept.put(section, new ArrayList<>());
  }

  /** The zone that counts connections by the listener's port. */
  static Optional<String> zoneOfListener(Statement line) {
    Matcher zone = ZONE.matcher(Extras.words(line));
    return zone.matches() ? Optional.of(zone.group(1)) : Optional.empty();
  }

  /** Where a server of {@code http} that is a page of metrics as build writes it listens. */
  static Optional<HostPort> page(Statement statement) {
    if (!(statement instanceof Block server) || server.body().size() != 2) return Optional.empty();
    if (!(server.body().get(1) instanceof Block page)) return Optional.empty();
    boolean ours =
        Extras.words(page).equals("location = /stub_status")
            && page.body().size() == 1
            && Extras.words(page.body().getFirst()).equals("stub_status");
    Statement listen = server.body().getFirst();
    if (!ours || !listen.keyword().equals("listen") || listen.words().size() != 2)
      return Optional.empty();
    return listen
        .word(1)
        .map(Word::value)
        .flatMap(HostPort::parse)
        .filter(at -> at.port().isPresent() && at.address().isPresent());
  }

  /**
   * What stands outside of {@code stream} and {@code http}.
   *
   * @param local whether the proxies are every node's own
   */
  void around(List<Statement> statements, List<Draft> drafts, boolean local) {
    for (Statement statement : statements)
      if (statement instanceof Block block && block.keyword().equals("events"))
        block.body().forEach(line -> outer(line, "events", drafts, local));
      else if (!Set.of("stream", "http").contains(statement.keyword()))
        outer(statement, MAIN, drafts, local);
    if (drafts.isEmpty()) return;
    Set<String> written = Set.copyOf(statements.stream().map(Statement::keyword).toList());
    List<String> added =
        (pod ? OURS_IN_POD : OURS)
            .stream()
                .filter(line -> Set.of("user", "pid", "error_log").contains(line.split(" ")[0]))
                .filter(line -> !written.contains(line.split(" ")[0]))
                .sorted()
                .toList();
    if (!added.isEmpty())
      notes.add(
          WRITTEN_ANEW,
          drafts.getFirst().place(),
          "build adds `%s` to nginx.conf".formatted(String.join("`, `", added)),
          "write other lines of these keywords under `extra`, section `main`, to replace them");
  }

  private void outer(Statement line, String section, List<Draft> drafts, boolean local) {
    boolean derived = DERIVED.contains(line.keyword()) && !drafts.isEmpty() && !listensBeside;
    if (derived) anew(line, "build derives it from the connections of the proxies");
    else if (line.keyword().equals("worker_processes") && isOurs(line, local))
      anew(line, "build writes as many as the place of the proxies needs");
    else if (!isOurs(line)) keep(line, section);
  }

  /** {@code 2} before local servers on every node, else {@code auto}. */
  private static boolean isOurs(Statement line, boolean local) {
    return Extras.words(line).equals("worker_processes " + (local ? "2" : "auto"));
  }

  /** A line that is no block, of the stream part. */
  void ofStream(Directive line, List<String> proxies) {
    boolean ourZone =
        zoneOfListener(line)
            .filter(zone -> proxies.stream().anyMatch(name -> zone.equals(name + LIMITS)))
            .isPresent();
    if (ourZone || isOurs(line)) return;
    if (zoneOfListener(line).isPresent() && !proxies.isEmpty() && !listensBeside)
      anew(line, "build writes a zone for each proxy");
    else keep(line, "stream");
  }

  /**
   * What {@code http} has beside pages of metrics.
   *
   * @param metrics whether it has such pages
   */
  void ofHttp(List<Statement> rest, boolean metrics) {
    boolean ours =
        metrics && rest.size() == 1 && Extras.words(rest.getFirst()).equals("access_log off");
    beside(rest);
    if (!ours) rest.forEach(statement -> keep(statement, "http"));
  }

  private boolean isOurs(Statement line) {
    return (pod ? OURS_IN_POD : OURS).contains(Extras.words(line));
  }

  void anew(Statement line, String why) {
    notes.add(WRITTEN_ANEW, line.span(), "`%s`: %s".formatted(Extras.words(line), why));
  }

  /** Keeps a line or a whole block in a section. */
  void keep(Statement statement, String section) {
    Span place = statement instanceof Block ? statement.keywordSpan() : statement.span();
    notes.add(
        VERBATIM,
        place,
        "`%s` is kept verbatim in `%s`".formatted(Extras.words(statement), section));
    List<String> lines = kept.computeIfAbsent(section, _ -> new ArrayList<>());
    Comments.above(place).forEach(comment -> lines.add("# " + comment));
    if (statement instanceof Directive)
      Comments.behind(statement.span()).ifPresent(comment -> lines.add("# " + comment));
    raw(statement).forEach(lines::add);
  }

  /** Takes note of blocks that are kept whole: the proxies are not all that listens. */
  void beside(List<? extends Statement> whole) {
    listensBeside |= whole.stream().anyMatch(each -> each instanceof Block b && hasServer(b));
  }

  private static boolean hasServer(Block block) {
    return block.keyword().equals("server")
        || block.body().stream().anyMatch(inner -> inner instanceof Block b && hasServer(b));
  }

  /** The text as it stands, without the indentation that its first line has. */
  private static Stream<String> raw(Statement statement) {
    Span span = statement.span();
    String text = span.file().text();
    int start = text.lastIndexOf('\n', span.start() - 1) + 1;
    String before = text.substring(start, span.start());
    int indent = before.isBlank() ? before.length() : 0;
    return span.text().lines().map(line -> unindented(line, indent));
  }

  private static String unindented(String line, int indent) {
    int blank = 0;
    while (blank < indent && blank < line.length() && Character.isWhitespace(line.charAt(blank)))
      blank++;
    return line.substring(blank).stripTrailing();
  }

  /** Hands what was kept to the spec's {@code extra}. */
  void flush() {
    kept.forEach(
        (section, lines) -> {
          if (!lines.isEmpty()) extras.add(Program.NGINX, node, section, lines);
        });
  }
}
