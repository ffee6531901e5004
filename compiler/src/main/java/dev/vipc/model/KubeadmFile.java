package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of kubeadm documents. */
public record KubeadmFile(
    SourceFile file, List<Cluster> clusters, List<Init> inits, List<Join> joins)
    implements NamesMachines, ServesApi, StatesSubnets {
  private static final String DEFAULT_SERVICES = "10.96.0.0/12";

  /**
   * A document's apiVersion.
   *
   * @param version {@code kubeadm.k8s.io/v1beta4}'s last part, where it stands
   * @param document the value of its {@code kind}
   */
  public record Api(Located<String> version, Span document) {}

  /**
   * @param imageRepositories of the components, of etcd and of the DNS server
   */
  public record Cluster(
      Api api,
      Setting<String> kubernetesVersion,
      Setting<HostPort> controlPlaneEndpoint,
      List<Setting<String>> certSans,
      List<Setting<Cidr>> podSubnets,
      List<Setting<Cidr>> serviceSubnets,
      Setting<String> dnsDomain,
      Optional<LocalEtcd> localEtcd,
      Optional<ExternalEtcd> etcdElsewhere,
      List<Setting<String>> imageRepositories,
      Validity validity) {
    /** Host and port of each endpoint of an etcd that kubeadm does not run. */
    public List<Setting<HostPort>> externalEtcd() {
      return etcdElsewhere.stream()
          .flatMap(etcd -> etcd.endpoints().stream())
          .map(Endpoint::address)
          .toList();
    }
  }

  /** How long certificates live that kubeadm makes; since v1beta4. */
  public record Validity(Setting<Duration> certificates, Setting<Duration> authorities) {
    public static final Validity UNSET = new Validity(Setting.unset(), Setting.unset());
  }

  /** An etcd that others run. */
  public record ExternalEtcd(
      List<Endpoint> endpoints,
      Setting<String> caFile,
      Setting<String> certFile,
      Setting<String> keyFile,
      Span span) {}

  /** One URL, and host and port of it. */
  public record Endpoint(Setting<String> url, Setting<HostPort> address) {}

  /**
   * Arguments given to an etcd on the node itself: by kubeadm, or by a manifest (then a part of its
   * own).
   *
   * @param urls where it listens and what it advertises, to clients and to peers
   * @param advertisedPeerUrls those of {@code initial-advertise-peer-urls}
   */
  public record LocalEtcd(
      Setting<String> name,
      List<EtcdPeer> initialCluster,
      Setting<String> initialClusterState,
      List<Setting<HostPort>> urls,
      List<Setting<HostPort>> advertisedPeerUrls,
      List<Setting<String>> serverCertSans,
      List<Setting<String>> peerCertSans,
      Span span)
      implements NamesMachines {
    @Override
    public Stream<Inventory.Entry> machines(Inventory.Known known) {
      return initialCluster.stream().flatMap(peer -> peer.machine(known).stream());
    }
  }

  /** One {@code name=url} of initial-cluster. */
  public record EtcdPeer(Setting<String> name, Setting<HostPort> url, Span span) {
    private Optional<Inventory.Entry> machine(Inventory.Known known) {
      return url.located()
          .flatMap(at -> at.value().address().map(ip -> new Located<>(ip, at.span())))
          .map(
              at ->
                  new Inventory.Entry(
                      name.located(), at, Inventory.Source.ETCD, !known.etcdElsewhere()));
    }
  }

  /**
   * @param nodeIps the kubelet's {@code node-ip}: one address, or one of each family
   */
  public record Init(
      Api api,
      List<BootstrapToken> bootstrapTokens,
      Setting<String> advertiseAddress,
      Setting<Integer> bindPort,
      Setting<String> nodeName,
      List<Setting<IpAddress>> nodeIps,
      Setting<String> criSocket,
      Setting<String> certificateKey) {
    public List<Setting<String>> tokens() {
      return bootstrapTokens.stream()
          .map(BootstrapToken::token)
          .filter(token -> !token.isUnset())
          .toList();
    }
  }

  /**
   * @param timeToLive zero for a token that never expires
   */
  public record BootstrapToken(Setting<String> token, Setting<Duration> timeToLive) {}

  /**
   * @param nodeIps the kubelet's {@code node-ip}: one address, or one of each family
   * @param skipsCaCheck {@code unsafeSkipCAVerification}
   */
  public record Join(
      Api api,
      boolean controlPlane,
      Setting<HostPort> apiServerEndpoint,
      Setting<String> token,
      List<Setting<String>> caCertHashes,
      Setting<Boolean> skipsCaCheck,
      Setting<String> advertiseAddress,
      Setting<Integer> bindPort,
      Setting<String> nodeName,
      List<Setting<IpAddress>> nodeIps,
      Setting<String> criSocket,
      Setting<String> certificateKey) {}

  /** The documents' apiVersions in the order of the file. */
  public List<Api> apis() {
    return Stream.of(
            clusters.stream().map(Cluster::api),
            inits.stream().map(Init::api),
            joins.stream().map(Join::api))
        .flatMap(api -> api)
        .sorted(Comparator.comparing(api -> api.version().span()))
        .toList();
  }

  @Override
  public Stream<Setting<Integer>> apiServerPorts() {
    return Stream.concat(inits.stream().map(Init::bindPort), joins.stream().map(Join::bindPort));
  }

  @Override
  public Stream<ClusterSubnets> subnets() {
    return clusters.stream()
        .map(
            cluster ->
                new ClusterSubnets(
                    "kubeadm",
                    new ClusterSubnets.Range("podSubnet", cluster.podSubnets(), Optional.empty()),
                    new ClusterSubnets.Range(
                        "serviceSubnet", cluster.serviceSubnets(), DEFAULT_SERVICES)));
  }

  @Override
  public Stream<Inventory.Entry> machines(Inventory.Known known) {
    Stream<Inventory.Entry> etcd =
        clusters.stream()
            .flatMap(cluster -> cluster.localEtcd().stream())
            .flatMap(local -> local.machines(known));
    Stream<Inventory.Entry> first =
        inits.stream()
            .flatMap(init -> own(init.nodeName(), init.advertiseAddress(), true, known).stream());
    Stream<Inventory.Entry> joined =
        joins.stream()
            .flatMap(
                join ->
                    own(join.nodeName(), join.advertiseAddress(), join.controlPlane(), known)
                        .stream());
    return Stream.of(etcd, first, joined).flatMap(entries -> entries);
  }

  private static Optional<Inventory.Entry> own(
      Setting<String> name, Setting<String> address, boolean controlPlane, Inventory.Known known) {
    return known
        .machine(address)
        .map(at -> new Inventory.Entry(name.located(), at, Inventory.Source.KUBEADM, controlPlane));
  }
}
