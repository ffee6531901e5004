package dev.vipc.spec;

import dev.vipc.source.Located;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.util.Locale;

/**
 * Writes what a spec says of kube-vip, with every default filled in.
 *
 * @param values how a value is written
 */
record KubeVipWriter(SpecWriter values) {
  Fields kubeVip(KubeVip kubeVip) {
    Fields fields = new Fields().put("mode", values.leaf(kubeVip.mode(), mode -> word(mode)));
    if (kubeVip.mode().value() == KubeVip.Mode.ARP)
      fields
          .put("leaseDuration", values.time(kubeVip.leaseDuration()))
          .put("renewDeadline", values.time(kubeVip.renewDeadline()))
          .put("retryPeriod", values.time(kubeVip.retryPeriod()));
    fields.put("services", values.leaf(kubeVip.services()));
    if (kubeVip.services().value())
      fields.put("serviceElection", values.leaf(kubeVip.serviceElection()));
    kubeVip.bgp().ifPresent(bgp -> fields.put("bgp", bgp(bgp)));
    if (!kubeVip.pools().isEmpty())
      fields.put(
          "pools", new Items(kubeVip.pools().stream().<YamlText>map(KubeVipWriter::pool).toList()));
    return fields;
  }

  private Fields bgp(KubeVip.Bgp bgp) {
    Fields fields =
        new Fields()
            .put("as", bgp.as().value())
            .put("peers", new Items(bgp.peers().stream().<YamlText>map(this::peer).toList()));
    if (!bgp.routerIds().isEmpty()) {
      Fields ids = new Fields();
      bgp.routerIds().forEach((node, id) -> ids.put(node, id.value().toString()));
      fields.put("routerIds", ids);
    }
    return fields
        .put("source", values.leaf(bgp.source(), source -> word(source)))
        .put("holdTime", values.time(bgp.holdTime()))
        .put("keepaliveInterval", values.time(bgp.keepaliveInterval()))
        .put(
            "check",
            new Fields()
                .put("interval", values.time(bgp.check().interval()))
                .put("timeout", values.time(bgp.check().timeout()))
                .put("fall", values.leaf(bgp.check().fall())));
  }

  private Fields peer(KubeVip.Peer peer) {
    Fields fields =
        new Fields()
            .put("address", peer.address().value().toString())
            .put("as", peer.as().value())
            .put("port", values.leaf(peer.port()))
            .put("multihop", values.leaf(peer.multihop()));
    peer.password().ifPresent(password -> fields.put("password", values.secret(password)));
    return fields;
  }

  private static Fields pool(KubeVip.Pool pool) {
    return new Fields()
        .putIfPresent("namespace", pool.namespace().map(Located::value))
        .put("addresses", YamlText.row(pool.addresses().stream().map(Located::value).toList()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
