package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;

/** KV017. */
@AutoService(Rule.class)
public final class MasqueradeNotPossible extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV017",
              "masquerade-not-possible",
              ERROR,
              """
              kube-vip's load balancer is to masquerade, and its image or its rights do not let it.

              With `lb_fwdmethod: masquerade` kube-vip writes iptables rules and kernel parameters. The plain image holds no iptables: the project publishes
              `kube-vip-iptables` for this. The container must be privileged to write below `/proc/sys`. Source: kube-vip's manifest generator, which
              sets `privileged` for this method; kube-vip issues 812 and 1065; kubespray, which takes the other image.

              Take the image `kube-vip-iptables` and set `privileged: true`.
              """)
          .withFix();

  private static final String PLAIN = "/kube-vip";

  public MasqueradeNotPossible() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    boolean masquerade =
        kubeVip.settings().isOn("lb_enable")
            && kubeVip.settings().text("lb_fwdmethod").is("masquerade");
    if (!masquerade || kubeVip.pod().isEmpty()) return;
    Span method = place(kubeVip, "lb_fwdmethod").orElse(kubeVip.span());
    kubeVip.image().located().ifPresent(image -> image(image, method, out));
    Setting<String> privileged = kubeVip.pod().get().privileged();
    if (!privileged.isUnset() && !privileged.is("false")) return;
    Diagnostic found =
        Diagnostic.of(META, method, "the container is not privileged, so it cannot masquerade")
            .help("write `privileged: true` below the container's `securityContext`");
    out.report(
        privileged
            .span()
            .map(no -> found.fix(Fix.replace(no, "true", "make the container privileged")))
            .orElse(found));
  }

  private static void image(Located<String> image, Span method, Reporter out) {
    int end = image.value().indexOf(PLAIN + ":");
    if (end < 0) return;
    Span name = image.span().part(end + 1, end + PLAIN.length());
    out.report(
        Diagnostic.of(
                META,
                image.span(),
                "the image `%s` holds no iptables to masquerade with".formatted(image.value()))
            .also(method, "masquerading is asked for here")
            .help("take the image `kube-vip-iptables`")
            .fix(Fix.replace(name, "kube-vip-iptables", "take the image with iptables")));
  }
}
