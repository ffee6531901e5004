package dev.vipc.rule.certificate;

import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.rule.kubeadm.ApiServerNames.Wanted;
import dev.vipc.rule.kubeadm.ApiServerNames.Why;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the certificates of an etcd that kubeadm runs must carry (kubeadm's package certs,
 * GetEtcdAltNames and GetEtcdPeerAltNames): nothing where no kubeadm configuration tells of it.
 */
final class EtcdNames {
  private EtcdNames() {}

  static List<Wanted> ofServer(Deployment deployment, Node node) {
    List<Wanted> all = own(node);
    for (Cluster cluster : stacked(deployment, node))
      for (String name : List.of("localhost", "127.0.0.1"))
        all.add(new Wanted(name, Why.OWN_ADDRESS, cluster.api().document()));
    return with(all, node, LocalEtcd::serverCertSans);
  }

  static List<Wanted> ofPeer(Deployment deployment, Node node) {
    return with(own(node), node, LocalEtcd::peerCertSans);
  }

  private static List<Cluster> stacked(Deployment deployment, Node node) {
    List<Cluster> own = clusters(node);
    List<Cluster> known = own.isEmpty() ? deployment.clusters() : own;
    return known.stream().filter(cluster -> cluster.externalEtcd().isEmpty()).toList();
  }

  private static List<Cluster> clusters(Node node) {
    return node.parts().all(KubeadmFile.class).stream()
        .flatMap(file -> file.clusters().stream())
        .toList();
  }

  private static List<Wanted> own(Node node) {
    List<Wanted> all = new ArrayList<>();
    for (KubeadmFile file : node.parts().all(KubeadmFile.class)) {
      for (KubeadmFile.Init init : file.inits()) own(init.nodeName(), init.advertiseAddress(), all);
      for (KubeadmFile.Join join : file.joins())
        if (join.controlPlane()) own(join.nodeName(), join.advertiseAddress(), all);
    }
    for (EtcdMemberFile file : node.parts().all(EtcdMemberFile.class))
      own(file.nodeName(), file.address(), all);
    return all;
  }

  private static void own(Setting<String> name, Setting<String> address, List<Wanted> all) {
    add(address, Why.OWN_ADDRESS, all);
    add(name, Why.OWN_NAME, all);
  }

  private static void add(Setting<String> name, Why why, List<Wanted> all) {
    name.located().ifPresent(at -> all.add(new Wanted(literal(at.value()), why, at.span())));
  }

  private static List<Wanted> with(
      List<Wanted> all, Node node, Function<LocalEtcd, List<Setting<String>>> listed) {
    List<LocalEtcd> etcds =
        Stream.concat(
                clusters(node).stream().flatMap(cluster -> cluster.localEtcd().stream()),
                node.parts().all(EtcdMemberFile.class).stream().map(EtcdMemberFile::etcd))
            .toList();
    for (LocalEtcd etcd : etcds)
      for (Setting<String> name : listed.apply(etcd)) add(name, Why.LISTED, all);
    Map<String, Wanted> byName = new LinkedHashMap<>();
    for (Wanted wanted : all) byName.putIfAbsent(wanted.name(), wanted);
    return List.copyOf(byName.values());
  }

  private static String literal(String host) {
    return IpAddress.parse(host).map(IpAddress::toString).orElse(host);
  }
}
