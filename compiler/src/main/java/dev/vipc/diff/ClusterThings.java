package dev.vipc.diff;

import dev.vipc.diff.Thing.Builder;
import dev.vipc.model.Certificate;
import dev.vipc.model.Cidr;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What kubeadm's files, kube-vip's, certificates, host lists and installers say. */
final class ClusterThings {
  private static final Set<String> LEASE =
      Set.of("vip_leaseduration", "vip_renewdeadline", "vip_retryperiod");

  private final Parts parts;

  ClusterThings(Parts parts) {
    this.parts = parts;
  }

  Stream<Thing> all() {
    List<Thing> things = new ArrayList<>();
    for (KubeadmFile file : parts.all(KubeadmFile.class)) {
      file.clusters().forEach(cluster -> things.add(cluster(cluster)));
      file.inits().forEach(init -> things.add(init(init)));
      file.joins().forEach(join -> things.add(join(join)));
    }
    parts.all(KubeVip.class).forEach(instance -> things.add(kubeVip(instance)));
    parts.all(ControlPlaneEndpoint.class).forEach(endpoint -> things.add(endpoint(endpoint)));
    parts.all(HostEntry.class).forEach(entry -> things.add(host(entry)));
    parts.all(Certificate.class).forEach(certificate -> things.add(certificate(certificate)));
    return things.stream();
  }

  private static Thing cluster(Cluster cluster) {
    Builder thing =
        new Builder(
                "kubeadm ClusterConfiguration",
                "",
                Aspect.CLUSTER_SETTING,
                Optional.of(cluster.api().document()))
            .identity("of the cluster");
    api(thing, cluster.api());
    thing
        .says(
            Statement.of(
                "Kubernetes version",
                Aspect.KUBERNETES_VERSION,
                cluster.kubernetesVersion(),
                ClusterThings::release,
                "kubeadm's own"))
        .says(
            Statement.of(
                "endpoint",
                Aspect.ENDPOINT,
                cluster.controlPlaneEndpoint(),
                HostPort::toString,
                "none"));
    // a name that stands twice is in the certificate once
    Set<String> seen = new HashSet<>();
    for (Setting<String> san : cluster.certSans())
      if (san.value().isEmpty() || seen.add(san.value().get().toLowerCase(Locale.ROOT)))
        thing.says(
            Statement.of("certificate name", Aspect.CERTIFICATE_NAME, san, ClusterThings::san, ""));
    subnets(thing, "pod subnet", cluster.podSubnets(), "none");
    subnets(thing, "service subnet", cluster.serviceSubnets(), "10.96.0.0/12");
    thing.says(
        Statement.of("DNS domain", Aspect.SUBNET, cluster.dnsDomain(), d -> d, "cluster.local"));
    etcd(thing, cluster);
    return thing.build();
  }

  /** kubeadm takes {@code v1.33} for the release's first. */
  private static String release(String version) {
    return version.matches("v\\d+\\.\\d+") ? version + ".0" : version;
  }

  private static String san(String name) {
    return IpAddress.parse(name).map(IpAddress::toString).orElse(name.toLowerCase(Locale.ROOT));
  }

  private static void api(Builder thing, KubeadmFile.Api api) {
    thing.says(
        Statement.of(
            "apiVersion", Aspect.NAME, api.version().value(), Optional.of(api.version().span())));
  }

  private static void subnets(
      Builder thing, String field, List<Setting<Cidr>> subnets, String standard) {
    if (subnets.isEmpty())
      thing.says(Statement.of(field, Aspect.SUBNET, standard, Optional.empty()));
    for (Setting<Cidr> subnet : subnets)
      thing.says(Statement.of(field, Aspect.SUBNET, subnet, Cidr::toString, standard));
  }

  private static void etcd(Builder thing, Cluster cluster) {
    thing.says(
        Statement.of(
            "etcd",
            Aspect.ETCD,
            cluster.etcdElsewhere().isPresent() ? "external" : "stacked",
            cluster.etcdElsewhere().map(KubeadmFile.ExternalEtcd::span)));
    cluster
        .etcdElsewhere()
        .ifPresent(
            etcd -> {
              for (KubeadmFile.Endpoint endpoint : etcd.endpoints())
                thing.says(Statement.of("etcd endpoint", Aspect.ETCD, endpoint.url(), u -> u, ""));
              thing
                  .says(
                      Statement.of(
                          "etcd CA", Aspect.CLUSTER_SETTING, etcd.caFile(), f -> f, "none"))
                  .says(
                      Statement.of(
                          "etcd certificate",
                          Aspect.CLUSTER_SETTING,
                          etcd.certFile(),
                          f -> f,
                          "none"))
                  .says(
                      Statement.of(
                          "etcd key", Aspect.CLUSTER_SETTING, etcd.keyFile(), f -> f, "none"));
            });
  }

  private static Thing init(Init init) {
    Builder thing =
        new Builder(
                "kubeadm InitConfiguration",
                "",
                Aspect.CLUSTER_SETTING,
                Optional.of(init.api().document()))
            .identity("of the node");
    api(thing, init.api());
    machine(thing, init.nodeName(), init.advertiseAddress(), init.bindPort());
    init.nodeIps().forEach(address -> nodeIp(thing, address));
    for (Setting<String> token : init.tokens())
      thing.says(Statement.secret("bootstrap token", Aspect.CLUSTER_SETTING, token, "none"));
    thing.says(
        Statement.of("CRI socket", Aspect.CLUSTER_SETTING, init.criSocket(), s -> s, "found"));
    thing.says(
        Statement.secret("certificate key", Aspect.CLUSTER_SETTING, init.certificateKey(), "none"));
    return thing.build();
  }

  private static void nodeIp(Builder thing, Setting<IpAddress> address) {
    thing.says(Statement.of("node-ip", Aspect.NODE_ADDRESS, address, IpAddress::toString, ""));
  }

  private static Thing join(Join join) {
    Builder thing =
        new Builder(
                "kubeadm JoinConfiguration",
                "",
                Aspect.CLUSTER_SETTING,
                Optional.of(join.api().document()))
            .identity("of the node");
    api(thing, join.api());
    machine(thing, join.nodeName(), join.advertiseAddress(), join.bindPort());
    join.nodeIps().forEach(address -> nodeIp(thing, address));
    thing
        .says(
            Statement.of(
                "control plane",
                Aspect.CLUSTER_SETTING,
                String.valueOf(join.controlPlane()),
                Optional.of(join.api().document())))
        .says(
            Statement.of(
                    "endpoint",
                    Aspect.ENDPOINT,
                    join.apiServerEndpoint(),
                    HostPort::toString,
                    "none")
                .ofFiles())
        .says(Statement.secret("token", Aspect.CLUSTER_SETTING, join.token(), "none"));
    for (Setting<String> hash : join.caCertHashes())
      thing.says(Statement.secret("CA hash", Aspect.CLUSTER_SETTING, hash, "none"));
    return thing
        .says(
            Statement.of(
                "CA is not checked",
                Aspect.CLUSTER_SETTING,
                join.skipsCaCheck(),
                skips -> skips,
                "false"))
        .says(Statement.of("CRI socket", Aspect.CLUSTER_SETTING, join.criSocket(), s -> s, "found"))
        .says(
            Statement.secret(
                "certificate key", Aspect.CLUSTER_SETTING, join.certificateKey(), "none"))
        .build();
  }

  private static void machine(
      Builder thing, Setting<String> name, Setting<String> address, Setting<Integer> port) {
    thing
        .says(Statement.of("node name", Aspect.NODE, name, n -> n, "the host's name"))
        .says(
            Statement.of(
                "advertised address", Aspect.NODE_ADDRESS, address, a -> a, "the default route's"))
        .says(Statement.of("API server's port", Aspect.API_PORT, port, p -> p, "6443"));
  }

  private static Thing kubeVip(KubeVip instance) {
    Builder thing =
        new Builder(
                "kube-vip",
                instance.address().value().orElse(""),
                Aspect.KUBE_VIP,
                Optional.of(instance.span()))
            .identity("at " + instance.address().value().orElse("?"))
            .identity("of the node");
    thing
        .says(Statement.of("image", Aspect.KUBE_VIP, instance.image(), i -> i, "none"))
        .says(
            Statement.of(
                "virtual address", Aspect.VIRTUAL_ADDRESS, instance.address(), a -> a, "none"))
        .says(Statement.of("port", Aspect.LISTENER, instance.port(), p -> p, "6443"))
        .says(Statement.of("interface", Aspect.KUBE_VIP, instance.iface(), i -> i, "found"));
    for (KubeVipSettings.Written written : instance.settings().written()) {
      // of what is written twice only one counts
      if (!instance.settings().counting(written.means()).filter(written::equals).isPresent())
        continue;
      Aspect aspect = LEASE.contains(written.means()) ? Aspect.KUBE_VIP_LEASE : Aspect.KUBE_VIP;
      String field = "setting " + written.means();
      thing.says(
          Secrets.isSecret(written.means())
              ? Statement.secret(field, aspect, written.value(), "")
              : Statement.of(field, aspect, written.value(), v -> v, ""));
    }
    return thing.build();
  }

  private static Thing endpoint(ControlPlaneEndpoint endpoint) {
    return new Builder("installer's way in", "", Aspect.ENDPOINT, Optional.of(endpoint.span()))
        .identity("of the cluster")
        .says(Statement.of("domain", Aspect.ENDPOINT, endpoint.domain(), d -> d, "the installer's"))
        .says(Statement.of("address", Aspect.ENDPOINT, endpoint.address(), a -> a, "none"))
        .says(Statement.of("port", Aspect.ENDPOINT, endpoint.port(), p -> p, "6443"))
        .says(
            Statement.of(
                "internal load balancer",
                Aspect.ENGINE,
                endpoint.internalLoadBalancer(),
                b -> b,
                "none"))
        .build();
  }

  private static Thing host(HostEntry entry) {
    String name = entry.name().value();
    String address = entry.address().value().toString();
    return new Builder("host", name, Aspect.HOST_LIST, Optional.of(entry.name().span()))
        .identity(name + " " + address)
        .identity("name " + name)
        .identity("at " + address)
        .says(Statement.of("name", Aspect.HOST_LIST, name, Optional.of(entry.name().span())))
        .says(
            Statement.of("address", Aspect.HOST_LIST, address, Optional.of(entry.address().span())))
        .says(
            Statement.of(
                    "groups",
                    Aspect.HOST_LIST,
                    entry.groups().stream().sorted().toList().toString(),
                    Optional.of(entry.name().span()))
                .ofFiles())
        .build();
  }

  private static Thing certificate(Certificate certificate) {
    Optional<Span> place = Optional.of(certificate.span());
    Builder thing =
        new Builder("certificate", certificate.fileName(), Aspect.CERTIFICATE, place)
            .identity(certificate.fileName() + " " + certificate.subject());
    thing
        .says(Statement.of("subject", Aspect.CERTIFICATE, certificate.subject(), place))
        .says(Statement.of("issuer", Aspect.CERTIFICATE, certificate.issuer(), place))
        .says(
            Statement.of(
                "valid until", Aspect.CERTIFICATE, certificate.notAfter().toString(), place))
        .says(
            Statement.of(
                "serial number",
                Aspect.CERTIFICATE,
                certificate.content().getSerialNumber().toString(16),
                place));
    certificate.names().stream()
        .sorted()
        .forEach(
            name ->
                thing.says(Statement.of("certificate name", Aspect.CERTIFICATE_NAME, name, place)));
    return thing.build();
  }
}
