package dev.vipc.check.haproxy;

import dev.vipc.keyword.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides the expressions behind {@code .if} and {@code .elif} for one release, a build with what
 * distributions compile in, and OpenSSL 3.0.
 */
final class Predicates {
  /** An expression that the release cannot evaluate, and why. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  private static final Set<String> FEATURES =
      Set.of(
          "EPOLL",
          "POLL",
          "THREAD",
          "PTHREAD_EMULATION",
          "GETADDRINFO",
          "OPENSSL",
          "LUA",
          "ZLIB",
          "PCRE2",
          "PCRE2_JIT",
          "NS",
          "TFO",
          "CRYPT_H",
          "LIBCRYPT",
          "LINUX_SPLICE",
          "LINUX_TPROXY",
          "NETFILTER",
          "PROMEX",
          "RT",
          "DL",
          "SYSTEMD",
          "TPROXY",
          "CPU_AFFINITY",
          "ACCEPT4",
          "BACKTRACE",
          "PRCTL");

  /** The first release with each predicate. */
  private static final Map<String, Release> SINCE =
      Map.ofEntries(
          Map.entry("defined", new Release(2, 4, 0)),
          Map.entry("feature", new Release(2, 4, 0)),
          Map.entry("streq", new Release(2, 4, 0)),
          Map.entry("strneq", new Release(2, 4, 0)),
          Map.entry("version_atleast", new Release(2, 4, 0)),
          Map.entry("version_before", new Release(2, 4, 0)),
          Map.entry("openssl_version_atleast", new Release(2, 5, 0)),
          Map.entry("openssl_version_before", new Release(2, 5, 0)),
          Map.entry("ssllib_name_startswith", new Release(2, 5, 0)),
          Map.entry("strstr", new Release(2, 8, 0)),
          Map.entry("enabled", new Release(2, 8, 0)),
          Map.entry("awslc_api_atleast", new Release(3, 3, 0)),
          Map.entry("awslc_api_before", new Release(3, 3, 0)),
          Map.entry("fips_mode", new Release(3, 5, 0)));

  private static final int MOST_DEPTH = 1000;

  private final Release release;
  private final Environment environment;
  private String text = "";
  private int at;
  private int depth;

  Predicates(Release release, Environment environment) {
    this.release = release;
    this.environment = environment;
  }

  /** The value of an expression; an empty one is false. */
  boolean holds(String expression) throws Malformed {
    text = expression;
    at = 0;
    depth = 0;
    skipBlanks();
    if (at == text.length()) return false;
    boolean value = either();
    skipBlanks();
    if (at < text.length())
      throw new Malformed("`" + text.substring(at) + "` stands behind the expression");
    return value;
  }

  private boolean either() throws Malformed {
    boolean value = both();
    for (skipBlanks(); text.startsWith("||", at); skipBlanks()) {
      at += 2;
      value |= both();
    }
    return value;
  }

  private boolean both() throws Malformed {
    boolean value = term();
    for (skipBlanks(); text.startsWith("&&", at); skipBlanks()) {
      at += 2;
      value &= term();
    }
    return value;
  }

  private boolean term() throws Malformed {
    if (++depth > MOST_DEPTH) throw new Malformed("the expression is nested too deep");
    skipBlanks();
    if (at == text.length()) throw new Malformed("the expression ends where a term belongs");
    char c = text.charAt(at);
    if (c == '!') {
      at++;
      return !term();
    }
    if (c == '(') return parenthesis();
    return c >= '0' && c <= '9' || c == '-' || c == '+' ? number() : predicate();
  }

  private boolean parenthesis() throws Malformed {
    at++;
    boolean value = either();
    skipBlanks();
    if (at == text.length() || text.charAt(at) != ')')
      throw new Malformed("a closing parenthesis is missing");
    at++;
    return value;
  }

  private boolean number() throws Malformed {
    int start = at;
    while (at < text.length() && " )&|".indexOf(text.charAt(at)) < 0) at++;
    try {
      return Long.decode(text.substring(start, at)) != 0;
    } catch (NumberFormatException _) {
      throw new Malformed("`" + text.substring(start, at) + "` is not a number");
    }
  }

  private boolean predicate() throws Malformed {
    int start = at;
    while (at < text.length() && isName(text.charAt(at))) at++;
    String name = text.substring(start, at);
    Release since = SINCE.get(name);
    if (since == null) throw new Malformed("`" + name + "` is not a predicate");
    if (release.compareTo(since) < 0)
      throw new Malformed("`" + name + "` is not a predicate before HAProxy " + since);
    return value(name, arguments(name));
  }

  private List<String> arguments(String name) throws Malformed {
    if (at == text.length() || text.charAt(at) != '(')
      throw new Malformed("`" + name + "` needs its arguments in parentheses");
    var arguments = new ArrayList<String>();
    var argument = new StringBuilder();
    char quote = 0;
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quote == 0 && (c == '"' || c == '\'')) quote = c;
      else if (c == quote) quote = 0;
      else if (quote == 0 && c == ',') {
        arguments.add(argument.toString());
        argument.setLength(0);
      } else if (quote == 0 && c == ')') {
        at++;
        arguments.add(argument.toString());
        return arguments;
      } else argument.append(c);
    }
    throw new Malformed("a closing parenthesis is missing");
  }

  private boolean value(String name, List<String> arguments) throws Malformed {
    int wanted =
        switch (name) {
          case "streq", "strneq", "strstr" -> 2;
          default -> 1;
        };
    if (arguments.size() != wanted)
      throw new Malformed("`%s` takes %d arguments".formatted(name, wanted));
    String first = arguments.getFirst();
    return switch (name) {
      case "defined" -> environment.value(first).isPresent();
      case "feature" -> FEATURES.contains(first);
      case "streq" -> first.equals(arguments.get(1));
      case "strneq" -> !first.equals(arguments.get(1));
      case "strstr" -> first.contains(arguments.get(1));
      case "version_atleast" -> compare(first) <= 0;
      case "version_before" -> compare(first) > 0;
      case "openssl_version_atleast" -> compareOpenSsl(first) <= 0;
      case "openssl_version_before" -> compareOpenSsl(first) > 0;
      case "ssllib_name_startswith" -> "OpenSSL".startsWith(first);
      case "enabled" -> true;
      default -> false;
    };
  }

  /** The version compared with the target; absent parts count as 0. */
  private int compare(String version) throws Malformed {
    return Predicates.version(version)
        .orElseThrow(() -> new Malformed("`" + version + "` is not a version"))
        .compareTo(release);
  }

  private static int compareOpenSsl(String version) throws Malformed {
    return version(version)
        .orElseThrow(() -> new Malformed("`" + version + "` is not a version"))
        .compareTo(new Release(3, 0, 15));
  }

  private static Optional<Release> version(String text) {
    int[] parts = new int[3];
    int part = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') parts[part] = Math.min(9999, parts[part] * 10 + c - '0');
      else if (c == '.' && part < 2) part++;
      else if (i > 0) break;
      else return Optional.empty();
    }
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Release(parts[0], parts[1], parts[2]));
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
  }

  private static boolean isName(char c) {
    return c == '_' || (c < 0x80 && Character.isLetterOrDigit(c));
  }
}
