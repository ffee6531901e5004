package dev.vipc.lower.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.lower.Format;
import dev.vipc.lower.YamlFields;
import dev.vipc.lower.YamlFiles;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.LoadBalancer;
import dev.vipc.model.KubeVip.Peer;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.KubeVipSettings.Written;
import dev.vipc.model.Parts;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The {@code config.yaml} that kube-vip read up to 0.1, when its peers elected by raft. */
@AutoService(Format.class)
public final class KubeVipConfigFormat implements Format {
  private static final Set<String> RAFT_SETTINGS = Set.of("startAsLeader", "singleNode");
  private static final Pattern PEERS =
      Pattern.compile("^(localPeer|remotePeers)\\s*:", Pattern.MULTILINE);

  @Override
  public String kind() {
    return "kube-vip-config";
  }

  @Override
  public Optional<String> program() {
    return Optional.of("kube-vip");
  }

  @Override
  public boolean belongsToNode() {
    return true;
  }

  @Override
  public boolean mayBe(String fileName) {
    return YamlFiles.mayBe(fileName);
  }

  @Override
  public int recognises(SourceFile file) {
    String text = file.text();
    return text.contains("Peer") && YamlFiles.canBe(file) && PEERS.matcher(text).find() ? 2 : 0;
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of();
  }

  @Override
  public Parts read(SourceFile file, Targets targets, Reporter out) {
    return YamlFiles.read(file, out, config -> Parts.of(kubeVip(file, config)));
  }

  private static KubeVip kubeVip(SourceFile file, YamlFields config) {
    Stream<Peer> local =
        config.mapping().mapping("localPeer").map(_ -> peer(config.at("localPeer"), true)).stream();
    Stream<Peer> remote = config.mappings("remotePeers").stream().map(peer -> peer(peer, false));
    List<LoadBalancer> balancers =
        config.mappings("loadBalancers").stream().map(KubeVipConfigFormat::balancer).toList();
    return new KubeVip(
        file,
        KubeVip.Form.RAFT_FILE,
        Setting.unset(),
        config.host("vip"),
        Setting.unset(),
        balancers.isEmpty() ? Setting.unset() : balancers.getFirst().port(),
        config.text("interface"),
        Stream.concat(local, remote).toList(),
        balancers,
        List.of(),
        raftSettings(config),
        Optional.empty(),
        config.span());
  }

  /** {@code startAsLeader} and {@code singleNode}, which the rules ask for. */
  private static KubeVipSettings raftSettings(YamlFields config) {
    List<Written> keys =
        new KubeVipSettingsReader(config.values(), _ -> false)
            .keys(config)
            .filter(key -> RAFT_SETTINGS.contains(key.name().value()))
            .toList();
    return new KubeVipSettings(keys, Optional.empty());
  }

  private static Peer peer(YamlFields peer, boolean local) {
    return new Peer(
        peer.host("id"), peer.read("address", peer.values()::address), local, peer.span());
  }

  private static LoadBalancer balancer(YamlFields balancer) {
    return new LoadBalancer(
        balancer.port("port"),
        balancer.mappings("backends").stream().map(KubeVipConfigFormat::backend).toList(),
        balancer.span());
  }

  private static Setting<HostPort> backend(YamlFields backend) {
    Setting<String> host = backend.host("address");
    Setting<Integer> port = backend.port("port");
    if (host.isUnset() || port.isUnknown()) return Setting.unknown(backend.span());
    return host.map(
        name -> new HostPort(name, port.value().map(OptionalInt::of).orElse(OptionalInt.empty())));
  }
}
