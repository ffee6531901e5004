package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.stream.Stream;

/** KV010. */
@AutoService(Rule.class)
public final class AddressWithoutPrefixLength extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV010",
              "address-without-prefix-length",
              ERROR,
              """
              The old variable `vip_address` stands without `vip_subnet`, and kube-vip does not make up a prefix length for it.

              Only for `address` does kube-vip take /32 (/128) by itself; with `vip_address` (flag `--vip`), which is deprecated, the length stays empty, and
              from 1.2.0 on the control plane's address is refused when it is brought up. Source: kube-vip's `cmd/kube-vip.go`, where the length is
              derived from `address` alone.

              Write `address` instead.
              """)
          .withFix();

  public AddressWithoutPrefixLength() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    if (!isAtLeast(release(kubeVip, deployment), 1, 2, 0)) return;
    boolean holds =
        kubeVip.settings().isOn("cp_enable")
            && !kubeVip.modes().isEmpty()
            && !kubeVip.runs("wireguard");
    boolean told =
        Stream.of("address", "vip_subnet", "config_file", "config-file")
            .anyMatch(name -> !kubeVip.settings().text(name).isUnset());
    if (!holds || told) return;
    kubeVip
        .settings()
        .counting("vip_address")
        .filter(written -> written.value().value().filter(text -> !text.isEmpty()).isPresent())
        .ifPresent(written -> out.report(found(written)));
  }

  private static Diagnostic found(Written written) {
    Span name = written.name().span();
    return Diagnostic.of(META, name, "`%s` gets no prefix length".formatted(written.name().value()))
        .help("write `address` instead, which is brought up as /32 (IPv6: /128)")
        .fix(Fix.replace(name, "address", "take the name that gets a length"));
  }
}
