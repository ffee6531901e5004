package dev.vipc.lower.component;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.Values;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.HostPort;
import dev.vipc.model.KubeadmFile.EtcdPeer;
import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the flags that are given to an etcd. */
public final class EtcdReader {
  private static final String ADVERTISED_TO_PEERS = "initial-advertise-peer-urls";

  private final Values values;
  private final Flags flags;

  private EtcdReader(Flags flags) {
    this.values = flags.values();
    this.flags = flags;
  }

  /** Those of kubeadm's {@code etcd.local}. */
  public static LocalEtcd read(YamlFields local) {
    return new EtcdReader(Flags.of(local, "extraArgs"))
        .etcd(
            local.list("serverCertSANs", local.values()::host),
            local.list("peerCertSANs", local.values()::host),
            local.span());
  }

  /** Those of a command line. */
  static LocalEtcd read(Flags flags, Span place) {
    return new EtcdReader(flags).etcd(List.of(), List.of(), place);
  }

  private LocalEtcd etcd(
      List<Setting<String>> serverCertSans, List<Setting<String>> peerCertSans, Span place) {
    return new LocalEtcd(
        flag("name", values::host),
        flags.pieces("initial-cluster").stream().map(this::peer).toList(),
        flag("initial-cluster-state", values::text),
        Stream.of(
                "listen-client-urls",
                "advertise-client-urls",
                "listen-peer-urls",
                ADVERTISED_TO_PEERS)
            .flatMap(name -> urls(name).stream())
            .toList(),
        urls(ADVERTISED_TO_PEERS),
        serverCertSans,
        peerCertSans,
        place);
  }

  private <T> Setting<T> flag(String name, Function<Located<String>, Setting<T>> how) {
    return flags.get(name).map(how).orElseGet(Setting::unset);
  }

  private List<Setting<HostPort>> urls(String name) {
    return flags.pieces(name).stream().map(this::url).toList();
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
