package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.Version;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.stream.Stream;

/** KV006. */
@AutoService(Rule.class)
public final class CircularRelease extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV006",
              "image-asks-through-its-own-vip",
              ERROR,
              """
              kube-vip 1.2.2 asks the API server by the virtual address that it has yet to bring up.

              From 1.2.2 on the default path of the kubeconfig was matched before the host alias `kubernetes` was looked at, so the client takes the
              server of `admin.conf`, which is the control-plane endpoint, which is the virtual address. Nobody holds it until kube-vip has a
              lease, and it gets no lease without the API server. 1.2.3 asks `kubernetes` on the node again. Source: kube-vip issue 1658,
              commit c3ba4a8.

              The rule speaks of static pods for the control plane with the host alias `kubernetes` and without `kubernetes_addr`.

              Take 1.2.3 or later, or set `kubernetes_addr` to the node's own API server.
              """)
          .withFix();

  public CircularRelease() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!release(kubeVip, deployment).filter(new Version(1, 2, 2)::equals).isPresent()) return;
    boolean own =
        kubeVip.form() == Form.POD
            && kubeVip.settings().isOn("cp_enable")
            && kubeVip.pod().flatMap(pod -> pod.alias("kubernetes")).isPresent();
    boolean told =
        Stream.of("kubernetes_addr", "k8s_config_file", "cp_detect")
            .anyMatch(name -> !kubeVip.settings().text(name).isUnset());
    if (!own || told) return;
    Span image = kubeVip.image().span().orElse(kubeVip.span());
    Diagnostic found =
        Diagnostic.of(META, image, "kube-vip 1.2.2 waits for its own virtual address")
            .help("take 1.2.3 or later, or set `kubernetes_addr` to the node's own API server");
    int tag = image.text().lastIndexOf(":v1.2.2");
    out.report(
        tag < 0 || !image.text().endsWith(":v1.2.2")
            ? found
            : found.fix(
                Fix.replace(
                    image.part(tag + 1, tag + 7), "v1.2.3", "take the release that mends it")));
  }
}
