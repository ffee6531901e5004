package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** HX007: an option for HTTP that only TCP proxies have. */
@AutoService(Rule.class)
public final class HttpOptionInTcpMode implements Rule {
  private static final int MOST_LABELS = 3;
  private static final RuleMeta META =
      new RuleMeta(
              "HX007",
              "http-option-in-tcp-mode",
              WARNING,
              """
              An option that only works in HTTP mode stands where every proxy is in TCP mode.

              In TCP mode HAProxy never sees a request. It ignores `option forwardfor`, and the API
              server's audit log shows the proxy's address; `option httplog` falls back to the TCP log.
              HAProxy warns of these two when it starts. `option http-server-close`, `timeout
              http-request`, `timeout http-keep-alive` and their like it ignores silently: these are an
              info. An option in `defaults` that some HTTP proxy below uses is no finding.

              Remove the line; write `option tcplog` for `option httplog`. Clients' addresses pass a TCP
              proxy only by the PROXY protocol, which kube-apiserver does not read.
              """)
          .withFix();

  /** Who has one option line. */
  private static final class Use {
    final Located<String> option;
    final List<Proxy> tcp = new ArrayList<>();
    boolean elsewhere;

    Use(Located<String> option) {
      this.option = option;
    }
  }

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment.all(ProxyDaemon.class).forEach(daemon -> check(daemon, out));
  }

  private static void check(ProxyDaemon daemon, Reporter out) {
    Map<Span, Use> uses = new LinkedHashMap<>();
    for (Proxy proxy : daemon.proxies())
      for (Located<String> option : proxy.httpOnlyOptions()) {
        Use use = uses.computeIfAbsent(option.span(), _ -> new Use(option));
        if (proxy.isTcp()) use.tcp.add(proxy);
        else use.elsewhere = true;
      }
    uses.values().stream()
        .filter(use -> !use.elsewhere)
        .map(HttpOptionInTcpMode::finding)
        .forEach(out::report);
  }

  private static Diagnostic finding(Use use) {
    String option = use.option.value();
    boolean log = option.startsWith("option http") && option.endsWith("log");
    Diagnostic finding =
        Diagnostic.of(
                META,
                use.option.span(),
                log
                    ? "`%s` falls back to the TCP log in TCP mode".formatted(option)
                    : "`%s` does nothing in TCP mode".formatted(option))
            .as(grade(option, log))
            .help(log ? "write `option tcplog`" : "remove the line")
            .fix(fix(use.option.span(), log));
    for (Proxy proxy : use.tcp.subList(0, Math.min(MOST_LABELS, use.tcp.size())))
      if (isElsewhere(use.option.span(), proxy))
        finding =
            finding.also(proxy.name().span(), "%s is in TCP mode".formatted(proxy.name().value()));
    return finding;
  }

  private static Severity grade(String option, boolean log) {
    return log || option.equals("option forwardfor") || option.equals("option originalto")
        ? WARNING
        : INFO;
  }

  /** Whether the option stands in a defaults section, not below the proxy's own header. */
  private static boolean isElsewhere(Span option, Proxy proxy) {
    return option.start() < proxy.span().start();
  }

  private static Fix fix(Span option, boolean log) {
    return log
        ? Fix.replace(option, "option tcplog", "log connections")
        : new Fix("remove the line", true, List.of(Lines.delete(option)));
  }
}
