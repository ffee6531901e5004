package dev.vipc.emit.host;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lines for {@code /etc/hosts}, where the spec wants them, and a script that puts them there: the
 * file itself is not vipc's.
 */
@AutoService(Emitter.class)
public final class HostsEmitter implements Emitter {
  /** What a resolver takes for a name (RFC 1123, section 2.1, and the underscore of old names). */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

  private static final Set<String> EVERYWHERE = Set.of("", "*", "0.0.0.0", "127.0.0.1");

  @Override
  public String name() {
    return "hosts";
  }

  @Override
  public ArtifactSet emit(Build build) {
    if (!build.spec().hostFiles().hosts().value()) return ArtifactSet.EMPTY;
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("lines", lines(build));
    return ArtifactSet.of(
        file(build, "hosts", values, FileMode.PLAIN),
        file(build, "merge-hosts.sh", values, FileMode.SCRIPT));
  }

  private static Artifact file(
      Build build, String name, Map<String, Object> values, FileMode mode) {
    return new Artifact(
        Path.of(Build.CLUSTER, name), build.render(HostsEmitter.class, name + ".j2", values), mode);
  }

  /** The way in first: of two lines for a name the first one counts. */
  private static List<String> lines(Build build) {
    Map<String, String> lines = new LinkedHashMap<>();
    HaSpec spec = build.spec();
    spec.kubernetes().ifPresent(cluster -> wayIn(build, cluster, lines));
    for (SpecNode node : spec.nodes())
      for (var own : node.addresses()) lines.put(own.value() + " " + node.name().value(), "");
    return List.copyOf(lines.keySet());
  }

  private static void wayIn(Build build, Kubernetes cluster, Map<String, String> lines) {
    String host = cluster.endpoint().value().host();
    if (cluster.endpoint().value().address().isPresent()) return;
    if (!NAME.matcher(host).matches()) {
      build.refuse(
          cluster.endpoint().span(),
          "`%s` cannot be written in /etc/hosts".formatted(host),
          "write a host name of letters, digits, dots and dashes");
      return;
    }
    HaSpec spec = build.spec();
    List<String> addresses =
        spec.virtualAddresses().stream()
            .filter(spec::leadsToApi)
            .flatMap(address -> address.addresses().stream())
            .map(ip -> ip.address().value())
            .filter(ip -> !ip.address().isLinkLocalAddress())
            .map(ip -> ip.toString())
            .toList();
    for (String address : addresses) lines.put(address + " " + host, "");
    if (addresses.isEmpty() && isOnEveryNode(spec)) lines.put("127.0.0.1 " + host, "");
  }

  /** Whether a proxy on each machine itself leads to the API servers. */
  private static boolean isOnEveryNode(HaSpec spec) {
    return spec.proxies().stream()
        .filter(proxy -> spec.nodes().stream().allMatch(proxy::runsOn))
        .map(SpecProxy::listen)
        .anyMatch(listen -> listen.value().stream().anyMatch(at -> EVERYWHERE.contains(at.host())));
  }
}
