package dev.vipc.golden;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipPools;
import dev.vipc.model.KubeVipRole;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What files of kubeadm, KubeKey and kube-vip say of a cluster, in the words of no release of them:
 * claims of which each has the place where it is written.
 */
final class ClusterMeaning {
  /**
   * @param what which setting of what
   */
  record Claim(String what, String value, Span place) {
    String text() {
      return what + " " + value;
    }
  }

  /** Variables that later releases call otherwise. */
  private static final Map<String, String> SAME =
      Map.of(
          "vip_address", "address",
          "vip_cidr", "vip_subnet",
          "bgp_source_ip", "bgp_sourceip",
          "bgp_source_if", "bgp_sourceif");

  private static final Set<String> OF_PEER =
      Set.of("bgp_peeraddress", "bgp_peeras", "bgp_peerpass", "bgp_multihop");

  /** What is a list as a whole: one more in it is another one. */
  private static final Set<String> LISTS =
      Set.of("group masters", "group workers", "group etcd", "pods", "services", "etcd", "peer");

  private final List<Claim> claims = new ArrayList<>();
  private final Set<String> said = new HashSet<>();

  private ClusterMeaning() {}

  static ClusterMeaning of(List<SourceFile> files) {
    ClusterMeaning meaning = new ClusterMeaning();
    new Compiler()
        .read(new LintRequest(List.of(), files, Optional.empty(), Targets.NONE), _ -> {})
        .deployments()
        .forEach(meaning::add);
    meaning.claims.forEach(claim -> meaning.said.add(claim.text()));
    return meaning;
  }

  List<Claim> at(Span place) {
    return claims.stream()
        .filter(
            claim ->
                claim.place().file().path().equals(place.file().path())
                    && claim.place().start() < place.end()
                    && place.start() < claim.place().end())
        .toList();
  }

  /** Whether it says the same; of a list also, that it says no more than the other. */
  boolean says(Claim claim, ClusterMeaning other) {
    if (!said.contains(claim.text())) return false;
    return !LISTS.contains(claim.what())
        || claims.stream()
            .filter(own -> own.what().equals(claim.what()))
            .allMatch(own -> other.said.contains(own.text()));
  }

  private void add(Deployment deployment) {
    deployment.all(KubeadmFile.class).forEach(this::kubeadm);
    deployment.all(KubeKeyCluster.class).forEach(this::kubeKey);
    deployment
        .all(HostEntry.class)
        .filter(HostEntry::isInstalled)
        .forEach(
            host -> claim("host " + host.name().value(), host.address().value(), host.address()));
    deployment
        .all(InstalledHost.class)
        .forEach(host -> claim("host", host.name().value(), host.name()));
    deployment.all(KubeVip.class).forEach(this::kubeVip);
    deployment.all(KubeVipRole.class).forEach(this::role);
    deployment
        .all(KubeVipPools.class)
        .flatMap(pools -> pools.pools().stream())
        .forEach(
            pool -> {
              for (Setting<String> piece : pool.pieces())
                claim("pool " + pool.key().value(), piece);
            });
  }

  private void kubeadm(KubeadmFile file) {
    for (KubeadmFile.Cluster cluster : file.clusters()) {
      claim("version", cluster.kubernetesVersion().map(text -> text.replaceFirst("^v", "")));
      claim("endpoint", cluster.controlPlaneEndpoint().map(ClusterMeaning::withPort));
      cluster.certSans().forEach(san -> claim("certificate", san));
      cluster.podSubnets().forEach(subnet -> claim("pods", subnet));
      cluster.serviceSubnets().forEach(subnet -> claim("services", subnet));
      cluster
          .etcdElsewhere()
          .ifPresent(
              etcd -> {
                etcd.endpoints().forEach(endpoint -> claim("etcd", endpoint.url()));
                claim("etcd's authority", etcd.caFile());
                claim("etcd's certificate", etcd.certFile());
                claim("etcd's key", etcd.keyFile());
              });
    }
    for (KubeadmFile.Init init : file.inits()) {
      claim("API server at", init.advertiseAddress());
      claim("API server on", init.bindPort());
      claim("node", init.nodeName());
      init.nodeIps().forEach(address -> claim("node's own", address));
    }
    for (KubeadmFile.Join join : file.joins()) {
      claim("endpoint", join.apiServerEndpoint().map(ClusterMeaning::withPort));
      claim("API server at", join.advertiseAddress());
      claim("API server on", join.bindPort());
      claim("node", join.nodeName());
      join.nodeIps().forEach(address -> claim("node's own", address));
    }
  }

  /** Without a port it is the API server's own. */
  private static String withPort(HostPort endpoint) {
    return endpoint.port().isPresent() ? endpoint.toString() : endpoint + ":6443";
  }

  private void kubeKey(KubeKeyCluster cluster) {
    cluster.members().stream()
        .filter(member -> !member.group().value().equals("k8s_cluster"))
        .forEach(
            member ->
                claims.add(new Claim("group " + group(member), member.name(), member.written())));
    claim("version", cluster.kubernetesVersion().map(text -> text.replaceFirst("^v", "")));
    cluster.certificateNames().forEach(name -> claim("certificate", name));
    cluster.ranges().pods().written().forEach(subnet -> claim("pods", subnet));
    cluster.ranges().services().written().forEach(subnet -> claim("services", subnet));
    cluster
        .endpoint()
        .ifPresent(
            endpoint -> {
              claim("balancer", endpoint.balancer());
              claim("domain", endpoint.domain());
              claim("way in at", endpoint.address());
              claim("way in on", endpoint.port());
              claim("other name server", endpoint.externalDns());
              claim("kube-vip's mode", endpoint.mode());
            });
  }

  private static String group(KubeKeyCluster.Member member) {
    if (KubeKeyCluster.isMaster(member)) return "masters";
    return KubeKeyCluster.isWorker(member) ? "workers" : member.group().value();
  }

  private void kubeVip(KubeVip kubeVip) {
    for (KubeVipSettings.Written setting : kubeVip.settings().written()) {
      String means = SAME.getOrDefault(setting.means(), setting.means());
      if (means.equals("bgp_peers")) peers(setting);
      else if (!OF_PEER.contains(means))
        claim(
            "variable " + means, setting.value().map(text -> plain(means, text)), setting.entry());
    }
    peer(kubeVip.settings());
    kubeVip
        .pod()
        .flatMap(pod -> pod.subcommand())
        .ifPresent(word -> claim("kube-vip's command", word.value(), word));
    claim("image", kubeVip.image());
  }

  private static String plain(String variable, String text) {
    return variable.equals("vip_subnet") ? text.replaceFirst("^/", "") : text;
  }

  /** Each by itself, without what goes without saying: no password, one hop, port 179. */
  private void peers(KubeVipSettings.Written list) {
    for (String peer : list.value().value().orElse("").split(","))
      claims.add(
          new Claim(
              "peer",
              peer.replaceAll(":179$", "").replaceAll("(::false|:false|:+)$", ""),
              list.entry()));
  }

  /** The one that variables of its own make. */
  private void peer(KubeVipSettings settings) {
    if (settings.text("bgp_peeraddress").isUnset()) return;
    String peer =
        "%s:%s:%s:%s"
            .formatted(
                settings.text("bgp_peeraddress").value().orElse("?"),
                settings.text("bgp_peeras").value().orElse("65000"),
                settings.text("bgp_peerpass").value().orElse(""),
                settings.isOn("bgp_multihop"))
            .replaceAll("(::false|:false)$", "");
    for (String variable : OF_PEER)
      settings
          .counting(variable)
          .ifPresent(written -> claims.add(new Claim("peer", peer, written.entry())));
  }

  /** Every right by itself: roles may cut them into rules as they like. */
  private void role(KubeVipRole role) {
    for (KubeVipRole.Grant grant : role.grants())
      for (String group : grant.groups())
        for (String resource : grant.resources())
          for (String verb : grant.verbs()) said.add("may " + group + "/" + resource + " " + verb);
  }

  /** Whether the files give kube-vip this right. */
  boolean may(String group, String resource, String verb) {
    return said.contains("may " + group + "/" + resource + " " + verb);
  }

  private void claim(String what, Setting<?> setting) {
    setting.span().ifPresent(place -> claim(what, setting, place));
  }

  private void claim(String what, Setting<?> setting, Span place) {
    claims.add(new Claim(what, setting.value().map(Object::toString).orElse("?"), place));
  }

  private void claim(String what, Object value, Located<?> at) {
    claims.add(new Claim(what, value.toString(), at.span()));
  }
}
