package dev.vipc.rule.kubekey;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeKeyCluster.Dialect;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** A virtual address that KubeKey 4 leaves out of the certificate. */
@AutoService(Rule.class)
public final class CertificateLacksVip implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KK009",
              "certificate-lacks-vip-of-kubekey-4",
              Severity.WARNING,
              """
              The virtual address is not among the names of the API server's certificate.

              KubeKey 4 puts the endpoint's host name and every node's address into the certificate, but not
              kube-vip's address. Nodes use the name and are well; whoever uses the address itself
              (`https://VIP:6443`, a kubeconfig for people, another load balancer in front) gets "certificate is valid
              for …, not …". KubeKey 1 to 3 add it. Source: KubeKey 4, templates/kubeadm/kubeadm-init.

              Add the address to `kubernetes.apiserver.certSANs`.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Installation.in(deployment)
        .filter(run -> run.isDialect(Dialect.V1) && run.endpoint().isBalancedBy("kube-vip"))
        .forEach(
            run ->
                run.endpoint()
                    .address()
                    .located()
                    .filter(vip -> !isCovered(run, vip.value()))
                    .ifPresent(vip -> out.report(finding(run.cluster(), vip))));
  }

  private static boolean isCovered(Installation run, String vip) {
    return run.endpoint().domain().is(vip)
        || run.endpoint().domain().isUnknown()
        || run.cluster().certificateNames().stream()
            .anyMatch(name -> name.is(vip) || name.isUnknown());
  }

  private static Diagnostic finding(KubeKeyCluster cluster, Located<String> vip) {
    Diagnostic finding =
        Diagnostic.of(
                META,
                vip.span(),
                "KubeKey 4 leaves `%s` out of the API server's certificate".formatted(vip.value()))
            .help("add it to `kubernetes.apiserver.certSANs`");
    return cluster
        .certificateNamesList()
        .map(list -> finding.also(list, "the further names of the certificate"))
        .or(() -> Optional.of(finding))
        .map(known -> fix(cluster, vip.value()).map(known::fix).orElse(known))
        .get();
  }

  /** A further item of the list, or the list before the endpoint where there is none. */
  private static Optional<Fix> fix(KubeKeyCluster cluster, String vip) {
    Optional<Span> list = cluster.certificateNamesList();
    if (list.isPresent()) {
      String text = list.get().text();
      if (text.startsWith("[")) {
        String more = text.matches("\\[\\s*]") ? "" : ", ";
        return Optional.of(insert(list.get(), 1, "\"" + vip + "\"" + more));
      }
      if (!text.startsWith("-")) return Optional.empty();
      String indent = " ".repeat(column(list.get()));
      return Optional.of(insert(list.get(), 0, "- \"" + vip + "\"\n" + indent));
    }
    return Optional.empty();
  }

  private static int column(Span span) {
    return span.start() - span.file().lineAt(span.start()).start();
  }

  private static Fix insert(Span list, int at, String text) {
    Span place = list.file().span(list.start() + at, list.start() + at);
    return new Fix("add the virtual address", true, List.of(new Fix.Edit(place, text)));
  }
}
