package dev.vipc.lower.kubeadm;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeadmFile.EtcdPeer;
import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads {@code etcd.local} with the arguments that it gives to etcd. */
final class EtcdReader {
  private static final String ADVERTISED_TO_PEERS = "initial-advertise-peer-urls";

  private final Values values;
  private final ExtraArguments arguments;

  private EtcdReader(YamlFields local) {
    this.values = local.values();
    this.arguments = ExtraArguments.of(local);
  }

  static LocalEtcd read(YamlFields local) {
    EtcdReader reader = new EtcdReader(local);
    return new LocalEtcd(
        reader.argument("name", local.values()::host),
        reader.initialCluster(),
        reader.argument("initial-cluster-state", local.values()::text),
        Stream.of(
                "listen-client-urls",
                "advertise-client-urls",
                "listen-peer-urls",
                ADVERTISED_TO_PEERS)
            .flatMap(name -> reader.urls(name).stream())
            .toList(),
        reader.urls(ADVERTISED_TO_PEERS),
        local.list("serverCertSANs", local.values()::host),
        local.list("peerCertSANs", local.values()::host),
        local.span());
  }

  private <T> Setting<T> argument(String name, Function<Located<String>, Setting<T>> how) {
    return arguments.get(name).map(how).orElseGet(Setting::unset);
  }

  private List<Setting<HostPort>> urls(String name) {
    return arguments.get(name).stream()
        .flatMap(text -> Pieces.split(text, ',').stream())
        .map(this::url)
        .toList();
  }

  private List<EtcdPeer> initialCluster() {
    return arguments.get("initial-cluster").stream()
        .flatMap(text -> Pieces.split(text, ',').stream())
        .map(this::peer)
        .toList();
  }

  private EtcdPeer peer(Located<String> member) {
    int equals = member.value().indexOf('=');
    if (equals < 0)
      return new EtcdPeer(Setting.unknown(member.span()), Setting.unset(), member.span());
    Located<String> name = Pieces.part(member, 0, equals);
    Located<String> url = Pieces.part(member, equals + 1, member.value().length());
    return new EtcdPeer(values.host(name), url(url), member.span());
  }

  private Setting<HostPort> url(Located<String> url) {
    return values.hostPort(Pieces.authority(url));
  }
}
