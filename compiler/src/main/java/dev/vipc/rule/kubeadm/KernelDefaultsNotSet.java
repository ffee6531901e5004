package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
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
              """);
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
            .filter(wanted -> !isSet(set, wanted.getKey(), wanted.getValue()))
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
    out.report(
        set.stream()
            .filter(line -> WANTED.containsKey(line.name().value()))
            .filter(line -> !line.value().value().equals(WANTED.get(line.name().value())))
            .reduce(
                found,
                (so, line) -> so.also(line.value().span(), "another value here"),
                (a, _) -> a));
  }

  /** The last line of a name counts. */
  private static boolean isSet(List<SysctlSetting> set, String name, String value) {
    return set.stream()
        .filter(line -> line.name().value().equals(name))
        .reduce((_, last) -> last)
        .filter(line -> line.value().value().equals(value))
        .isPresent();
  }
}
