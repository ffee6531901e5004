package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines;
import dev.vipc.model.HaproxyLines.Line;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** HX016: the statistics page for everybody. */
@AutoService(Rule.class)
public final class StatsPageOpen implements Rule {
  private static final Set<String> GUESSED =
      Set.of("admin", "password", "haproxy", "stats", "123456", "root", "changeme", "secret");
  private static final RuleMeta META =
      new RuleMeta(
              "HX016",
              "stats-page-open",
              WARNING,
              """
              HAProxy's statistics page can be used by everyone who reaches the machine.

              With `stats admin if TRUE` the page has buttons that take servers out: whoever opens it, or a page in the same \
              browser that posts to it, can take every API server away. A password such as `admin:admin`, which stands in \
              the templates, is none. Both are warnings where the page listens on more than the loopback. A page \
              without a password that only shows names, addresses and loads is an information. Source: HAProxy's configuration manual, \
              `stats admin`, which asks for a condition and a password.

              Delete `stats admin`, bind the page to 127.0.0.1, and write a `stats auth` of your own.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (HaproxyLines file : deployment.all(HaproxyLines.class).toList())
      deployment
          .all(ProxyDaemon.class)
          .filter(daemon -> daemon.file() == file.file())
          .flatMap(daemon -> daemon.proxies().stream())
          .filter(StatsPageOpen::isReachable)
          .forEach(proxy -> check(proxy, file, out));
  }

  private static boolean isReachable(Proxy proxy) {
    if (proxy.listeners().isEmpty()) return false; // most sections of a large file
    return proxy.listeners().stream()
        .flatMap(listener -> listener.address().value().stream())
        .map(HostPort::host)
        .filter(host -> !host.startsWith("/") && !host.contains("@"))
        .map(IpAddress::parse)
        .anyMatch(ip -> ip.filter(at -> at.address().isLoopbackAddress()).isEmpty());
  }

  private static void check(Proxy proxy, HaproxyLines file, Reporter out) {
    List<Line> own =
        file.lines().stream()
            .filter(line -> line.header().equals(proxy.span()) && line.begins("stats"))
            .toList();
    Stream<Line> all = file.lines().stream().filter(l -> l.begins("stats") && l.isOf(proxy));
    boolean password = all.anyMatch(line -> line.begins("stats", "auth"));
    // a rule of the page's own may ask for a user, or for an address, in ways of its own
    boolean guarded = own.stream().anyMatch(line -> line.begins("stats", "http-request"));
    for (Line line : own) {
      if (line.begins("stats", "admin", "if", "TRUE")) out.report(admin(line));
      if (line.begins("stats", "auth")) guessed(line).ifPresent(out::report);
    }
    Optional<Line> page =
        own.stream()
            .filter(l -> l.begins("stats", "uri") || l.begins("stats", "enable"))
            .findFirst();
    if (page.isPresent() && !password && !guarded && HaproxyFiles.seesDefaults(proxy))
      out.report(
          Diagnostic.of(META, page.get().span(), "everyone who reaches the port can read this page")
              .as(INFO)
              .help("bind it to 127.0.0.1, or write `stats auth user:password`"));
  }

  private static Diagnostic admin(Line line) {
    return Diagnostic.of(
            META, line.span(), "everyone who opens the page can take servers out of service")
        .help("delete the line, or write `stats admin if LOCALHOST`")
        .fix(new Fix("delete the line", true, List.of(Lines.delete(line.span()))));
  }

  private static Optional<Diagnostic> guessed(Line line) {
    Optional<Located<String>> word = line.word(2);
    if (word.isEmpty()) return Optional.empty();
    String[] parts = word.get().value().split(":", 2);
    boolean none =
        parts.length == 2
            && (parts[0].equals(parts[1]) || GUESSED.contains(parts[1].toLowerCase(Locale.ROOT)));
    return none
        ? Optional.of(
            Diagnostic.of(META, word.get().span(), "this password is the first one to be tried")
                .help("write another one, or bind the page to 127.0.0.1"))
        : Optional.empty();
  }
}
