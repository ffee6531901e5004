package dev.vipc.emit;

import dev.vipc.model.IpAddress;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernel setting that lets a proxy bind a virtual address while another node holds it (Linux,
 * ip-sysctl: {@code ip_nonlocal_bind}).
 */
public final class NonlocalBind {
  private NonlocalBind() {}

  /**
   * The drop-in of one program; none where no proxy of it listens on a virtual address.
   *
   * @param program part of the drop-in's name
   */
  public static Stream<Artifact> artifacts(
      Build build, SpecNode node, List<SpecProxy> proxies, String program) {
    List<Boolean> families =
        proxies.stream()
            .flatMap(proxy -> proxy.listen().value().stream())
            .filter(build::isVirtual)
            .flatMap(listen -> listen.address().stream())
            .map(IpAddress::isV6)
            .distinct()
            .sorted()
            .toList();
    if (families.isEmpty()) return Stream.empty();
    StringBuilder text = new StringBuilder(build.origin().comment());
    text.append("# the proxy binds a virtual address that this node may not hold\n");
    for (boolean v6 : families)
      text.append("net.%s.ip_nonlocal_bind = 1\n".formatted(v6 ? "ipv6" : "ipv4"));
    return Stream.of(
        Artifact.onNode(
            node.name().value(),
            "/etc/sysctl.d/90-vipc-%s.conf".formatted(program),
            text.toString(),
            FileMode.PLAIN));
  }
}
