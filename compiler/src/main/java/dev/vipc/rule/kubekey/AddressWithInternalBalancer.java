package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.model.KubeKeyCluster.Endpoint;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;

/** A load balancer's address beside KubeKey's own haproxy. */
@AutoService(Rule.class)
public final class AddressWithInternalBalancer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KK001",
              "address-with-internal-balancer",
              Severity.ERROR,
              """
              KubeKey's internal haproxy is chosen, and the address of another load balancer is written too.

              KubeKey then prints "You cannot set up the internal load balancer and the LB address at the same time",
              installs nothing, and ends with exit status 0: a script that calls it goes on as if the cluster were
              there. Source: KubeKey 2 and 3, SetDefaultLBCfg.

              Delete the address if the internal haproxy is meant, or `internalLoadbalancer` if the address is.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment)
        .filter(run -> !run.isDialect(Dialect.V1) && run.endpoint().isBalancedBy("haproxy"))
        .map(Installation::endpoint)
        .forEach(
            way -> way.address().located().ifPresent(address -> out.report(finding(way, address))));
  }

  private static Diagnostic finding(Endpoint way, Located<String> address) {
    return Diagnostic.of(
            META,
            address.span(),
            "`%s` beside the internal haproxy: KubeKey installs nothing and exits with 0"
                .formatted(address.value()))
        .also(way.place(), "the internal haproxy is chosen here")
        .help("delete the address, or `internalLoadbalancer` if your own load balancer is meant")
        .fix(
            new Fix(
                "let the internal haproxy be the only one",
                false,
                List.of(new Fix.Edit(quoted(address.span()), "\"\""))));
  }

  /** With the quotes around it. */
  private static Span quoted(Span text) {
    String file = text.file().text();
    boolean quotes =
        text.start() > 0
            && text.end() < file.length()
            && "\"'".indexOf(file.charAt(text.start() - 1)) >= 0
            && file.charAt(text.end()) == file.charAt(text.start() - 1);
    return quotes ? text.file().span(text.start() - 1, text.end() + 1) : text;
  }
}
