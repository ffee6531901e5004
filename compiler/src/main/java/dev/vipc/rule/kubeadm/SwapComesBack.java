package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeletConfiguration;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Command;
import dev.vipc.model.SwapMount;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.regex.Pattern;

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
              of three was meant to be enough. It is silent where a script also edits `/etc/fstab` or masks the swap units, where \
              a kubelet is told `failSwapOn: false`, and of scripts that have nothing to do with Kubernetes. Source: kubeadm's guide, "Before you begin".

              Comment the swap line of `/etc/fstab` out too.
              """)
          .withFix();
  private static final Pattern MASKS =
      Pattern.compile("systemctl\\s+(?:--now\\s+)?mask\\b[^\\n]*swap");
  private static final String CURE = "sed -ri '/\\sswap\\s/s/^([^#])/#\\1/' /etc/fstab";

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<SetupScript> scripts = deployment.all(SetupScript.class).toList();
    if (isAllowed(deployment) || scripts.stream().anyMatch(SwapComesBack::endsSwap)) return;
    boolean kubeadm = deployment.all(KubeadmFile.class).findAny().isPresent();
    if (kubeadm) deployment.all(SwapMount.class).forEach(swap -> out.report(mounted(swap)));
    scripts.stream()
        .filter(script -> kubeadm || script.file().text().contains("kube"))
        .filter(script -> script.commands().stream().noneMatch(c -> c.program().equals("swapon")))
        .flatMap(script -> script.commands().stream().filter(SwapComesBack::switchesOff).limit(1))
        .forEach(command -> out.report(found(command)));
  }

  /** Whether a kubelet is told to start all the same. */
  private static boolean isAllowed(Deployment deployment) {
    boolean file =
        deployment.all(KubeletConfiguration.class).anyMatch(k -> k.failSwapOn().is(false));
    boolean flag =
        deployment
            .all(ComponentFlags.class)
            .flatMap(flags -> flags.flag("fail-swap-on").stream())
            .anyMatch(given -> given.value().is("false"));
    return file
        || flag
        || deployment
            .all(SetupScript.class)
            .anyMatch(script -> script.file().text().contains("fail-swap-on=false"));
  }

  private static boolean switchesOff(Command command) {
    return command.program().equals("swapoff") && (command.has("-a") || command.has("--all"));
  }

  /** Whether something in it reaches for what mounts swap. */
  private static boolean endsSwap(SetupScript script) {
    String text = script.file().text();
    return text.contains("fstab") || MASKS.matcher(text).find();
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
