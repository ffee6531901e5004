package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the lines of one proxy or {@code defaults} section. */
final class ProxyLines implements SectionLines {
  private static final Set<String> CHECKS =
      Set.of(
          "httpchk",
          "tcp-check",
          "ssl-hello-chk",
          "smtpchk",
          "mysql-check",
          "pgsql-check",
          "redis-check",
          "ldap-check",
          "spop-check",
          "external-check");
  private static final Map<String, String> LOG_OPTIONS =
      Map.of("httplog", "httplog", "tcplog", "tcplog", "httpslog", "httpslog");

  /** The timeouts whose missing unit a rule of lint reports, whatever the release. */
  private static final Set<String> OF_HX009 =
      Set.of("connect", "client", "server", "tunnel", "queue", "check");

  private final Verdicts out;
  private final Language language;
  private final Proxies proxies;
  private final Proxy proxy;
  private final ProxySettings settings;
  private final Rules rules;
  private final ServerLine servers;
  private final BindLine binds;
  private final CheckRules checks;

  ProxyLines(Verdicts out, Language language, Proxies proxies, Proxy proxy) {
    this.out = out;
    this.language = language;
    this.proxies = proxies;
    this.proxy = proxy;
    this.settings = proxy.settings();
    this.rules = new Rules(out, language, proxies, proxy);
    this.servers = new ServerLine(out, language, proxy);
    this.binds = new BindLine(out, language, proxy);
    this.checks = new CheckRules(out, language, proxy);
    language.acls().clear();
    language.references().enter(proxy.name());
  }

  @Override
  public void line(Directive line) {
    List<Word> words = line.words();
    switch (words.getFirst().value()) {
      case "no" -> undo(words);
      case "default" -> {}
      default -> set(words, line.span());
    }
  }

  /** A line that the keyword table refused: only the names that it defines are taken note of. */
  void refused(Directive line) {
    switch (line.keyword()) {
      case "bind" -> proxy.addBind();
      case "server" -> servers.remember(line.words());
      default -> {}
    }
  }

  private void undo(List<Word> words) {
    if (words.size() < 2) return;
    if (words.get(1).is("log")) settings.remove("log");
    if (words.get(1).is("option") && words.size() > 2)
      settings.remove("option " + words.get(2).value());
  }

  private void set(List<Word> words, Span span) {
    String first = words.getFirst().value();
    Cursor rest = new Cursor(words, 1);
    switch (first) {
      case "mode" -> setMode(words);
      case "timeout" -> timeout(words);
      case "option" -> option(words, span);
      case "log" -> log(words, span);
      case "log-format", "log-format-sd", "error-log-format", "unique-id-format" ->
          format(first, words, span);
      case "acl" -> language.acls().define(words);
      case "bind" -> binds.read(words);
      case "server" -> servers.read(words);
      case "server-template" -> servers.template(words);
      case "default-server" -> servers.defaults(words);
      case "default_backend" -> defaultBackend(words);
      case "use_backend" -> useBackend(words);
      case "use-server" -> useServer(words);
      case "tcp-request",
          "tcp-response",
          "http-request",
          "http-response",
          "http-after-response",
          "redirect",
          "monitor",
          "stats" ->
          rules.read(words);
      case "http-check", "tcp-check" -> checks.read(words);
      case "stick-table" -> new StickTable(out, language).read(words, proxy.name());
      case "stick" -> rules.stick(rest);
      case "cookie" -> {
        settings.put(first, span);
        SettingWords.cookie(words, out);
      }
      case "monitor-uri" -> settings.put(first, span);
      case "capture" -> capture(words, span);
      case "balance" -> balance(words, span);
      case "email-alert" -> emailAlert(words, span);
      case "external-check" -> {
        if (words.size() > 1) settings.put("external-check " + words.get(1).value(), span);
      }
      case "disabled" -> disable(true, span);
      case "enabled" -> disable(false, span);
      case "id" -> {
        if (words.size() > 1) proxies.setId(proxy, words.get(1));
      }
      case "errorloc", "errorloc302", "errorloc303" -> errorStatus(words);
      case "errorfile" -> {
        errorStatus(words);
        if (words.size() > 2) out.assume("file", words.get(2).value(), words.get(2).span());
      }
      case "errorfiles" -> {
        if (words.size() > 1) language.references().use("http-errors", words.get(1).located());
      }
      case "filter" -> new FilterLine(out, language).read(words);
      case "use-fcgi-app" -> {
        if (words.size() > 1) language.references().use("fcgi-app", words.get(1).located());
        proxy.mark("fcgi-app", span);
      }
      case "source" -> source(words);
      case "dispatch" -> {
        settings.put("dispatch", span);
        if (words.size() > 1)
          language.address(words.get(1), Address.Takes.PORT_NEEDED, Address.Takes.STREAM);
      }
      case "http-error" -> rules.httpError(rest);
      case "declare" -> declare(words, span);
      case "compression" -> SettingWords.compression(words, out);
      case "retry-on" -> SettingWords.retryOn(words, out);
      case "hash-type" -> SettingWords.hashType(words, out);
      default -> {}
    }
  }

  private void errorStatus(List<Word> words) {
    if (words.size() > 1 && !SmallSection.hasErrorPage(words.get(1).value()))
      out.error(
          HaproxyFindings.BAD_SETTING,
          words.get(1).span(),
          "HAProxy has no error page for status `" + words.get(1).value() + "`",
          SmallSection.statuses());
  }

  private void setMode(List<Word> words) {
    if (words.size() > 1) settings.setMode(ProxySettings.Mode.of(words.get(1).value()));
  }

  private void disable(boolean disabled, Span span) {
    proxy.setDisabled(disabled);
    if (disabled) settings.put("disabled", span);
    else settings.remove("disabled");
  }

  private void timeout(List<Word> words) {
    if (words.size() < 3) return;
    String which = words.get(1).value();
    Word value = words.get(2);
    if (!proxy.isDefaults() && settings.isOverwritten("timeout " + which))
      out.warning(
          HaproxyFindings.DEFINED_TWICE,
          words.get(1).span(),
          "`timeout " + which + "` stands above in this section, and this one counts",
          "keep one of the two");
    boolean zero = value.value().chars().allMatch(c -> c == '0' || Character.isLetter(c));
    if (zero) settings.remove("timeout " + which);
    else settings.put("timeout " + which, value.span());
    boolean saysLint = OF_HX009.contains(which) && !out.asProgram();
    if (out.atLeast(3, 1) && Times.isSuspicious(value.value()) && !saysLint)
      out.warning(
          HaproxyFindings.SHORT_TIME,
          value.span(),
          "`%s` is %s milliseconds".formatted(value.value(), value.value()),
          "write `%ss` or `%sms`".formatted(value.value(), value.value()));
  }

  private void option(List<Word> words, Span span) {
    if (words.size() < 2) return;
    String name = words.get(1).value();
    if (CHECKS.contains(name)) checkOption(name, words, span);
    else if (LOG_OPTIONS.containsKey(name)) logOption(name, words, span);
    else {
      settings.put("option " + name, span);
      OptionArguments.check(name, words, out, language);
    }
  }

  private void checkOption(String name, List<Word> words, Span span) {
    if (proxy.kind().equals("frontend")) return;
    settings.setCheck(name);
    proxy.unmark("unused " + name);
    settings.put("option " + name, span);
    OptionArguments.check(name, words, out, language);
  }

  private void logOption(String name, List<Word> words, Span span) {
    if (name.equals("httplog")) {
      if (words.size() > 2 && !words.get(2).is("clf"))
        surplus(words, 2, "`option httplog` takes `clf` or nothing");
    } else if (words.size() > 2) {
      surplus(words, 2, "`option " + name + "` takes no argument");
    }
    boolean saysLint = !out.asProgram(); // HX029
    if (proxy.kind().equals("backend") && !saysLint) ignoredInBackend("option " + name, span);
    logKind(span);
    settings.remove("httplog");
    settings.remove("httpslog");
    settings.put(name, span);
    if (name.equals("tcplog")) settings.remove("tcplog");
  }

  /** Of each way to say how lines of the log look, the last counts. */
  private void logKind(Span span) {
    if (proxy.isDefaults()) overrides("format of the log", span);
    settings.put("log kind", span);
  }

  private void overrides(String setting, Span span) {
    settings
        .placeOf(setting)
        .ifPresent(
            earlier ->
                out.report(
                    Diagnostic.of(
                            HaproxyFindings.DEFINED_TWICE,
                            span,
                            "this takes the place of another " + setting)
                        .as(Severity.WARNING)
                        .also(earlier, "it is set here")
                        .help("keep one of the two")));
    settings.put(setting, span);
  }

  private void surplus(List<Word> words, int at, String message) {
    out.error(
        HaproxyFindings.BAD_SETTING,
        words.get(at).span().to(words.getLast().span()),
        message,
        "delete the words");
  }

  private void ignoredInBackend(String what, Span span) {
    out.warning(
        HaproxyFindings.WITHOUT_EFFECT,
        span,
        "`" + what + "` has no effect in a backend",
        "write it in the frontends, or in `defaults`");
  }

  private void format(String keyword, List<Word> words, Span span) {
    if (proxy.kind().equals("backend") && !keyword.equals("unique-id-format"))
      ignoredInBackend(keyword, span);
    if (words.size() < 2) return;
    if (!keyword.equals("unique-id-format") && !keyword.equals("error-log-format")) {
      if (keyword.equals("log-format")) {
        logKind(span);
        settings.remove("httplog");
        settings.remove("httpslog");
      } else {
        settings.put("log kind", span);
      }
    }
    if (keyword.equals("error-log-format") && proxy.isDefaults())
      overrides("format of the log of errors", span);
    boolean isId = keyword.equals("unique-id-format");
    int where = isId ? Places.FRONTEND_REQUEST | Places.LOG : Places.LOG;
    if (proxy.isFrontend() || proxy.isDefaults())
      language.formats().read(words.get(1).value(), words.get(1).span(), where);
    if (language.formats().wasRaw()) {
      if (isId) language.formats().warnOfRaw(words.get(1).span());
      else proxy.mark("raw format", words.get(1).span());
    }
    if (language.formats().neededHttp() && !isId) proxy.mark("http format", words.get(1).span());
    if (language.formats().neededHttp() && isId) proxy.mark("http format", words.get(1).span());
  }

  private void log(List<Word> words, Span span) {
    boolean good = new LogLine(out, language).read(words);
    // `log global` means what `global` says so far
    boolean none = words.size() == 2 && out.asProgram() && !language.hasGlobal("log");
    if (good && !none) settings.put("log", span);
  }

  private void defaultBackend(List<Word> words) {
    if (words.size() > 1) settings.setDefaultBackend(words.get(1));
  }

  private void useBackend(List<Word> words) {
    if (words.size() < 2) return;
    Cursor line = new Cursor(words, 2);
    Word name = words.get(1);
    if (!line.atEnd() && !line.atCondition()) {
      out.error(
          HaproxyFindings.BAD_CONDITION,
          line.rest(),
          "`use_backend` takes `if` or `unless` behind the backend's name",
          "write `if` before the condition");
      return;
    }
    if (line.atCondition()) language.acls().condition(line, Places.USE_BACKEND);
    if (LogFormat.isDynamic(name.value())) {
      language.formats().read(name.value(), name.span(), Places.FRONTEND_REQUEST);
    } else {
      proxy.targets().add(new Proxy.Target(name, false));
    }
    rules.add(Proxy.RuleKind.USE_BACKEND, words);
  }

  private void useServer(List<Word> words) {
    if (words.size() < 2 || proxy.kind().equals("frontend")) return;
    Cursor line = new Cursor(words, 2);
    Word name = words.get(1);
    if (!line.atCondition()) {
      out.error(
          HaproxyFindings.BAD_CONDITION,
          line.rest(),
          "`use-server` needs `if` or `unless` behind the server's name",
          "write a condition, such as `if TRUE`");
      return;
    }
    language.acls().condition(line, Places.USE_SERVER);
    if (LogFormat.isDynamic(name.value()))
      language.formats().read(name.value(), name.span(), Places.BACKEND_REQUEST);
    else proxy.usedServers().add(name.located());
    rules.add(Proxy.RuleKind.USE_SERVER, words);
  }

  private void capture(List<Word> words, Span span) {
    if (words.size() < 2) return;
    boolean cookie = words.get(1).is("cookie");
    int at = cookie ? 2 : 3;
    boolean complete =
        words.size() > at + 2
            && (cookie || words.get(2).is("header"))
            && words.get(at + 1).is("len"); // whatever stands behind it is a number
    if (!complete)
      out.error(
          HaproxyFindings.BAD_SETTING,
          span,
          "`capture` needs a name and a length",
          cookie
              ? "write `capture cookie NAME len N`"
              : "write `capture %s header NAME len N`".formatted(words.get(1).value()));
    else {
      proxy.mark("capture", span);
      if (!cookie) settings.declareSlot();
    }
  }

  private void declare(List<Word> words, Span span) {
    boolean known =
        words.size() > 4
            && (words.get(2).is("request") || words.get(2).is("response"))
            && words.get(3).is("len")
            && Address.isNumber(words.get(4).value());
    if (known) settings.declareSlot();
    else
      out.error(
          HaproxyFindings.BAD_SETTING,
          span,
          "`declare capture` needs a side and a length",
          "write `declare capture request len N`");
  }

  private void balance(List<Word> words, Span span) {
    settings.remove("balance http");
    if (words.size() < 2) return;
    String algorithm = words.get(1).value();
    int bracket = algorithm.indexOf('(');
    String name = bracket < 0 ? algorithm : algorithm.substring(0, bracket);
    if (Set.of("uri", "url_param", "hdr").contains(name)) settings.put("balance http", span);
    if (name.equals("hash") && words.size() > 2) {
      language.expression(new Cursor(words, 2), Places.USE_SERVER);
    }
    if (name.equals("uri")) SettingWords.balanceUri(words, out);
    if (name.equals("url_param") && words.size() < 3)
      out.error(
          HaproxyFindings.BAD_SETTING,
          span,
          "`balance url_param` needs the parameter's name",
          "write `balance url_param NAME`");
  }

  private void emailAlert(List<Word> words, Span span) {
    if (words.size() < 3) {
      out.error(
          HaproxyFindings.BAD_SETTING,
          span,
          "`email-alert` needs a word and its value",
          "write `email-alert mailers NAME`, `from`, `to`, `level` or `myhostname`");
      return;
    }
    String which = words.get(1).value();
    settings.put("email-alert " + which, words.get(2).span());
    if (which.equals("mailers")) language.references().use("mailers", words.get(2).located());
  }

  private void source(List<Word> words) {
    if (words.size() < 2 || proxy.kind().equals("frontend")) return;
    language.address(words.get(1), Address.Takes.STREAM);
  }

  @Override
  public void end() {
    if (!proxy.isDefaults() && !proxy.isDisabled()) new ProxyEnd(out, language, proxy).check();
    servers.end();
    if (!proxy.isDefaults()) settings.forget();
  }
}
