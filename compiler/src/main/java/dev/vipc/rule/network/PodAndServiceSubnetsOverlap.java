package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;

/** Finds clusters whose pods and services share addresses. */
@AutoService(Rule.class)
public final class PodAndServiceSubnetsOverlap implements Rule {
  private static final String DEFAULT_SERVICES = "10.96.0.0/12";
  private static final RuleMeta META =
      new RuleMeta(
          "NET003",
          "pod-and-service-subnets-overlap",
          Severity.ERROR,
          """
          The pod subnet and the service subnet of one cluster overlap.

          An address in both may belong to a pod and to a Service: kube-proxy rewrites packets to the pod, and the
          pod cannot be reached. kubeadm accepts it (kubespray asserts that they are apart). kubeadm's default service
          subnet `10.96.0.0/12` reaches from 10.96.0.0 to 10.111.255.255.

          Choose two subnets that share no address.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeadmFile.class)
        .flatMap(file -> file.clusters().stream())
        .forEach(cluster -> check(cluster, out));
  }

  private static void check(KubeadmFile.Cluster cluster, Reporter out) {
    if (cluster.serviceSubnets().isEmpty()) checkDefault(cluster, out);
    for (Located<Cidr> pods : known(cluster.podSubnets()))
      for (Located<Cidr> services : known(cluster.serviceSubnets()))
        if (pods.value().overlaps(services.value()))
          out.report(
              Diagnostic.of(
                      META,
                      pods.span(),
                      "`podSubnet` `%s` and `serviceSubnet` `%s` overlap"
                          .formatted(pods.value(), services.value()))
                  .also(services.span(), "the service subnet")
                  .help("choose two subnets that share no address"));
  }

  private static void checkDefault(KubeadmFile.Cluster cluster, Reporter out) {
    Cidr services = Cidr.parse(DEFAULT_SERVICES).orElseThrow();
    for (Located<Cidr> pods : known(cluster.podSubnets()))
      if (pods.value().overlaps(services))
        out.report(
            Diagnostic.of(
                    META,
                    pods.span(),
                    "`podSubnet` `%s` overlaps kubeadm's default `serviceSubnet` `%s`"
                        .formatted(pods.value(), services))
                .help("choose another `podSubnet`, or write a `serviceSubnet` apart from it"));
  }

  private static List<Located<Cidr>> known(List<Setting<Cidr>> subnets) {
    return subnets.stream().flatMap(subnet -> subnet.located().stream()).toList();
  }
}
