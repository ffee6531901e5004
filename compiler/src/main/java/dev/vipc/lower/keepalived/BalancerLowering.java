package dev.vipc.lower.keepalived;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Part;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.CheckMethod;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The {@code virtual_server} blocks as proxies: the kernel's LVS hands connections on, and
 * keepalived checks the servers.
 */
record BalancerLowering(SourceFile file, Body root) {
  private static final Set<String> CHECKERS =
      Set.of(
          "TCP_CHECK",
          "HTTP_GET",
          "SSL_GET",
          "MISC_CHECK",
          "SMTP_CHECK",
          "DNS_CHECK",
          "PING_CHECK",
          "UDP_CHECK",
          "BFD_CHECK",
          "FILE_CHECK");

  /** {@code retry} where none is written: how often a failed check is made again. */
  private static final int STANDARD_RETRY = 1;

  /** Empty where nothing is balanced. */
  List<Part> parts() {
    List<Proxy> services = root.all("virtual_server").map(this::service).toList();
    if (services.isEmpty()) return List.of();
    return List.of(new ProxyDaemon(file, ProxyDaemon.Engine.LVS, Setting.unset(), services, false));
  }

  private Proxy service(Line block) {
    Body body = root.bodyOf(block);
    List<Line> reals = body.all("real_server").toList();
    List<Proxy.Server> servers =
        Stream.concat(
                reals.stream().map(real -> server(body, real)),
                body.all("sorry_server").map(this::backup))
            .toList();
    Optional<Line> checker = reals.stream().flatMap(real -> checker(real).stream()).findFirst();
    Setting<Duration> idle = idle();
    return new Proxy(
        Proxy.Kind.LISTEN,
        name(block),
        Setting.of(Proxy.Mode.TCP, block.keywordSpan()),
        listeners(block),
        servers,
        Proxy.portsOf(servers),
        body.text("lb_algo", "lvs_sched"),
        checker.map(this::method).stream().toList(),
        new Proxy.Timeouts(
            Setting.unset(),
            idle,
            idle,
            Setting.unset(),
            Setting.unset(),
            inForce(body, checker, b -> b.seconds("connect_timeout"))),
        List.of(),
        List.of(),
        List.of(),
        Setting.unset(),
        Setting.unset(),
        Optional.empty(),
        block.span());
  }

  private Located<String> name(Line block) {
    Optional<Located<String>> first = block.word(1);
    boolean named = first.filter(word -> isNamed(word.value())).isPresent();
    return (named ? block.word(2) : first).orElseGet(() -> new Located<>("", block.keywordSpan()));
  }

  private static boolean isNamed(String word) {
    return word.equals("group") || word.equals("fwmark");
  }

  private List<Proxy.Listener> listeners(Line block) {
    Optional<String> first = block.word(1).map(Located::value);
    if (first.filter("group"::equals).isPresent())
      return root.all("virtual_server_group")
          .filter(group -> sameName(group, block))
          .flatMap(group -> group.body().stream())
          .flatMap(line -> listener(line, 0).stream())
          .toList();
    return first.filter("fwmark"::equals).isPresent()
        ? List.of()
        : listener(block, 1).stream().toList();
  }

  private static boolean sameName(Line group, Line service) {
    return group.word(1).map(Located::value).equals(service.word(2).map(Located::value));
  }

  private Optional<Proxy.Listener> listener(Line line, int at) {
    return place(line, at).map(address -> new Proxy.Listener(address, 1, false, line.span()));
  }

  /** {@code ADDRESS PORT}; a range of addresses is not known. */
  private Optional<Setting<HostPort>> place(Line line, int at) {
    return line.word(at)
        .map(
            word -> {
              Setting<IpAddress> address = root.values().address(word);
              Setting<Integer> port =
                  line.word(at + 1).map(root.values()::port).orElse(Setting.unset());
              if (address.value().isEmpty() || port.value().isEmpty())
                return Setting.unknown(word.span());
              return Setting.of(
                  new HostPort(
                      address.value().get().toString(), OptionalInt.of(port.value().get())),
                  line.word(at + 1).map(last -> word.span().to(last.span())).orElse(word.span()));
            });
  }

  private Proxy.Server server(Body service, Line real) {
    Optional<Line> checker = checker(real);
    Body body = root.bodyOf(real);
    Setting<Integer> retry = inForce(service, Optional.of(real), checker, b -> b.integer("retry"));
    Proxy.ServerOptions options =
        new Proxy.ServerOptions(
            checker.isPresent(),
            checker.filter(line -> line.is("SSL_GET")).isPresent(),
            false,
            inForce(service, Optional.of(real), checker, b -> b.seconds("delay_loop")),
            inForce(service, Optional.of(real), checker, b -> b.seconds("delay_before_retry")),
            Setting.unset(),
            Setting.unset(),
            retry.isUnset()
                ? Setting.of(STANDARD_RETRY + 1, real.keywordSpan())
                : retry.map(times -> times + 1),
            body.integer("uthreshold"),
            body.integer("weight"),
            false,
            false,
            Setting.unset(),
            Setting.unset(),
            real.span());
    return server(real, options);
  }

  private Proxy.Server backup(Line line) {
    return server(
        line,
        new Proxy.ServerOptions(
            false,
            false,
            false,
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            Setting.unset(),
            true,
            false,
            Setting.unset(),
            Setting.unset(),
            line.span()));
  }

  private Proxy.Server server(Line line, Proxy.ServerOptions options) {
    return new Proxy.Server(
        line.word(1).orElseGet(() -> new Located<>("", line.keywordSpan())),
        place(line, 1).orElseGet(Setting::unset),
        options,
        0,
        1,
        line.span());
  }

  private Optional<Line> checker(Line real) {
    return real.body().stream().filter(line -> CHECKERS.contains(line.keyword())).findFirst();
  }

  private CheckMethod method(Line checker) {
    Body url = root.bodyOf(checker).merged("url");
    CheckMethod.Kind kind =
        switch (checker.keyword()) {
          case "TCP_CHECK" -> CheckMethod.Kind.CONNECT;
          case "HTTP_GET", "SSL_GET" -> CheckMethod.Kind.HTTP;
          default -> CheckMethod.Kind.OTHER;
        };
    Setting<String> path = kind == CheckMethod.Kind.HTTP ? url.text("path") : Setting.unset();
    List<Proxy.CheckStep> steps =
        url.all("status_code")
            .map(
                line ->
                    new Proxy.CheckStep(
                        "expect",
                        Stream.concat(
                                Stream.of(new Located<>("status", line.keywordSpan())),
                                line.wordsFrom(1).stream())
                            .toList(),
                        line.span()))
            .toList();
    return new CheckMethod(kind, path, false, steps, false, checker.keywordSpan());
  }

  /** What {@code lvs_timeouts} says of silent TCP connections. */
  private Setting<Duration> idle() {
    return root.merged("global_defs")
        .all("lvs_timeouts")
        .flatMap(line -> line.after("tcp").stream())
        .reduce((_, last) -> last)
        .map(word -> root.values().read(word, Body::parseSeconds))
        .orElseGet(Setting::unset);
  }

  private <T> Setting<T> inForce(
      Body service, Optional<Line> checker, Function<Body, Setting<T>> of) {
    return inForce(service, Optional.empty(), checker, of);
  }

  /** The checker's own, else the real server's, else the virtual server's. */
  private <T> Setting<T> inForce(
      Body service, Optional<Line> real, Optional<Line> checker, Function<Body, Setting<T>> of) {
    return Stream.concat(checker.stream(), real.stream())
        .map(root::bodyOf)
        .map(of)
        .filter(setting -> !setting.isUnset())
        .findFirst()
        .orElseGet(() -> of.apply(service));
  }
}
