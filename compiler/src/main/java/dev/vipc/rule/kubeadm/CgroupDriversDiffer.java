package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.ContainerRuntime;
import dev.vipc.model.ContainerRuntime.Program;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeletConfiguration;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** KD021. */
@AutoService(Rule.class)
public final class CgroupDriversDiffer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD021",
              "cgroup-drivers-differ",
              ERROR,
              """
              The kubelet and the container runtime manage control groups in different ways.

              With `cgroupDriver: systemd` the kubelet makes systemd slices and gives their names to the runtime, which must make scopes in \
              them; a containerd whose runc is not told `SystemdCgroup = true` takes the names for paths and refuses each pod (`expected \
              cgroupsPath to be of format "slice:prefix:name"`), the static pods of the control plane first. The other way round pods \
              start, and two managers share one hierarchy, which ends in kills under pressure. From 1.31 on the kubelet asks the \
              runtime, if that is CRI-O or containerd 2 (a configuration with `version = 3`): then this is silent. Source: Kubernetes' page \
              "Container Runtimes", kubernetes/enhancements#4033.

              Write `SystemdCgroup = true` below runc's options.
              """)
          .withFix();

  private record Driver(String name, Span place) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    boolean asks = KubernetesVersion.known(deployment).filter(v -> !v.atLeast(1, 31)).isEmpty();
    List<Driver> all = deployment.parts().flatMap(CgroupDriversDiffer::drivers).toList();
    deployment
        .parts()
        .forEach(
            parts -> {
              List<Driver> own = drivers(parts).toList();
              for (ContainerRuntime runtime : parts.all(ContainerRuntime.class))
                if (!asks || !runtime.canBeAsked()) judge(runtime, own.isEmpty() ? all : own, out);
            });
  }

  /** A flag wins over the file. */
  private static Stream<Driver> drivers(Parts parts) {
    Stream<Setting<String>> flags =
        parts.all(ComponentFlags.class).stream()
            .filter(given -> given.component() == Component.KUBELET)
            .flatMap(given -> given.flag("cgroup-driver").stream())
            .map(flag -> flag.value());
    Stream<Setting<String>> files =
        parts.all(KubeletConfiguration.class).stream().map(KubeletConfiguration::cgroupDriver);
    return Stream.concat(flags, files)
        .flatMap(driver -> driver.located().stream())
        .map(driver -> new Driver(driver.value(), driver.span()));
  }

  private static void judge(ContainerRuntime runtime, List<Driver> drivers, Reporter out) {
    Optional<Boolean> systemd =
        runtime.systemdCgroups().orDefault(runtime.program().systemdByDefault());
    if (drivers.isEmpty() || systemd.isEmpty()) return;
    Driver kubelet = drivers.getFirst();
    String own = systemd.get() ? "systemd" : "cgroupfs";
    boolean known = Set.of("systemd", "cgroupfs").contains(kubelet.name());
    if (known && !kubelet.name().equals(own)) out.report(found(runtime, own, kubelet));
  }

  private static Diagnostic found(ContainerRuntime runtime, String own, Driver kubelet) {
    Span place = runtime.systemdCgroups().span().orElse(runtime.place());
    Diagnostic found =
        Diagnostic.of(
                META,
                place,
                "%s takes the driver `%s`, and the kubelet `%s`"
                    .formatted(runtime.program(), own, kubelet.name()))
            .also(kubelet.place(), "the kubelet's")
            .help(help(runtime, kubelet));
    boolean containerd = runtime.program() == Program.CONTAINERD;
    String wanted = String.valueOf(kubelet.name().equals("systemd"));
    return containerd && !runtime.systemdCgroups().isUnset()
        ? found.fix(Fix.replace(place, wanted, "take the kubelet's driver"))
        : found;
  }

  private static String help(ContainerRuntime runtime, Driver kubelet) {
    boolean systemd = kubelet.name().equals("systemd");
    return switch (runtime.program()) {
      case CONTAINERD -> "write `SystemdCgroup = %s` below runc's options".formatted(systemd);
      case CRI_O -> "write `cgroup_manager = \"%s\"`".formatted(kubelet.name());
    };
  }
}
