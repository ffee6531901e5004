package dev.vipc.emit.host;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel modules that a node needs from its start on, and what kubeadm's preflight wants of the
 * kernel (kubeadm, cmd/kubeadm/app/preflight/checks.go: {@code bridge-nf-call-iptables}, {@code
 * ip_forward}, {@code ipv6/conf/default/forwarding}).
 */
@AutoService(Emitter.class)
public final class KernelEmitter implements Emitter {
  private static final String MODULES = "/etc/modules-load.d/90-vipc.conf";
  private static final String SYSCTL = "/etc/sysctl.d/90-vipc-kubernetes.conf";

  @Override
  public String name() {
    return "kernel";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().nodes().stream()
            .flatMap(node -> Stream.concat(modules(build, node), sysctl(build, node)))
            .toList());
  }

  private static Stream<Artifact> modules(Build build, SpecNode node) {
    Set<String> modules = new LinkedHashSet<>();
    if (runsKubelet(build, node)) modules.addAll(List.of("overlay", "br_netfilter"));
    List<SpecProxy> balanced = build.spec().proxiesOn(node, SpecProxy.Engine.LVS);
    if (!balanced.isEmpty()) modules.add("ip_vs");
    for (SpecProxy proxy : balanced) modules.add(scheduler(proxy.balance().value()));
    if (!build.spec().proxiesOn(node, SpecProxy.Engine.KUBE_VIP).isEmpty())
      modules.addAll(List.of("ip_vs", "ip_vs_rr"));
    if (modules.isEmpty()) return Stream.empty();
    String text = build.origin().comment() + String.join("\n", modules) + "\n";
    return Stream.of(Artifact.onNode(node.name().value(), MODULES, text, FileMode.PLAIN));
  }

  /** With weights, which all of them know. */
  private static String scheduler(SpecProxy.Balance balance) {
    return switch (balance) {
      case ROUND_ROBIN -> "ip_vs_wrr";
      case RANDOM -> "ip_vs_twos";
      case LEAST_CONNECTIONS -> "ip_vs_wlc";
      case SOURCE -> "ip_vs_sh";
      case FIRST -> "ip_vs_fo";
    };
  }

  private static Stream<Artifact> sysctl(Build build, SpecNode node) {
    if (!runsKubelet(build, node)) return Stream.empty();
    Set<Boolean> families =
        node.addresses().stream().map(own -> own.value().isV6()).collect(Collectors.toSet());
    StringBuilder text = new StringBuilder(build.origin().comment());
    text.append("# kubeadm refuses a machine without\n");
    text.append("net.bridge.bridge-nf-call-iptables = 1\n");
    text.append("net.bridge.bridge-nf-call-ip6tables = 1\n");
    if (families.isEmpty() || families.contains(false)) text.append("net.ipv4.ip_forward = 1\n");
    if (families.contains(true))
      text.append("net.ipv6.conf.default.forwarding = 1\n")
          .append("# a machine that learns its gateway from router advertisements needs ")
          .append("accept_ra = 2 beside it\n")
          .append("net.ipv6.conf.all.forwarding = 1\n");
    return Stream.of(Artifact.onNode(node.name().value(), SYSCTL, text.toString(), FileMode.PLAIN));
  }

  private static boolean runsKubelet(Build build, SpecNode node) {
    return build.spec().kubernetes().isPresent()
        && (node.is(Role.CONTROL_PLANE) || node.is(Role.WORKER));
  }
}
