package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;

/** What HAProxy says of a proxy as a whole when all is read, so far as its section tells. */
final class ProxyEnd {
  private final Verdicts out;
  private final Language language;
  private final Proxy proxy;
  private final ProxySettings settings;

  ProxyEnd(Verdicts out, Language language, Proxy proxy) {
    this.out = out;
    this.language = language;
    this.proxy = proxy;
    this.settings = proxy.settings();
  }

  void check() {
    bind();
    timeouts();
    checks();
    externalCheck();
    logs();
    if (settings.mode() == ProxySettings.Mode.TCP) withoutHttp();
    else if (settings.isHttp() && out.isUpgrade()) upgrade();
    if (settings.isHttp()) raw();
    portless();
    protocols();
    emailAlert();
    statsRules();
    for (Located<Integer> slot : proxy.slots())
      if (slot.value() >= settings.slots())
        out.laterError(
            HaproxyFindings.UNKNOWN_REFERENCE,
            slot.span(),
            "no `declare capture` makes slot `" + slot.value() + "`",
            "add `declare capture request len N`");
  }

  private void upgrade() {
    String mark = "tls without alpn";
    if (proxy.isFrontend() && proxy.isMarked(mark) && out.atLeast(2, 8))
      out.later(
          Diagnostic.of(
                  HaproxyFindings.OFFERS_HTTP2,
                  proxy.markOf(mark),
                  "%s offers HTTP/2 to its clients from HAProxy 2.8 on".formatted(proxy.said()))
              .help(
                  "write `alpn http/1.1` to keep it from them, or `alpn h2,http/1.1` to have it now"));
  }

  private void statsRules() {
    if (proxy.isMarked("stats auth") && proxy.isMarked("stats http-request"))
      out.laterError(
          HaproxyFindings.BAD_SETTING,
          proxy.markOf("stats http-request"),
          "`stats http-request` does not go with `stats auth` or `stats realm`",
          "keep one of the two");
  }

  private void bind() {
    if (proxy.isFrontend() && proxy.binds() == 0 && out.atLeast(1, 6))
      warn(
          HaproxyFindings.NO_BIND,
          proxy.place(),
          proxy.said() + " has no `bind` line",
          "add one, or make it a `backend`");
  }

  private void timeouts() {
    List<String> missing = new ArrayList<>();
    if (proxy.isFrontend() && !settings.has("timeout client")) missing.add("`timeout client`");
    if (proxy.isBackend() && proxy.serverCount() > 0) {
      if (!settings.has("timeout connect")) missing.add("`timeout connect`");
      boolean tunnel = !settings.isHttp() && settings.has("timeout tunnel");
      if (!settings.has("timeout server") && !tunnel) missing.add("`timeout server`");
    }
    if (!missing.isEmpty())
      warn(
          HaproxyFindings.MISSING_TIMEOUT,
          proxy.place(),
          proxy.said() + " has no " + String.join(" and no ", missing),
          "write it there or in `defaults`");
  }

  private void checks() {
    if (!proxy.isBackend()) return;
    if (proxy.isMarked("unused httpchk") && out.atLeast(2, 2))
      warn(
          HaproxyFindings.WITHOUT_EFFECT,
          proxy.markOf("unused httpchk"),
          "`http-check` rules are ignored without `option httpchk`",
          "add `option httpchk`");
    if (proxy.isMarked("unused tcp-check") && out.atLeast(1, 5))
      warn(
          HaproxyFindings.WITHOUT_EFFECT,
          proxy.markOf("unused tcp-check"),
          "`tcp-check` rules are ignored without `option tcp-check`",
          "add `option tcp-check`");
  }

  private void externalCheck() {
    if (!proxy.isBackend() || !settings.check().equals("external-check")) return;
    Span span = settings.placeOf("option external-check").orElse(proxy.place());
    boolean command = settings.has("external-check command");
    language.atEnd(
        () -> {
          if (!language.hasGlobal("external-check"))
            out.laterError(
                HaproxyFindings.UNKNOWN_REFERENCE,
                span,
                "`option external-check` needs `external-check` in `global`",
                "add it to `global`");
          if (!command)
            out.laterError(
                HaproxyFindings.UNKNOWN_REFERENCE,
                span,
                "`option external-check` needs `external-check command` in the section",
                "add `external-check command PATH`");
          if (!language.hasGlobal("insecure-fork-wanted") && out.atLeast(2, 2))
            out.laterWarning(
                HaproxyFindings.WITHOUT_EFFECT,
                span,
                "`option external-check` will fail without `insecure-fork-wanted` in `global`",
                "add it to `global`");
        });
  }

  private void logs() {
    if (proxy.isFrontend() && settings.has("log kind") && !settings.has("log"))
      warn(
          HaproxyFindings.WITHOUT_EFFECT,
          proxy.place(),
          proxy.said() + " has a log format and no `log` line",
          "add `log global`");
    if (!settings.isHttp()) httpLog();
  }

  /** Of lint's rules, HX007 says it. */
  private void httpLog() {
    if (!out.asProgram()) return;
    for (String option : List.of("httplog", "httpslog"))
      if (settings.has(option) && (proxy.isFrontend() || proxy.isMarked(option)))
        warn(
            HaproxyFindings.NEEDS_HTTP,
            settings.placeOf(option).orElse(proxy.place()),
            "%s is not in HTTP mode, so `option %s` falls back to `tcplog`"
                .formatted(proxy.said(), option),
            "write `option tcplog`, or `mode http`");
  }

  private void withoutHttp() {
    if (settings.has("cookie") && proxy.isBackend()) ignored("cookie", "`cookie`");
    if (settings.has("monitor-uri") && proxy.isFrontend()) ignored("monitor-uri", "`monitor-uri`");
    if (settings.has("balance http") && proxy.isBackend())
      warn(
          HaproxyFindings.NEEDS_HTTP,
          settings.placeOf("balance http").orElse(proxy.place()),
          "%s is not in HTTP mode, so this `balance` falls back to `roundrobin`"
              .formatted(proxy.said()),
          "write another algorithm, or `mode http`");
    if (settings.has("stats")) ignored("stats", "`stats`");
    if (proxy.isMarked("capture")) ignoredMark("capture", "`capture`");
    boolean upgrades = proxy.isMarked("switch-mode");
    if (!upgrades) {
      for (String rules :
          List.of("http-request", "http-response", "http-after-response", "redirect"))
        if (proxy.isMarked(rules) && (!rules.equals("http-request") || out.atLeast(1, 8)))
          ignoredMark(rules, "`" + rules + "` rules");
    } else if (proxy.isMarked("http format")) {
      ignoredMark("http format", "this HTTP format");
    }
    if (out.asProgram()) // of lint's rules, HX007 says it
    for (String option : List.of("option forwardfor", "option originalto"))
        if (settings.has(option)) ignored(option, "`" + option + "`");
    for (Proxy.CookieServer server : proxy.cookies())
      warn(
          HaproxyFindings.NEEDS_HTTP,
          server.span(),
          "%s is not in HTTP mode, so the server's `cookie` is ignored".formatted(proxy.said()),
          "delete it, or write `mode http`");
  }

  private void ignored(String setting, String what) {
    ignoredAt(settings.placeOf(setting).orElse(proxy.place()), what);
  }

  private void ignoredMark(String mark, String what) {
    ignoredAt(proxy.markOf(mark), what);
  }

  private void ignoredAt(Span span, String what) {
    warn(
        HaproxyFindings.NEEDS_HTTP,
        span,
        "%s is not in HTTP mode and ignores %s".formatted(proxy.said(), what),
        "delete it, or write `mode http`");
  }

  private void portless() {
    if (proxy.isMarked("check port")) return;
    for (Proxy.Portless server : proxy.portless()) {
      String message =
          "server `%s` is checked, and neither its address nor `port` names a port"
              .formatted(server.name().value());
      String help = "write the port behind the address, or add `port N`";
      if (out.atLeast(2, 2))
        out.laterError(HaproxyFindings.NO_CHECK_PORT, server.name().span(), message, help);
      else out.laterWarning(HaproxyFindings.NO_CHECK_PORT, server.name().span(), message, help);
    }
  }

  /** What reads the bytes of a connection, of which HTTP's analysis leaves none. */
  private void raw() {
    language
        .acls()
        .raw()
        .ifPresent(
            fetch ->
                warn(
                    HaproxyFindings.WITHOUT_EFFECT,
                    fetch.span(),
                    "%s is in HTTP mode and ignores `%s`".formatted(proxy.said(), fetch.value()),
                    "use a fetch of HTTP, or write `mode tcp`"));
    if (proxy.isMarked("raw format")) language.formats().warnOfRaw(proxy.markOf("raw format"));
  }

  private void protocols() {
    if (settings.mode() == ProxySettings.Mode.OTHER || !out.atLeast(2, 4)) return;
    for (Proxy.Protocol protocol : proxy.protocols()) {
      boolean check = protocol.option().equals("check-proto");
      boolean http = check ? settings.check().equals("httpchk") : settings.isHttp();
      String name = protocol.name().value();
      boolean fits =
          name.equals("none") ? !http : http && !(protocol.bind() && name.equals("fcgi"));
      if (!fits)
        out.laterError(
            HaproxyFindings.BAD_SETTING,
            protocol.name().span(),
            "`%s %s` does not fit %s"
                .formatted(
                    protocol.option(),
                    name,
                    check ? "the kind of check" : "the mode of " + proxy.said()),
            "delete it, or write another protocol");
      else if (name.equals("fcgi") && !check && !proxy.isMarked("fcgi-app"))
        out.laterError(
            HaproxyFindings.UNKNOWN_REFERENCE,
            protocol.name().span(),
            proxy.said() + " speaks FastCGI with a server and has no `use-fcgi-app`",
            "add `use-fcgi-app NAME`");
    }
  }

  private void emailAlert() {
    boolean any = false;
    boolean all = true;
    for (String word : List.of("from", "mailers", "to")) {
      boolean set = settings.has("email-alert " + word);
      any |= set;
      all &= set;
    }
    if (any && !all)
      warn(
          HaproxyFindings.WITHOUT_EFFECT,
          proxy.place(),
          proxy.said() + " sends no mail: `email-alert` needs `from`, `mailers` and `to`",
          "add the missing lines");
  }

  private void warn(RuleMeta rule, Span span, String message, String help) {
    out.laterWarning(rule, span, message, help);
  }
}
