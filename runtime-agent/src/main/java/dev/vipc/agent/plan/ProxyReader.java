package dev.vipc.agent.plan;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one proxy of a plan. */
final class ProxyReader {
  private static final int DAY = 86_400_000;

  /** MAX_TCP_KEEPIDLE and MAX_TCP_KEEPINTVL (Linux, include/net/tcp.h). */
  private static final int MOST_KEEP_ALIVE = 32_767_000;

  private static final int MOST_CONNECTIONS = 10_000_000;

  private ProxyReader() {}

  static Proxy proxy(
      String name, Fields fields, Function<String, Optional<Listen>> listen, PlanMeaning meaning) {
    Proxy.Mode mode = fields.word("mode", Proxy.Mode.values(), Proxy.Mode::word, Proxy.Mode.SPLICE);
    Proxy proxy =
        new Proxy(
            name,
            mode,
            fields.texts("listen", 1, 100, Forms.LISTEN, Forms.LISTEN_WORDS).stream()
                .flatMap(text -> listen.apply(text).stream())
                .toList(),
            fields.truth("acceptProxy", false),
            fields.word(
                "balance",
                Proxy.Balance.values(),
                Proxy.Balance::word,
                Proxy.Balance.LEAST_CONNECTIONS),
            servers(fields, mode),
            fields.object("check", true).map(ProxyReader::check).orElse(noCheck()),
            fields.object("timeouts", true).map(ProxyReader::timeouts).orElse(noTimeouts()),
            fields.integer("maxConnections", 1, MOST_CONNECTIONS, 8_000),
            fields.integer("retries", 0, 100, 3),
            fields.truth("redispatch", true),
            fields.millis("slowStartMillis", 0, DAY, 0),
            fields.truth("closeOnDown", false),
            fields.object("keepAlive", false).map(ProxyReader::keepAlive));
    meaning.listeners(proxy, fields.place("listen"));
    if (mode == Proxy.Mode.KERNEL) {
      notOfKernel(proxy.acceptProxy(), fields, "acceptProxy");
      notOfKernel(proxy.slowStart().isPositive(), fields, "slowStartMillis");
      notOfKernel(proxy.keepAlive().isPresent(), fields, "keepAlive");
    }
    return proxy;
  }

  /** Tells of what the agent does for the bytes that it carries, and nftables does not. */
  private static void notOfKernel(boolean wanted, Fields fields, String name) {
    if (wanted)
      fields.meaning(
          fields.place(name),
          "a proxy in kernel mode has no `%s`: the kernel only translates addresses"
              .formatted(name),
          "remove it, or write `\"mode\": \"splice\"`");
  }

  private static List<Proxy.Server> servers(Fields fields, Proxy.Mode mode) {
    Set<String> names = new HashSet<>();
    return fields.objects(
        "servers", 1, PlanReader.MOST_ENTRIES, server -> server(server, names, mode));
  }

  private static Proxy.Server server(Fields fields, Set<String> names, Proxy.Mode mode) {
    String name = fields.text("name", Forms.NAME, Forms.NAME_WORDS);
    if (!name.isEmpty() && !names.add(name))
      fields.meaning(
          fields.place("name"),
          "two servers of this proxy are called `%s`".formatted(name),
          "give one another name");
    Proxy.Server server =
        new Proxy.Server(
            name,
            fields.text("address", Forms.HOST, Forms.HOST_WORDS),
            fields.integer("port", 1, 65_535),
            fields.integer("weight", 0, 256, 1),
            fields.truth("backup", false),
            fields.optionalInteger("maxConnections", 1, MOST_CONNECTIONS),
            fields.word(
                "preface", Proxy.Preface.values(), Proxy.Preface::word, Proxy.Preface.NONE));
    if (mode == Proxy.Mode.KERNEL) {
      notOfKernel(server.maxConnections().isPresent(), fields, "maxConnections");
      notOfKernel(server.preface() != Proxy.Preface.NONE, fields, "preface");
    }
    return server;
  }

  private static Proxy.ServerCheck check(Fields fields) {
    int interval = fields.integer("intervalMillis", 100, DAY, 2_000);
    Proxy.ServerCheck.Kind kind = kind(fields);
    Proxy.ServerCheck check =
        new Proxy.ServerCheck(
            kind,
            fields.optionalText("path", Forms.URL_PATH, Forms.URL_PATH_WORDS).orElse("/readyz"),
            fields.integer("status", 100, 599, 200),
            fields.texts(
                "command",
                kind == Proxy.ServerCheck.Kind.SCRIPT ? 1 : 0,
                100,
                Forms.WORD,
                Forms.WORD_WORDS),
            Duration.ofMillis(interval),
            fields.millis("fastIntervalMillis", 100, DAY, interval),
            fields.millis("downIntervalMillis", 100, DAY, interval),
            fields.millis("timeoutMillis", 10, DAY, 1_000),
            fields.integer("rise", 1, 100, 2),
            fields.integer("fall", 1, 100, 3));
    fields.end();
    return check;
  }

  private static Proxy.ServerCheck.Kind kind(Fields fields) {
    fields.text("kind", Forms.ANY, "a word");
    return fields.word(
        "kind",
        Proxy.ServerCheck.Kind.values(),
        Proxy.ServerCheck.Kind::word,
        Proxy.ServerCheck.Kind.TCP);
  }

  private static Proxy.Timeouts timeouts(Fields fields) {
    Proxy.Timeouts timeouts =
        new Proxy.Timeouts(
            fields.millis("connectMillis", 1, DAY),
            fields.millis("clientMillis", 1, 2_147_483_647),
            fields.millis("serverMillis", 1, 2_147_483_647),
            fields.millis("queueMillis", 1, DAY),
            fields.millis("tunnelMillis", 0, 2_147_483_647, 0),
            fields.millis("halfCloseMillis", 0, 2_147_483_647, 0));
    fields.end();
    return timeouts;
  }

  private static Proxy.KeepAlive keepAlive(Fields fields) {
    Proxy.KeepAlive keepAlive =
        new Proxy.KeepAlive(
            fields.millis("idleMillis", 1_000, MOST_KEEP_ALIVE),
            fields.millis("intervalMillis", 1_000, MOST_KEEP_ALIVE),
            fields.integer("count", 1, 127),
            fields.millis("userTimeoutMillis", 0, DAY, 0));
    fields.end();
    return keepAlive;
  }

  private static Proxy.ServerCheck noCheck() {
    var zero = Duration.ZERO;
    return new Proxy.ServerCheck(
        Proxy.ServerCheck.Kind.TCP, "/", 200, List.of(), zero, zero, zero, zero, 1, 1);
  }

  private static Proxy.Timeouts noTimeouts() {
    var zero = Duration.ZERO;
    return new Proxy.Timeouts(zero, zero, zero, zero, zero, zero);
  }
}
