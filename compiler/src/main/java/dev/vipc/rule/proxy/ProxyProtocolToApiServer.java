package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines.Line;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** HX027: the client's address sent to who does not read it. */
@AutoService(Rule.class)
public final class ProxyProtocolToApiServer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX027",
              "proxy-protocol-to-api-server",
              WARNING,
              """
              HAProxy sends the PROXY protocol's header to API servers.

              The header tells a server the client's address, before the client's own bytes. A kube-apiserver does not know it: it takes \
              the header for a broken TLS hello and closes every connection ("first record does not look like a TLS \
              handshake"), while a check that only connects stays green. It is right only where another proxy that \
              accepts it listens on that port. The client's address is of use to audit logs alone; `option forwardfor`, the \
              other way of telling it, does nothing in TCP mode (HX007).

              Leave `send-proxy` out.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Set<Span> told = new HashSet<>();
    for (ApiServerBackend api : HaproxyFiles.backends(deployment))
      HaproxyFiles.linesOf(deployment, api)
          .filter(line -> told.add(line.span()))
          .forEach(line -> check(line, out));
  }

  private static void check(Line line, Reporter out) {
    HaproxyFiles.find(line, word -> word.equals("send-proxy") || word.equals("send-proxy-v2"))
        .ifPresent(at -> out.report(finding(line, at)));
  }

  private static Diagnostic finding(Line line, int at) {
    String word = line.words().get(at).value();
    return Diagnostic.of(
            META,
            line.words().get(at).span(),
            "an API server does not know what `%s` sends, and closes the connection"
                .formatted(word))
        .help("leave it out")
        .fix(
            new Fix(
                "leave `%s` out".formatted(word),
                false,
                List.of(new Fix.Edit(HaproxyFiles.withBlanks(line, at, at), ""))));
  }
}
