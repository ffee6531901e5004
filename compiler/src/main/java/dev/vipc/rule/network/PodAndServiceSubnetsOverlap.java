package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.ClusterSubnets.Range;
import dev.vipc.model.Deployment;
import dev.vipc.model.StatesSubnets;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;

/** Finds clusters whose pods and services share addresses. */
@AutoService(Rule.class)
public final class PodAndServiceSubnetsOverlap implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET003",
          "pod-and-service-subnets-overlap",
          Severity.ERROR,
          """
          The pod subnet and the service subnet of one cluster overlap.

          An address in both may belong to a pod and to a Service: kube-proxy rewrites packets to the pod, and the
          pod cannot be reached. kubeadm accepts it (kubespray asserts that they are apart). kubeadm's default service
          subnet `10.96.0.0/12` reaches from 10.96.0.0 to 10.111.255.255; KubeKey's and kubespray's defaults are
          `10.233.64.0/18` for pods and `10.233.0.0/18` for services.

          Choose two subnets that share no address.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(StatesSubnets.class)
        .flatMap(StatesSubnets::subnets)
        .forEach(subnets -> check(subnets, out));
  }

  private static void check(ClusterSubnets subnets, Reporter out) {
    Range pods = subnets.pods();
    Range services = subnets.services();
    for (Located<Cidr> ofPods : pods.known()) {
      for (Located<Cidr> ofServices : services.known())
        if (ofPods.value().overlaps(ofServices.value()))
          out.report(
              Diagnostic.of(
                      META,
                      ofPods.span(),
                      "`%s` `%s` and `%s` `%s` overlap"
                          .formatted(
                              pods.key(), ofPods.value(), services.key(), ofServices.value()))
                  .also(ofServices.span(), "the service subnet")
                  .help("choose two subnets that share no address"));
      checkStandard(subnets.program(), ofPods, pods.key(), services, out);
    }
    for (Located<Cidr> ofServices : services.known())
      checkStandard(subnets.program(), ofServices, services.key(), pods, out);
  }

  /** Against what the program takes where the other range is not written. */
  private static void checkStandard(
      String program, Located<Cidr> written, String key, Range other, Reporter out) {
    if (!other.written().isEmpty()) return;
    other
        .standard()
        .filter(standard -> written.value().overlaps(standard))
        .ifPresent(
            standard ->
                out.report(
                    Diagnostic.of(
                            META,
                            written.span(),
                            "`%s` `%s` overlaps %s's default `%s` `%s`"
                                .formatted(key, written.value(), program, other.key(), standard))
                        .help(
                            "choose another `%s`, or write a `%s` apart from it"
                                .formatted(key, other.key()))));
  }
}
