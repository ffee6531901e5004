package dev.vipc.lower.haproxy;

import dev.vipc.model.Proxy.ServerOptions;
import dev.vipc.model.Setting;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of a server line. {@code default-server} lines overlay each other and hold for the
 * servers below them; a server's own options win.
 */
final class ServerSettings {
  /** Options of one argument that say nothing to the model; the argument is no option. */
  private static final Set<String> WITH_ARGUMENT =
      Set.of(
          "agent-addr",
          "agent-inter",
          "agent-port",
          "agent-send",
          "alpn",
          "ca-file",
          "check-alpn",
          "check-proto",
          "check-sni",
          "ciphers",
          "ciphersuites",
          "client-sigalgs",
          "cookie",
          "crl-file",
          "crt",
          "curves",
          "error-limit",
          "guid",
          "hash-key",
          "id",
          "init-addr",
          "init-state",
          "log-bufsize",
          "log-proto",
          "max-reuse",
          "maxqueue",
          "minconn",
          "namespace",
          "npn",
          "observe",
          "on-error",
          "on-marked-down",
          "on-marked-up",
          "pool-conn-name",
          "pool-low-conn",
          "pool-max-conn",
          "pool-purge-delay",
          "proto",
          "proxy-v2-options",
          "redir",
          "resolve-net",
          "resolve-opts",
          "resolve-prefer",
          "resolvers",
          "shard",
          "sigalgs",
          "slowstart",
          "sni",
          "socks4",
          "source",
          "ssl-max-ver",
          "ssl-min-ver",
          "tcp-ut",
          "track",
          "usesrc",
          "verify",
          "verifyhost",
          "ws");

  private boolean check;
  private boolean checkSsl;
  private boolean ssl;
  private boolean backup;
  private boolean disabled;
  private Setting<Duration> inter = Setting.unset();
  private Setting<Duration> fastInter = Setting.unset();
  private Setting<Duration> downInter = Setting.unset();
  private Setting<Integer> rise = Setting.unset();
  private Setting<Integer> fall = Setting.unset();
  private Setting<Integer> maxconn = Setting.unset();
  private Setting<Integer> weight = Setting.unset();
  private Setting<Integer> port = Setting.unset();
  private Setting<String> addr = Setting.unset();

  ServerSettings() {}

  private ServerSettings(ServerSettings other) {
    check = other.check;
    checkSsl = other.checkSsl;
    ssl = other.ssl;
    backup = other.backup;
    disabled = other.disabled;
    inter = other.inter;
    fastInter = other.fastInter;
    downInter = other.downInter;
    rise = other.rise;
    fall = other.fall;
    maxconn = other.maxconn;
    weight = other.weight;
    port = other.port;
    addr = other.addr;
  }

  /** These, and the options from an index of the line on laid over them. */
  ServerSettings with(List<Word> words, int from, HaproxyValues values) {
    ServerSettings changed = new ServerSettings(this);
    changed.take(words, from, values);
    return changed;
  }

  private void take(List<Word> words, int from, HaproxyValues values) {
    for (int i = from; i < words.size(); i++) {
      String option = words.get(i).value();
      if (takeFlag(option)) continue;
      if (i + 1 == words.size()) return;
      if (takeValue(option, words.get(i + 1), values) || WITH_ARGUMENT.contains(option)) i++;
    }
  }

  private boolean takeFlag(String option) {
    switch (option) {
      case "check" -> check = true;
      case "no-check" -> check = false;
      case "check-ssl" -> checkSsl = true;
      case "no-check-ssl" -> checkSsl = false;
      case "ssl" -> ssl = true;
      case "no-ssl" -> ssl = false;
      case "backup" -> backup = true;
      case "no-backup" -> backup = false;
      case "disabled" -> disabled = true;
      case "enabled" -> disabled = false;
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean takeValue(String option, Word value, HaproxyValues values) {
    switch (option) {
      case "inter" -> inter = values.time(value);
      case "fastinter" -> fastInter = values.time(value);
      case "downinter" -> downInter = values.time(value);
      case "rise" -> rise = values.number(value);
      case "fall" -> fall = values.number(value);
      case "maxconn" -> maxconn = values.number(value);
      case "weight" -> weight = values.number(value);
      case "port" -> port = values.number(value);
      case "addr" -> addr = values.host(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether every setting has a value that is known. */
  boolean isKnown() {
    return Stream.of(inter, fastInter, downInter, rise, fall, maxconn, weight, port, addr)
        .noneMatch(Setting::isUnknown);
  }

  /**
   * @param line where the line stands that was laid over the others last
   */
  ServerOptions options(Span line) {
    // a check takes over the server's own TLS only where it goes to the same place (server.c)
    boolean elsewhere = !port.isUnset() || !addr.isUnset();
    return new ServerOptions(
        check,
        checkSsl || ssl && !elsewhere,
        ssl,
        inter,
        fastInter,
        downInter,
        rise,
        fall,
        maxconn,
        weight,
        backup,
        disabled,
        addr,
        port,
        line);
  }
}
