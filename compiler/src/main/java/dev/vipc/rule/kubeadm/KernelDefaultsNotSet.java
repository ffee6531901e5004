package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeletConfiguration;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SysctlSetting;
import dev.vipc.rule.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** KD022. */
@AutoService(Rule.class)
public final class KernelDefaultsNotSet implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD022",
              "kernel-defaults-not-set",
              WARNING,
              """
              `protectKernelDefaults: true`, and the kernel settings that the kubelet then wants are not set.

              With it the kubelet does not set them itself but ends with `invalid kernel flag` unless they are right already: \
              `vm.overcommit_memory` 1, `kernel.panic` 10, `kernel.panic_on_oops` 1. A fresh machine has 0 for the first two, so the kubelet \
              never starts, and the static pods with it. It is a warning where the node's sysctl files are among the files and do not set \
              them, an info where the files say nothing of the kernel. Source: kubelet's package cm (setupKernelTunables).

              Put the three lines into a file of `/etc/sysctl.d`, and run `sysctl --system` before `kubeadm init`.
              """)
          .withFix();
  private static final Map<String, String> WANTED = new LinkedHashMap<>();

  static {
    WANTED.put("vm.overcommit_memory", "1");
    WANTED.put("kernel.panic", "10");
    WANTED.put("kernel.panic_on_oops", "1");
  }

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<SysctlSetting> all = deployment.all(SysctlSetting.class).toList();
    boolean byScript =
        deployment
            .all(SetupScript.class)
            .flatMap(script -> script.commands().stream())
            .anyMatch(command -> command.program().equals("sysctl"));
    deployment
        .parts()
        .forEach(
            parts -> {
              List<SysctlSetting> own = parts.all(SysctlSetting.class);
              List<SysctlSetting> set = own.isEmpty() ? all : own;
              parts.all(KubeletConfiguration.class).stream()
                  .filter(kubelet -> kubelet.protectKernelDefaults().is(true))
                  .filter(_ -> !set.isEmpty() || !byScript)
                  .forEach(kubelet -> judge(kubelet, set, out));
            });
  }

  private static void judge(KubeletConfiguration kubelet, List<SysctlSetting> set, Reporter out) {
    List<String> missing =
        WANTED.entrySet().stream()
            .filter(wanted -> !last(set, wanted.getKey()).equals(Optional.of(wanted.getValue())))
            .map(wanted -> wanted.getKey() + "=" + wanted.getValue())
            .toList();
    if (missing.isEmpty()) return;
    Diagnostic found =
        Diagnostic.of(
                META,
                kubelet.protectKernelDefaults().span().orElse(kubelet.document()),
                "the kubelet ends unless the kernel has %s".formatted(String.join(", ", missing)))
            .as(set.isEmpty() ? INFO : WARNING)
            .help("put the lines into a file of `/etc/sysctl.d`, and run `sysctl --system` first");
    List<SysctlSetting> wrong = set.stream().filter(KernelDefaultsNotSet::isWrong).toList();
    for (SysctlSetting line : wrong) found = found.also(line.value().span(), "another value here");
    boolean enough =
        wrong.stream().map(line -> line.name().value()).distinct().count() == missing.size();
    out.report(enough ? found.fix(corrected(wrong)) : found);
  }

  private static boolean isWrong(SysctlSetting line) {
    String wanted = WANTED.getOrDefault(line.name().value(), line.value().value());
    return !line.value().value().equals(wanted);
  }

  /** It changes how the machine behaves when memory is short, so it is not safe. */
  private static Fix corrected(List<SysctlSetting> wrong) {
    List<Fix.Edit> edits =
        wrong.stream()
            .map(
                line ->
                    new Fix.Edit(line.value().span(), WANTED.getOrDefault(line.name().value(), "")))
            .toList();
    return new Fix("set what the kubelet wants", false, edits);
  }

  /** The last line of a name counts. */
  private static Optional<String> last(List<SysctlSetting> set, String name) {
    return set.reversed().stream()
        .filter(line -> line.name().value().equals(name))
        .map(line -> line.value().value())
        .findFirst();
  }
}
