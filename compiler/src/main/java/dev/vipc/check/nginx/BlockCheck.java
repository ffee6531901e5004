package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.keyword.NginxContext;
import dev.vipc.keyword.NginxValues;
import dev.vipc.keyword.Release;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the lines of one block mean, and what the block needs. */
final class BlockCheck {
  private static final Set<String> METHODS = Set.of("hash", "ip_hash", "least_conn", "random");
  private static final Set<String> HANDLERS = Set.of("proxy_pass", "return", "pass", "js_preread");
  private static final Set<String> EVENT_METHODS =
      Set.of("epoll", "poll", "select", "/dev/poll", "kqueue", "eventport");

  private final NginxContext context;
  private final Release release;
  private final Sink out;
  private final Map<String, Statement> shared;
  private final Map<String, Statement> listens;
  private final ValueLines values;
  private final List<Word> names = new ArrayList<>();
  private final Map<String, Statement> locations = new HashMap<>();
  private boolean anyListen;
  private boolean anyServer;
  private boolean anyHandler;

  /** Whether a line has a fault of its own, so that what seems to be missing may be that line. */
  private boolean faulty;

  private String method = "";
  private @Nullable Statement methodLine;

  /**
   * @param shared the addresses that are taken, with the lines that take them: in {@code http} each
   *     server may listen on those of the others, and takes an address with a name
   */
  BlockCheck(NginxContext context, Map<String, Statement> shared, Release release, Sink out) {
    this.context = context;
    this.shared = shared;
    this.listens = context.isHttp() ? new HashMap<>() : shared;
    this.release = release;
    this.out = out;
    this.values = new ValueLines(out);
  }

  /**
   * @param sound whether its keyword, its place and its number of arguments are right
   */
  void meet(Statement line, boolean sound) {
    String word = line.keyword();
    if (word.equals("listen")) anyListen = true;
    if (word.equals("server")) anyServer = true;
    if (HANDLERS.contains(word) || word.equals("include")) anyHandler = true;
    if (word.equals("include")) anyServer = true;
    if (!sound) faulty = true;
    if (!sound) return;
    if (context.isUpstream()) upstreamLine(line);
    switch (word) {
      case "listen" -> listen(line);
      case "server_name" -> {
        names.addAll(line.words().subList(1, line.words().size()));
        values.check(line);
      }
      case "location" -> location(line);
      case "proxy_pass" -> proxyPass(line);
      case "error_log" -> LogLines.levels(line, out);
      case "worker_processes", "worker_priority", "worker_connections", "use" -> process(line);
      case "return" -> returned(line);
      case "if" -> {
        if (line instanceof Block block) Condition.check(block, out);
      }
      default -> values.check(line);
    }
  }

  void end(Optional<Statement> head) {
    if (head.isEmpty() || faulty) return;
    Span place = head.get().keywordSpan();
    if (context.isUpstream() && !anyServer)
      out.error(
          NginxFindings.INCOMPLETE,
          place,
          "no `server` is in this upstream",
          "write `server address:port;`");
    if (context == NginxContext.HTTP_SERVER) sameName(head.get());
    if (context != NginxContext.STREAM_SERVER) return;
    if (!anyListen)
      out.error(
          NginxFindings.INCOMPLETE,
          place,
          "no `listen` is in this server",
          "write `listen address:port;`");
    else if (!anyHandler)
      out.error(
          NginxFindings.INCOMPLETE,
          place,
          "nothing in this server says where its connections go",
          "write `proxy_pass upstream;`");
  }

  /** nginx warns of a second server of one name on one address, and does not use it. */
  private void sameName(Statement server) {
    Set<String> addresses = listens.isEmpty() ? Set.of("* 80") : listens.keySet();
    List<String> called = new ArrayList<>();
    for (Word name : names)
      if (!name.value().startsWith("~") && !out.isOpen(name.value()))
        called.add(name.value().toLowerCase(Locale.ROOT));
    if (names.isEmpty()) called.add("");
    for (String address : addresses)
      for (String name : called) {
        Statement first = shared.putIfAbsent("name " + address + " " + name, server);
        if (first == null || first == server) continue;
        out.report(
            Diagnostic.of(
                    NginxFindings.REDEFINED,
                    server.keywordSpan(),
                    "another server has the same address and the name `%s`".formatted(name))
                .also(first.keywordSpan(), "this one is used")
                .help("give one of the two another `server_name` or `listen`"));
        return;
      }
  }

  private void upstreamLine(Statement line) {
    if (line.keyword().equals("server"))
      new UpstreamServer(context, release, out).check(line, method);
    if (!METHODS.contains(line.keyword())) return;
    Statement before = methodLine;
    if (before != null)
      out.report(
          Diagnostic.of(
                  NginxFindings.REDEFINED,
                  line.keywordSpan(),
                  "`%s` takes the place of `%s`".formatted(line.keyword(), method))
              .also(before.keywordSpan(), "without effect")
              .help("delete one of the two"));
    method = line.keyword();
    methodLine = line;
  }

  private void listen(Statement line) {
    Statement first = null;
    for (String address : new ListenLine(context, release, out).check(line)) {
      Statement earlier = listens.putIfAbsent(address, line);
      if (first == null) first = earlier;
    }
    if (first == null) return;
    out.report(
        Diagnostic.of(
                NginxFindings.DUPLICATE,
                line.words().get(1).span(),
                "the address `%s` stands here again".formatted(line.words().get(1).value()))
            .also(first.words().get(1).span(), "first here")
            .help("delete one of the two"));
  }

  private void location(Statement line) {
    String modifier = line.words().size() == 3 ? line.words().get(1).value() : "";
    Word path = line.words().getLast();
    if (line.words().size() == 3 && !Set.of("=", "^~", "~", "~*").contains(modifier)) {
      out.error(
          NginxFindings.BAD_SETTING,
          line.words().get(1).span(),
          "`%s` is no modifier of a location".formatted(modifier),
          "write `=`, `^~`, `~` or `~*`, or none");
      return;
    }
    if (out.isOpen(path.value())) return;
    if (modifier.startsWith("~") || path.value().startsWith("~")) {
      String text = modifier.isEmpty() ? path.value().replaceFirst("~\\*?", "") : path.value();
      Regex.check(path, text, out);
      return;
    }
    if (path.value().startsWith("@") && modifier.isEmpty() && context == NginxContext.LOCATION)
      out.error(
          NginxFindings.BAD_SETTING,
          path.span(),
          "a location with a name stands in a location",
          "put it into the `server`");
    if (path.value().startsWith("@")) return;
    boolean exact =
        modifier.equals("=") || line.words().size() == 2 && path.value().startsWith("=");
    Statement first = locations.putIfAbsent((exact ? "= " : "") + path.value(), line);
    if (first != null)
      out.report(
          Diagnostic.of(
                  NginxFindings.DUPLICATE,
                  path.span(),
                  "the location `%s` stands here again".formatted(path.value()))
              .also(first.keywordSpan(), "first here")
              .help("put the lines of both into one"));
  }

  private void proxyPass(Statement line) {
    Word word = line.words().get(1);
    String text = word.value();
    if (out.isOpen(text) || text.indexOf('$') >= 0) return;
    if (context.isHttp()) {
      String plain = text.toLowerCase(Locale.ROOT);
      if (!plain.startsWith("http://") && !plain.startsWith("https://"))
        out.error(
            NginxFindings.BAD_ADDRESS,
            word.span(),
            "`%s` does not begin with `http://` or `https://`".formatted(text),
            "write the scheme before it");
      return;
    }
    fault(word, AddressText.of(text));
  }

  private void fault(Word word, AddressText address) {
    address
        .fault()
        .ifPresent(
            why ->
                out.error(
                    NginxFindings.BAD_ADDRESS,
                    word.span(),
                    "`%s` cannot be passed to: %s".formatted(word.value(), why),
                    "write the name of an upstream, or `address:port`"));
  }

  private void process(Statement line) {
    Located<String> value = line.words().get(1).located();
    if (out.isOpen(value.value())) return;
    String text = value.value();
    boolean fits =
        switch (line.keyword()) {
          case "worker_processes" -> text.equals("auto") || NginxValues.number(text).isPresent();
          case "worker_priority" ->
              NginxValues.number(
                      text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text)
                  .isPresent();
          case "use" -> EVENT_METHODS.contains(text);
          default -> NginxValues.number(text).isPresent();
        };
    if (!fits)
      out.error(
          NginxFindings.BAD_SETTING,
          value.span(),
          "`%s` is no value of `%s`".formatted(text, line.keyword()),
          line.keyword().equals("use")
              ? "delete the line: nginx knows the best one"
              : "write a whole number");
  }

  private void returned(Statement line) {
    if (!context.isHttp()) return;
    Word code = line.words().get(1);
    boolean url = line.words().size() == 2 && code.value().matches("(?s)(https?://|\\$scheme).*");
    boolean status = NginxValues.number(code.value()).orElse(1000) <= 999;
    if (!url && !status && !out.isOpen(code.value()))
      out.error(
          NginxFindings.BAD_SETTING,
          code.span(),
          "`%s` is no status".formatted(code.value()),
          "write a status such as 200 before the text");
  }
}
