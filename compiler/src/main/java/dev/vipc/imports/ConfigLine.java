package dev.vipc.imports;

import dev.vipc.model.ProxyDaemon;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One line of a haproxy.cfg, and what import can do with it. */
record ConfigLine(Directive directive) {
  /** Lines that build writes into every proxy, or that say what HAProxy does anyway. */
  private static final Set<String> OURS =
      Set.of(
          "mode tcp",
          "log global",
          "retries 3",
          "option redispatch",
          "option tcplog",
          "option dontlognull",
          "option clitcpka",
          "option srvtcpka");

  private static final Set<String> FIELDS =
      Set.of("mode", "bind", "default_backend", "balance", "server", "maxconn");
  private static final Set<String> TIMEOUTS =
      Set.of("connect", "client", "server", "queue", "check");
  private static final Set<String> HTTP_TIMEOUTS = Set.of("http-request", "http-keep-alive");
  private static final Set<String> HTTP_OPTIONS =
      Set.of(
          "httplog",
          "http-server-close",
          "http-keep-alive",
          "httpclose",
          "forwardfor",
          "http-buffer-request",
          "originalto");
  private static final Set<String> CHECKS = Set.of("httpchk", "tcp-check", "ssl-hello-chk");

  /** The words as they were quoted, one blank between two. */
  String text() {
    return directive.words().stream()
        .map(word -> word.span().text())
        .collect(Collectors.joining(" "));
  }

  Span span() {
    return directive.span();
  }

  boolean isOurs() {
    return OURS.contains(text());
  }

  boolean isField() {
    return FIELDS.contains(directive.keyword())
        || directive.keyword().equals("timeout") && second().map(TIMEOUTS::contains).orElse(false);
  }

  /** Whether every such line of a section counts, and not the last one alone. */
  boolean isListItem() {
    return directive.keyword().equals("bind") || directive.keyword().equals("server");
  }

  boolean isDefaultServer() {
    return directive.keyword().equals("default-server");
  }

  boolean isCheck() {
    boolean option =
        directive.keyword().equals("option") && second().map(CHECKS::contains).orElse(false);
    return option
        || directive.keyword().equals("http-check")
        || directive.keyword().equals("tcp-check");
  }

  /** Whether it does nothing in TCP mode. */
  boolean isHttpOnly(ProxyDaemon daemon) {
    boolean listed =
        daemon.proxies().stream()
            .flatMap(proxy -> proxy.httpOnlyOptions().stream())
            .anyMatch(option -> overlaps(option.span(), span()));
    return listed
        || directive.keyword().equals("option")
            && second().map(HTTP_OPTIONS::contains).orElse(false)
        || directive.keyword().equals("timeout")
            && second().map(HTTP_TIMEOUTS::contains).orElse(false);
  }

  /** Whether it can only be kept as it stands. */
  boolean isOnlyVerbatim(ProxyDaemon daemon) {
    return !isOurs() && !isField() && !isDefaultServer() && !isCheck() && !isHttpOnly(daemon);
  }

  Optional<String> second() {
    return directive.word(1).map(Word::value);
  }

  private static boolean overlaps(Span one, Span other) {
    return one.file() == other.file() && one.start() < other.end() && other.start() < one.end();
  }
}
