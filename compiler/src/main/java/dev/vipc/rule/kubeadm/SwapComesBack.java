package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeletConfiguration;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Command;
import dev.vipc.model.SwapMount;
import dev.vipc.rule.Rule;
import java.util.List;

/** KD046. */
@AutoService(Rule.class)
public final class SwapComesBack implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD046",
              "swap-comes-back",
              WARNING,
              """
              Swap is switched off for now only, or `/etc/fstab` brings it back.

              The kubelet does not start while swap is on (`failSwapOn`, the default). `swapoff` does not outlive a reboot: the node comes \
              back from its first restart without kubelet, and so without API server and etcd, and that is the day on which one node \
              of three was meant to be enough. Scripts that also edit `/etc/fstab` or mask the swap units are silent, as is \
              `failSwapOn: false`. Source: kubeadm's guide, "Before you begin".

              Comment the swap line of `/etc/fstab` out too.
              """)
          .withFix();
  private static final String CURE = "sed -ri '/\\sswap\\s/s/^([^#])/#\\1/' /etc/fstab";

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    boolean allowed =
        deployment.all(KubeletConfiguration.class).anyMatch(k -> k.failSwapOn().is(false));
    if (allowed) return;
    boolean kubernetes = deployment.all(KubeadmFile.class).findAny().isPresent();
    List<SetupScript> scripts = deployment.all(SetupScript.class).toList();
    deployment
        .all(SwapMount.class)
        .filter(_ -> kubernetes && scripts.stream().noneMatch(SwapComesBack::endsSwap))
        .forEach(swap -> out.report(mounted(swap)));
    for (SetupScript script : scripts)
      if (!endsSwap(script))
        script.commands().stream()
            .filter(command -> command.program().equals("swapoff"))
            .filter(command -> command.has("-a") || command.has("--all"))
            .findFirst()
            .ifPresent(command -> out.report(found(command)));
  }

  /** Whether something in it reaches for what mounts swap. */
  private static boolean endsSwap(SetupScript script) {
    return script.file().text().contains("fstab")
        || script.file().text().matches("(?s).*systemctl\\s+(--now\\s+)?mask\\b.*swap.*");
  }

  private static Diagnostic mounted(SwapMount swap) {
    return Diagnostic.of(
            META, swap.line(), "swap comes back at the next boot, and the kubelet does not")
        .help("put `#` before the line")
        .fix(
            new Fix(
                "comment the line out", false, List.of(new Fix.Edit(swap.line().part(0, 0), "#"))));
  }

  private static Diagnostic found(Command command) {
    return Diagnostic.of(
            META,
            command.span(),
            "swap is back after the next boot, and the kubelet does not start")
        .help("also run `%s`".formatted(CURE));
  }
}
