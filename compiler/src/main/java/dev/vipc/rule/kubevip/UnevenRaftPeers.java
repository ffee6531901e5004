package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.model.Node;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** KV023. */
@AutoService(Rule.class)
public final class UnevenRaftPeers implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KV023",
          "uneven-raft-peers",
          WARNING,
          """
              The raft configurations of old kube-vips do not fit together.

              Up to 0.1 the kube-vips of a cluster elect by raft from files: exactly one has `startAsLeader: true`, or several hold the address at first, or none does; each
              names itself in `localPeer` and the others in `remotePeers`, with ids that differ. A node that others do not name gets no votes and no entries.
              Source: kubeadm's page on high availability, and kube-vip 0.1's configuration. Releases from 0.4 on cannot elect by raft, and do not read the file.

              Write one leader, different ids, and every peer in every file; or take a current release, which elects by a lease.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    List<KubeVip> files =
        deployment.all(KubeVip.class).filter(kubeVip -> kubeVip.form() == Form.RAFT_FILE).toList();
    leaders(files, out);
    peers(files, out);
    files.forEach(file -> unreadFile(file, deployment).ifPresent(out::report));
    if (deployment.targets().statedFor("kube-vip").isEmpty())
      for (Node node : deployment.nodes()) releases(node, out);
  }

  private static void leaders(List<KubeVip> files, Reporter out) {
    if (files.size() < 2) return;
    List<Located<Boolean>> leads =
        files.stream()
            .flatMap(file -> file.settings().flag("vip_startleader").located().stream())
            .toList();
    List<Located<Boolean>> leaders = leads.stream().filter(Located::value).toList();
    if (leaders.size() > 1)
      out.report(
          Diagnostic.of(META, leaders.get(1).span(), "two kube-vips start as the leader")
              .also(leaders.getFirst().span(), "the first one")
              .help("leave `startAsLeader: true` in one file"));
    else if (leaders.isEmpty() && leads.size() == files.size())
      out.report(
          Diagnostic.of(META, leads.getFirst().span(), "no kube-vip starts as the leader")
              .help("write `startAsLeader: true` in one file"));
  }

  private static void peers(List<KubeVip> files, Reporter out) {
    for (KubeVip file : files) {
      for (KubeVip other : files)
        if (other != file) local(file).ifPresent(own -> named(own, other, out));
      sameIds(file, out);
    }
  }

  private static Optional<KubeVip.Peer> local(KubeVip file) {
    return file.peers().stream().filter(KubeVip.Peer::local).findFirst();
  }

  private static void named(KubeVip.Peer own, KubeVip other, Reporter out) {
    Optional<Located<IpAddress>> address = own.address().located();
    boolean open = other.peers().stream().anyMatch(peer -> peer.address().isUnknown());
    if (address.isEmpty() || open) return;
    if (other.peers().stream().noneMatch(peer -> peer.address().is(address.get().value())))
      out.report(
          Diagnostic.of(
                  META,
                  address.get().span(),
                  "another kube-vip does not name `%s` as its peer"
                      .formatted(address.get().value()))
              .also(other.span().part(0, 0), "the peers of the other one")
              .help("name every other node in `remotePeers`"));
  }

  private static void sameIds(KubeVip file, Reporter out) {
    var ids = new HashMap<String, Span>();
    for (KubeVip.Peer peer : file.peers())
      peer.id()
          .located()
          .ifPresent(
              id -> {
                Span earlier = ids.putIfAbsent(id.value(), id.span());
                if (earlier != null && !isSelf(peer, file))
                  out.report(
                      Diagnostic.of(
                              META, id.span(), "two peers have the id `%s`".formatted(id.value()))
                          .also(earlier, "the other one")
                          .help("give each peer an id of its own"));
              });
  }

  /** KV024 speaks of a node that names itself. */
  private static boolean isSelf(KubeVip.Peer peer, KubeVip file) {
    return local(file)
        .filter(
            own ->
                own.address().equals(peer.address())
                    || own.address().value().equals(peer.address().value()))
        .isPresent();
  }

  /** A file that the stated release does not read. */
  static Optional<Diagnostic> unreadFile(KubeVip file, Deployment deployment) {
    if (file.form() != Form.RAFT_FILE) return Optional.empty();
    return deployment
        .targets()
        .statedFor("kube-vip")
        .filter(release -> release.atLeast(0, 4))
        .map(
            release ->
                Diagnostic.of(
                        META,
                        placeOfPeers(file),
                        "kube-vip %s does not read a file of raft peers".formatted(release))
                    .help("set it up by variables, with a lease for the election"));
  }

  private static void releases(Node node, Reporter out) {
    List<KubeVip> files = node.parts().all(KubeVip.class);
    Optional<KubeVip> raft = files.stream().filter(k -> k.form() == Form.RAFT_FILE).findFirst();
    if (raft.isEmpty()) return;
    for (KubeVip pod : files)
      pod.imageVersion()
          .filter(version -> version.atLeast(0, 4))
          .ifPresent(
              version ->
                  out.report(
                      Diagnostic.of(
                              META,
                              pod.image().span().orElse(pod.span()),
                              "kube-vip %s does not read a file of raft peers".formatted(version))
                          .also(placeOfPeers(raft.get()), "the peers")
                          .help("set the pod up by variables, with a lease for the election")));
  }

  private static Span placeOfPeers(KubeVip raft) {
    return raft.peers().stream()
        .map(KubeVip.Peer::span)
        .findFirst()
        .orElseGet(() -> raft.span().part(0, 0));
  }
}
