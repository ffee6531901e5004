package dev.vipc.emit.host;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.spec.RouterOnNode;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Drop-ins for the units of keepalived, HAProxy and nginx: started again for as long as it takes,
 * after the network and in the right order, with enough descriptors, and kept from what they do not
 * need.
 *
 * <p>A daemon that runs something of the user's (a script, or lines that were carried over) is not
 * confined: nobody knows what that needs.
 */
@AutoService(Emitter.class)
public final class DropInEmitter implements Emitter {
  /** Two sockets a connection, as HAProxy and nginx count. */
  private static final long DESCRIPTORS_PER_CONNECTION = 2;

  private static final long SPARE_DESCRIPTORS = 4_096;

  /** The hard limit that systemd gives to a service by itself, which is not to be lowered. */
  private static final long OWN_LIMIT = 524_288;

  @Override
  public String name() {
    return "drop-ins";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return ArtifactSet.EMPTY;
  }

  @Override
  public ArtifactSet complete(Build build, ArtifactSet written) {
    List<Artifact> files = new ArrayList<>();
    for (SpecNode node : build.spec().nodes()) {
      List<Daemon> daemons = Daemon.on(node, written);
      for (Daemon daemon : daemons) files.add(dropIn(build, node, daemon, daemons));
    }
    return new ArtifactSet(files);
  }

  private static Artifact dropIn(Build build, SpecNode node, Daemon daemon, List<Daemon> beside) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("keepalived", daemon == Daemon.KEEPALIVED);
    values.put("after", after(daemon, beside));
    values.put("descriptors", descriptors(build, node, daemon));
    values.put("confined", isConfined(build, node, daemon));
    values.put("capabilities", String.join(" ", daemon.capabilities()));
    values.put("tunables", daemon == Daemon.KEEPALIVED && hasVirtualMac(build, node));
    values.put("modules", balances(build, node, daemon));
    return Artifact.onNode(
        node.name().value(),
        daemon.dropIn(),
        build.render(DropInEmitter.class, "drop-in.conf.j2", values),
        FileMode.PLAIN);
  }

  /**
   * keepalived starts after the proxies that it watches, and so stops before them: a machine that
   * is shut down gives the address away while its proxy still serves.
   */
  private static List<String> after(Daemon daemon, List<Daemon> beside) {
    return daemon == Daemon.KEEPALIVED
        ? beside.stream().filter(other -> other != daemon).map(Daemon::unit).toList()
        : List.of();
  }

  /** 0 for a daemon without connections of its own. */
  private static long descriptors(Build build, SpecNode node, Daemon daemon) {
    long connections =
        daemon.engine().stream()
            .flatMap(engine -> build.spec().proxiesOn(node, engine).stream())
            .mapToLong(proxy -> proxy.maxConnections().value())
            .sum();
    return connections == 0
        ? 0
        : Math.max(OWN_LIMIT, connections * DESCRIPTORS_PER_CONNECTION + SPARE_DESCRIPTORS);
  }

  private static boolean isConfined(Build build, SpecNode node, Daemon daemon) {
    boolean foreignLines =
        build.spec().extra().stream().anyMatch(extra -> extra.isFor(daemon.program(), node));
    return !foreignLines && (daemon != Daemon.KEEPALIVED || !runsForeignScripts(build, node));
  }

  private static boolean runsForeignScripts(Build build, SpecNode node) {
    return build.spec().tracksOn(node, VirtualAddress.Engine.KEEPALIVED).stream()
        .anyMatch(Track.OfScript.class::isInstance);
  }

  /** keepalived then sets {@code net.ipv4.conf} of the interface that it makes. */
  private static boolean hasVirtualMac(Build build, SpecNode node) {
    return build.spec().routersOn(node, VirtualAddress.Engine.KEEPALIVED).stream()
        .map(RouterOnNode::vrrp)
        .anyMatch(vrrp -> vrrp.virtualMac().value());
  }

  /** keepalived loads {@code ip_vs} by itself where that is missing. */
  private static boolean balances(Build build, SpecNode node, Daemon daemon) {
    return daemon == Daemon.KEEPALIVED
        && !build.spec().proxiesOn(node, SpecProxy.Engine.LVS).isEmpty();
  }
}
