package dev.vipc.emit.lvs;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.model.IpAddress;
import dev.vipc.spec.LvsHosts;
import dev.vipc.spec.SpecNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The kernel settings of balancers, and what their servers need where answers do not come back
 * through the balancer: the virtual address itself, about which they keep quiet.
 */
@AutoService(Emitter.class)
public final class LvsEmitter implements Emitter {
  private static final String BALANCER = "/etc/sysctl.d/91-lvs-balancer.conf";
  private static final String SERVER = "/etc/sysctl.d/91-lvs-server.conf";
  private static final String UNIT = "/etc/systemd/system/lvs-server-address.service";

  @Override
  public String name() {
    return "lvs";
  }

  @Override
  public ArtifactSet emit(Build build) {
    LvsHosts hosts = new LvsHosts(build.spec());
    return new ArtifactSet(
        build.spec().nodes().stream()
            .flatMap(
                node -> Stream.concat(balancer(build, hosts, node), server(build, hosts, node)))
            .toList());
  }

  private static Stream<Artifact> balancer(Build build, LvsHosts hosts, SpecNode node) {
    Map<String, String> settings = hosts.balancerSettings(node);
    if (settings.isEmpty()) return Stream.empty();
    return Stream.of(
        file(build, node, BALANCER, "balancer.conf.j2", Map.of("settings", lines(settings))));
  }

  private static Stream<Artifact> server(Build build, LvsHosts hosts, SpecNode node) {
    List<IpAddress> addresses = hosts.addresses(node);
    if (addresses.isEmpty()) return Stream.empty();
    Map<String, String> settings = hosts.serverSettings(node);
    Stream<Artifact> unit =
        Stream.of(
            file(
                build,
                node,
                UNIT,
                "server-address.service.j2",
                Map.of(
                    "commands", addresses.stream().map(a -> command(hosts, node, a)).toList(),
                    "devices", hosts.tunnelDevices(node))));
    return settings.isEmpty()
        ? unit
        : Stream.concat(
            unit,
            Stream.of(
                file(build, node, SERVER, "server.conf.j2", Map.of("settings", lines(settings)))));
  }

  /** Never the source of a packet that the machine sends on its own. */
  private static Map<String, Object> command(LvsHosts hosts, SpecNode node, IpAddress address) {
    String device = hosts.device(node, address);
    return Map.of(
        "address",
        address + (address.isV6() ? "/128" : "/32"),
        "device",
        device,
        "rest",
        address.isV6() ? "preferred_lft 0 nodad" : "scope host");
  }

  private static List<String> lines(Map<String, String> settings) {
    return settings.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()).toList();
  }

  private static Artifact file(
      Build build, SpecNode node, String path, String template, Map<String, ?> values) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("header", build.origin().comment());
    return Artifact.onNode(
        node.name().value(), path, build.render(LvsEmitter.class, template, all), FileMode.PLAIN);
  }
}
