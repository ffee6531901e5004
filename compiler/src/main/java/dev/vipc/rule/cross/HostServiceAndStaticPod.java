package dev.vipc.rule.cross;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.model.StaticPod;
import dev.vipc.model.StaticPod.Container;
import dev.vipc.model.SystemdUnit;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** XS005. */
@AutoService(Rule.class)
public final class HostServiceAndStaticPod implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS005",
          "host-service-and-static-pod",
          WARNING,
          """
          One node runs the same daemon as a service of systemd and as a static pod.

          Guides offer both ways, and a node that was moved from one to the other keeps the first: the unit starts at
          boot, before the kubelet. Two keepalived on one machine take each other's advertisements for a peer's with
          their own address and both hold the virtual address; of two HAProxy or etcd the second finds its ports taken,
          so the pod is started anew for ever, or serves with an old configuration only after the next boot. Source:
          kubeadm's ha-considerations, "Option 1" and "Option 2".

          Compared are a unit with an `[Install]` section, which can be enabled, and a pod with a container of the same
          name or image on the same node; a unit below `/lib` or `/usr/lib` is what a package brought and counts only
          where a `.wants` folder enables it.

          Keep one: `systemctl disable --now` the unit, or take the manifest away.
          """);
  private static final Set<String> DAEMONS =
      Set.of(
          "keepalived",
          "haproxy",
          "nginx",
          "envoy",
          "etcd",
          "kube-vip",
          "kube-apiserver",
          "kube-controller-manager",
          "kube-scheduler");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes()) check(node, out);
  }

  private static void check(Node node, Reporter out) {
    List<SystemdUnit> units =
        node.parts().all(SystemdUnit.class).stream()
            .filter(unit -> DAEMONS.contains(unit.service()) && mayBeEnabled(unit))
            .toList();
    if (units.isEmpty()) return;
    Set<String> told = new HashSet<>();
    for (StaticPod pod : node.parts().all(StaticPod.class))
      for (Container container : pod.containers())
        for (SystemdUnit unit : units)
          runs(container, unit.service())
              .filter(_ -> told.add(unit.service()))
              .ifPresent(place -> out.report(finding(node, unit, place)));
  }

  private static boolean mayBeEnabled(SystemdUnit unit) {
    String path = "/" + unit.file().path();
    if (path.contains(".wants/")) return true;
    boolean packaged = path.contains("/lib/systemd/");
    return !packaged && !unit.dropIn() && unit.canBeEnabled();
  }

  /** Where a container shows that it is this daemon. */
  private static Optional<Span> runs(Container container, String daemon) {
    return container
        .name()
        .located()
        .filter(name -> name.value().equals(daemon))
        .or(() -> image(container.image(), daemon))
        .map(Located::span);
  }

  private static Optional<Located<String>> image(Setting<String> image, String daemon) {
    return image
        .located()
        .filter(
            at -> {
              String last = at.value().substring(at.value().lastIndexOf('/') + 1);
              return last.replaceFirst("[:@].*", "").equals(daemon);
            });
  }

  private static Diagnostic finding(Node node, SystemdUnit unit, Span place) {
    Span host =
        unit.lines().stream()
            .filter(line -> line.key().value().equals("ExecStart"))
            .map(line -> line.value().span())
            .findFirst()
            .orElseGet(() -> unit.file().startOfFile());
    return Diagnostic.of(
            META,
            place,
            "`%s` is a static pod and a service of systemd on %s"
                .formatted(unit.service(), node.name().map(n -> "`" + n + "`").orElse("this node")))
        .also(host, "the host's service")
        .help(
            "keep one: `systemctl disable --now %s`, or take the manifest away"
                .formatted(unit.service()));
  }
}
