package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipPod;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** KV038. */
@AutoService(Rule.class)
public final class NothingEnabled extends KubeVipRule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV038",
          "nothing-enabled",
          ERROR,
          """
              A kube-vip is started with no mode, or for neither the control plane nor Services.

              `kube-vip manager` announces addresses in one mode (`vip_arp`, `bgp_enable`, `vip_routingtable`, `vip_wireguard`) for the control plane (`cp_enable`), for
              Services (`svc_enable`), or for both. Without a mode, or without either, it writes one line into its log and ends. Source: kube-vip's
              `cmd/kube-vip.go` (`no features are enabled`) and its manager.

              The rule speaks where the manifest holds all settings: not with `envFrom` or a configuration file.

              Switch one mode on, and `cp_enable` or `svc_enable`.
              """);

  private static final List<String> MODES =
      List.of("vip_arp", "bgp_enable", "vip_routingtable", "vip_wireguard");
  private static final List<String> FEATURES = List.of("cp_enable", "svc_enable");

  public NothingEnabled() {
    super(META);
  }

  @Override
  void check(KubeVip kubeVip, Deployment deployment, Reporter out) {
    Optional<Located<String>> manager =
        kubeVip
            .pod()
            .flatMap(KubeVipPod::subcommand)
            .filter(word -> word.value().equals("manager"));
    if (manager.isEmpty() || kubeVip.settings().elsewhere().isPresent()) return;
    if (Stream.of("config_file", "config-file")
        .anyMatch(name -> !kubeVip.settings().text(name).isUnset())) return;
    if (MODES.stream().allMatch(kubeVip.settings()::isOff))
      out.report(
          Diagnostic.of(META, manager.get().span(), "no mode is switched on, so kube-vip ends")
              .help(
                  "switch one of `vip_arp`, `bgp_enable`, `vip_routingtable` and `vip_wireguard` on"));
    else if (FEATURES.stream().allMatch(kubeVip.settings()::isOff))
      out.report(
          Diagnostic.of(
                  META,
                  manager.get().span(),
                  "neither the control plane nor Services are switched on, so kube-vip ends")
              .help("switch `cp_enable` or `svc_enable` on"));
  }
}
