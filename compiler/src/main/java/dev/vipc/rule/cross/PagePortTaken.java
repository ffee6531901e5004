package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.picture.PortOwner.Kind;
import dev.vipc.rule.Rule;

/** Finds pages of proxies on ports that others want. */
@AutoService(Rule.class)
public final class PagePortTaken implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "HX017",
          "page-port-taken",
          Severity.ERROR,
          """
          A proxy's statistics, health or administration page wants a port that something else on the machine has.

          Templates put such pages on the same few ports: 9090 for HAProxy's statistics and for Envoy's administration
          (and for Prometheus), 8081 for the health listeners of HAProxy and nginx. Where two meet on one machine, the one that
          starts second does not start at all, for the sake of a page. Within one HAProxy both bind and share the connections, so
          that a probe is answered by one or the other.

          A page is a listener that leads to no server, and Envoy's `admin`.

          Give the page another port, or bind it to an address that the other one does not use.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    PortClashes.report(
        META,
        deployment,
        (one, other) ->
            one == Kind.PROXY_PAGE || other == Kind.PROXY_PAGE && one != Kind.KUBE_VIP_PAGE,
        out);
  }
}
