package dev.vipc.check.haproxy;

import dev.vipc.keyword.NearestWord;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names that lines use, held against the names that other lines define when all is read. Only
 * names that occur are kept.
 */
final class References {
  static final String SCOPES =
      "a variable's name begins with proc., sess., txn., req., res. or check.";

  /** A name that is used, and what an empty one means: the section it stands in. */
  private record Use(String kind, Located<String> name, String proxy) {}

  private final Verdicts out;
  private final ServerIndex servers;
  private final Map<String, Map<String, Located<String>>> defined = new HashMap<>();
  private final List<Use> uses = new ArrayList<>();
  private String proxy = "";

  References(Verdicts out, ServerIndex servers) {
    this.out = out;
    this.servers = servers;
  }

  /** The section that the lines below stand in. */
  void enter(String section) {
    proxy = section;
  }

  /** The earlier definition, if there is one. */
  Optional<Located<String>> define(String kind, Located<String> name) {
    return Optional.ofNullable(
        defined.computeIfAbsent(kind, _ -> new HashMap<>()).putIfAbsent(name.value(), name));
  }

  boolean isDefined(String kind, String name) {
    return defined.getOrDefault(kind, Map.of()).containsKey(name);
  }

  /** Takes note that a name is used; nothing is said before all is read. */
  void use(String kind, Located<String> name) {
    if (!out.excused()) uses.add(new Use(kind, name, proxy));
  }

  /** Reports every name that nothing defines. */
  void resolve() {
    for (Use use : uses) {
      if (use.name.value().isEmpty()) empty(use);
      else if (!isKnown(use)) unknown(use);
    }
    uses.clear();
  }

  private boolean isKnown(Use use) {
    String name = use.name.value();
    if (use.kind.equals("server")) {
      int slash = name.indexOf('/');
      String section = slash < 0 ? use.proxy : name.substring(0, slash);
      String server = name.substring(slash + 1);
      return servers.get(ServerIndex.key(section, server)) >= 0 || isOfTemplate(server);
    }
    return isDefined(use.kind, name);
  }

  /** Whether a {@code server-template} may have made a server of that name. */
  private boolean isOfTemplate(String server) {
    int end = server.length();
    while (end > 0 && Character.isDigit(server.charAt(end - 1))) end--;
    return end < server.length() && isDefined("server prefix", server.substring(0, end));
  }

  private void empty(Use use) {
    if (use.kind.equals("user list"))
      out.laterError(
          HaproxyFindings.UNKNOWN_REFERENCE,
          use.name.span(),
          "the name of a userlist is missing",
          "write the userlist in parentheses");
    if (use.kind.equals("server"))
      out.laterError(
          HaproxyFindings.UNKNOWN_REFERENCE,
          use.name.span(),
          "the name of a server is missing",
          "write `backend/server` in parentheses");
    String other = use.kind.equals("backend") ? "frontend" : "backend";
    if ((use.kind.equals("backend") || use.kind.equals("frontend")) && isOnly(other, use))
      out.laterError(
          HaproxyFindings.UNKNOWN_REFERENCE,
          use.name.span(),
          "`%s` is no %s, as what is asked for here needs one".formatted(use.proxy, use.kind),
          "name the %s in parentheses".formatted(use.kind));
    if (use.kind.equals("table") && !isDefined("table", use.proxy))
      out.laterError(
          HaproxyFindings.UNKNOWN_REFERENCE,
          use.name.span(),
          "`" + use.proxy + "` has no stick-table",
          "add a `stick-table` line to it, or name the table");
  }

  /** Without a name it is the proxy that the expression stands in, which must be of that kind. */
  private boolean isOnly(String other, Use use) {
    return !isDefined(use.kind, use.proxy) && isDefined(other, use.proxy);
  }

  private void unknown(Use use) {
    Set<String> names = defined.getOrDefault(use.kind, Map.of()).keySet();
    String help =
        NearestWord.of(use.name.value(), names)
            .map(near -> "write `" + near + "`")
            .orElse("define it, or name one that is there");
    out.laterError(
        HaproxyFindings.UNKNOWN_REFERENCE,
        use.name.span(),
        "no %s is called `%s`".formatted(said(use.kind), use.name.value()),
        help);
  }

  private static String said(String kind) {
    return switch (kind) {
      case "table" -> "section with a stick-table";
      case "user list" -> "userlist";
      case "peers", "resolvers", "mailers", "cache", "http-errors", "ring", "fcgi-app" ->
          "`" + kind + "` section";
      default -> kind;
    };
  }
}
