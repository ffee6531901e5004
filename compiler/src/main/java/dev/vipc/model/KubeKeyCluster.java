package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one document asks KubeKey to install, as far as it concerns the way into the control plane.
 *
 * @param hosts the names of the hosts that it lists
 * @param members who is in which group, each name of a range by itself
 * @param endpoint absent where the document has no such block
 * @param skipsHostsFile whether KubeKey leaves the machines' own settings alone, /etc/hosts too
 * @param certificateNames further names of the API server's certificate
 * @param certificateNamesList where that list stands; absent where there is none
 * @param quotedPorts numbers that stand in quotes, quotes included in the place
 */
public record KubeKeyCluster(
    SourceFile file,
    Dialect dialect,
    List<Located<String>> hosts,
    List<Member> members,
    Optional<Endpoint> endpoint,
    Setting<String> kubernetesVersion,
    Setting<String> dnsDomain,
    Setting<Boolean> skipsHostsFile,
    List<Setting<String>> certificateNames,
    Optional<Span> certificateNamesList,
    List<Located<String>> quotedPorts,
    ClusterSubnets ranges)
    implements MovesAddresses, StatesSubnets {
  public static final String DEFAULT_DOMAIN = "lb.kubesphere.local";
  private static final Set<String> MASTERS =
      Set.of("master", "control-plane", "kube_control_plane");
  private static final Set<String> WORKERS = Set.of("worker", "kube_worker");

  /** The shapes of KubeKey's files: 1, 2 and 3, 4. */
  public enum Dialect {
    V1ALPHA1,
    V1ALPHA2,
    V1
  }

  /**
   * A host in a group.
   *
   * @param written the item of the list, a name or a range of names
   */
  public record Member(Located<String> group, String name, Span written) {}

  /**
   * The way into the control plane.
   *
   * @param key the key of the block
   * @param balancer {@code haproxy}, {@code kube-vip}, {@code local}, or unset
   * @param address of the load balancer; with kube-vip the virtual address
   * @param externalDns whether another name server resolves the domain
   * @param mode kube-vip's: {@code ARP} or {@code BGP}
   * @param healthPort where KubeKey's haproxy answers probes; 8081 where unset
   */
  public record Endpoint(
      Located<String> key,
      Setting<String> balancer,
      Setting<String> domain,
      Setting<String> address,
      Setting<Integer> port,
      Setting<Boolean> externalDns,
      Setting<String> mode,
      Setting<Integer> healthPort) {
    public boolean isBalancedBy(String program) {
      return balancer.is(program);
    }

    /** Where the balancer is written, or else the block's key. */
    public Span place() {
      return balancer.span().orElse(key.span());
    }
  }

  public static boolean isMaster(Member member) {
    return MASTERS.contains(member.group().value());
  }

  public static boolean isWorker(Member member) {
    return WORKERS.contains(member.group().value());
  }

  @Override
  public Stream<Located<IpAddress>> virtualAddresses() {
    return endpoint.stream()
        .filter(way -> way.isBalancedBy("kube-vip"))
        .flatMap(way -> way.address().located().stream())
        .flatMap(
            text ->
                IpAddress.parse(text.value()).stream().map(ip -> new Located<>(ip, text.span())));
  }

  @Override
  public Stream<ClusterSubnets> subnets() {
    return Stream.of(ranges);
  }
}
