package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.keyword.NearestWord;
import dev.vipc.keyword.NginxContext;
import dev.vipc.keyword.NginxValues;
import dev.vipc.keyword.Release;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Checks a {@code listen}. */
final class ListenLine {
  private static final Set<String> STREAM_FLAGS =
      Set.of("bind", "reuseport", "udp", "ssl", "proxy_protocol");
  private static final Set<String> HTTP_FLAGS =
      Set.of(
          "default_server",
          "default",
          "bind",
          "reuseport",
          "ssl",
          "http2",
          "spdy",
          "proxy_protocol",
          "deferred");
  private static final Set<String> MAIL_FLAGS = Set.of("bind", "ssl", "proxy_protocol");
  private static final Set<String> SETTINGS =
      Set.of("backlog=", "rcvbuf=", "sndbuf=", "ipv6only=", "so_keepalive=", "fastopen=");

  private final NginxContext context;
  private final Release release;
  private final Sink out;

  ListenLine(NginxContext context, Release release, Sink out) {
    this.context = context;
    this.release = release;
    this.out = out;
  }

  /** Checks the line; its addresses as nginx tells addresses apart, one a port. */
  List<String> check(Statement line) {
    Word word = line.words().get(1);
    if (out.isOpen(word.value())) return List.of();
    AddressText address = AddressText.listen(word.value());
    for (Word option : line.words().subList(2, line.words().size())) option(option);
    incompatible(line);
    if (address.fault().isPresent()) {
      out.error(
          NginxFindings.BAD_ADDRESS,
          word.span(),
          "`%s` cannot be listened on: %s".formatted(word.value(), address.fault().get()),
          "write `port`, `address:port` or `[ipv6]:port`");
      return List.of();
    }
    if (address.isName())
      out.assume(word.span(), "the host `%s` is taken as known".formatted(address.host()));
    int port = address.port() == 0 && context.isHttp() ? 80 : address.port();
    String host = address.host().equals("0.0.0.0") ? "*" : address.host();
    boolean udp = line.words().stream().anyMatch(w -> w.is("udp") || w.is("quic"));
    int last = Math.max(port, address.lastPort());
    return IntStream.rangeClosed(port, last)
        .mapToObj(each -> host + " " + each + (udp ? " udp" : ""))
        .toList();
  }

  private void option(Word option) {
    String text = option.value();
    if (out.isOpen(text) || flags().contains(text)) return;
    int equals = text.indexOf('=') + 1;
    String name = text.substring(0, equals);
    if (!SETTINGS.contains(name) && !(context.isHttp() && name.equals("setfib="))) {
      List<String> known = new ArrayList<>(flags());
      known.addAll(SETTINGS);
      String help =
          NearestWord.of(equals > 0 ? name : text, known)
              .map(near -> "write `%s`".formatted(near))
              .orElse("there are " + String.join(", ", known.stream().sorted().toList()));
      out.error(
          NginxFindings.BAD_PARAMETER,
          option.span(),
          "`listen` in %s knows no `%s`".formatted(context.shown(), text),
          help);
      return;
    }
    String value = text.substring(equals);
    boolean fits =
        switch (name) {
          case "backlog=" -> NginxValues.number(value).orElse(0) > 0;
          case "rcvbuf=", "sndbuf=" -> NginxValues.bytes(value, false).isPresent();
          case "ipv6only=" -> value.equals("on") || value.equals("off");
          case "so_keepalive=" -> value.matches("on|off") || value.matches("(?!::$)\\w*:\\w*:\\d*");
          case "fastopen=" -> NginxValues.number(value).isPresent();
          default -> !value.isEmpty();
        };
    if (!fits)
      out.error(
          NginxFindings.BAD_PARAMETER,
          option.span(),
          "`%s` is no value of `%s`".formatted(value, name),
          "delete the parameter, or write another value");
  }

  private Set<String> flags() {
    Set<String> flags =
        new TreeSet<>(
            context.isHttp() ? HTTP_FLAGS : context.isStream() ? STREAM_FLAGS : MAIL_FLAGS);
    if (context.isHttp() && release.compareTo(new Release(1, 25, 0)) >= 0) flags.add("quic");
    if (context.isStream() && release.compareTo(new Release(1, 25, 5)) >= 0)
      flags.addAll(List.of("default_server", "deferred"));
    return flags;
  }

  private void incompatible(Statement line) {
    List<Word> options = line.words().subList(2, line.words().size());
    if (options.stream().noneMatch(word -> word.is("udp"))) return;
    for (Word word : options)
      if (word.is("ssl")
          || word.value().startsWith("so_keepalive=")
          || word.value().startsWith("backlog=")
          || word.value().startsWith("fastopen=")
          || word.is("proxy_protocol"))
        out.report(
            Diagnostic.of(
                    NginxFindings.BAD_PARAMETER,
                    word.span(),
                    "`%s` cannot stand beside `udp`".formatted(word.value()))
                .help("delete one of the two"));
  }
}
