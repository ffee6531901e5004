package dev.vipc.spec;

import dev.vipc.model.HostPort;
import dev.vipc.source.Located;
import dev.vipc.spec.Kubernetes.Etcd;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads where the cluster keeps its state. */
final class EtcdReader {
  private static final int CLIENT_PORT = 2379;

  /** Where kubeadm's own phases put the files of an API server that asks an etcd elsewhere. */
  private static final String CA = "/etc/kubernetes/pki/etcd/ca.crt";

  private static final String CERTIFICATE = "/etc/kubernetes/pki/apiserver-etcd-client.crt";
  private static final String KEY = "/etc/kubernetes/pki/apiserver-etcd-client.key";

  private final Scope scope;
  private final List<SpecNode> members;

  EtcdReader(Scope scope, Installer installer) {
    this.scope = scope;
    this.members =
        scope.nodes().stream()
            .filter(node -> node.is(Role.ETCD))
            .filter(node -> installer.isKubeKey() || !node.is(Role.CONTROL_PLANE))
            .toList();
  }

  /** A member beside each API server, unless the spec or the roles of its nodes say otherwise. */
  Chosen<Etcd> read(Fields cluster) {
    Optional<Fields> external =
        cluster.optionalChild("etcd").flatMap(etcd -> etcd.optionalChild("external"));
    if (external.isPresent())
      return Chosen.written(external(external.get()), external.get().anchor());
    if (cluster.has("etcd"))
      return Chosen.written(new Etcd.Stacked(), cluster.text("etcd").orElseThrow().span());
    boolean alone = members.stream().anyMatch(node -> !node.is(Role.CONTROL_PLANE));
    return alone
        ? Chosen.assumed(
            external(cluster.child("etcd")), cluster.anchor(), "there are nodes for etcd alone")
        : Chosen.assumed(new Etcd.Stacked(), cluster.anchor(), "kubeadm runs it");
  }

  private Etcd external(Fields fields) {
    return new Etcd.External(
        endpoints(fields),
        fields.text("caFile", CA, "kubeadm's own"),
        fields.text("certFile", CERTIFICATE, "kubeadm's own"),
        fields.text("keyFile", KEY, "kubeadm's own"),
        members);
  }

  private Chosen<List<Located<String>>> endpoints(Fields fields) {
    List<Located<String>> written = fields.texts("endpoints");
    if (!written.isEmpty())
      return Chosen.written(written, fields.mapping().get("endpoints").orElseThrow().span());
    if (members.isEmpty())
      scope.missing(
          fields.anchor(),
          "nothing says where the external etcd is",
          "add `endpoints: [https://HOST:2379]`, or nodes with the role etcd alone");
    return Chosen.assumed(
        members.stream().flatMap(node -> clientUrl(node).stream()).toList(),
        fields.anchor(),
        "the nodes with the role etcd");
  }

  private Optional<Located<String>> clientUrl(SpecNode node) {
    if (node.addresses().isEmpty()) {
      scope.missing(
          node.name().span(),
          "`%s` is a member of etcd and has no address".formatted(node.name().value()),
          "add its `addresses`");
      return Optional.empty();
    }
    return Optional.of(
        node.addresses()
            .getFirst()
            .map(ip -> "https://" + new HostPort(ip.toString(), OptionalInt.of(CLIENT_PORT))));
  }
}
