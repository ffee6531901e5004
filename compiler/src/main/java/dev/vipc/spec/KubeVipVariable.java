package dev.vipc.spec;

import dev.vipc.source.Span;
import java.util.List;

/**
 * One environment variable of kube-vip.
 *
 * @param span what in the spec it says
 */
public record KubeVipVariable(String name, Value value, Span span) {
  /** What it is set to. */
  public sealed interface Value {
    record Text(String text) implements Value {}

    /** The name of the node that the pod runs on, which the kubelet fills in. */
    record NodeName() implements Value {}

    /** Routers, some with a password. */
    record Peers(List<KubeVip.Peer> peers) implements Value {}
  }

  /**
   * A router as {@code bgp_peers} has it.
   *
   * @param password empty for none; holds no colon and no comma
   */
  public static String peer(KubeVip.Peer peer, String password) {
    String address = peer.address().value().toString();
    String host = peer.address().value().isV6() ? "[" + address + "]" : address;
    String text =
        "%s:%d:%s:%s".formatted(host, peer.as().value(), password, peer.multihop().value());
    return peer.port().isWritten() ? text + ":" + peer.port().value() : text;
  }
}
