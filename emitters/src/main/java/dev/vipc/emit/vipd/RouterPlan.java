package dev.vipc.emit.vipd;

import dev.vipc.emit.Build;
import dev.vipc.spec.RouterOnNode;
import dev.vipc.spec.Secret;
import dev.vipc.spec.Track;
import dev.vipc.spec.Track.Weight;
import dev.vipc.spec.Vrrp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One virtual router of a node's plan. */
final class RouterPlan {
  private static final int LONGEST_INTERVAL = 255_000;
  private static final int LONGEST_DELAY = 1_000_000;

  private final Build build;
  private final RouterOnNode router;
  private final PlanText text;

  RouterPlan(Build build, RouterOnNode router) {
    this.build = build;
    this.router = router;
    this.text = new PlanText(build);
  }

  /** VRRP 3 has none (RFC 9568, section 9). */
  static boolean hasPassword(RouterOnNode router) {
    return router.vrrp().version().value() == 2 && router.vrrp().password().isPresent();
  }

  Map<String, Object> values() {
    Vrrp vrrp = router.vrrp();
    refuseVersion2OfIpv6();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", text.name(router.name(), router.address().name().span()));
    values.put("interface", text.iface(router.iface()));
    values.put("routerId", vrrp.routerId().value());
    values.put("version", vrrp.version().value());
    values.put("priority", router.priority().value());
    values.put(
        "advertisementIntervalMillis",
        text.millis(vrrp.advertisementInterval(), 10, LONGEST_INTERVAL));
    values.put("transport", transport());
    password().ifPresent(secret -> values.put("password", secret));
    values.put("preempt", vrrp.preempt().value());
    values.put("preemptDelayMillis", text.millis(vrrp.preemptDelay(), 0, LONGEST_DELAY));
    values.put("virtualMac", vrrp.virtualMac().value());
    values.put(
        "addresses",
        router.addresses().stream()
            .map(ip -> ip.address().value() + "/" + ip.prefixLength().value())
            .toList());
    values.put("tracks", tracks());
    return values;
  }

  private void refuseVersion2OfIpv6() {
    if (router.v6() && router.vrrp().version().value() == 2)
      build.refuse(
          router.vrrp().version().span(), "VRRP 2 has no IPv6 (RFC 3768)", "write `version: 3`");
  }

  /** A holder alone has nobody to write to, and then the group of its own segment does no harm. */
  private Map<String, Object> transport() {
    Map<String, Object> transport = new LinkedHashMap<>();
    boolean unicast = !router.peers().isEmpty();
    transport.put("kind", unicast ? "unicast" : "multicast");
    if (unicast) {
      transport.put("source", router.source().orElseThrow().toString());
      transport.put("peers", router.peers().stream().map(Object::toString).toList());
    } else if (router.vrrp().transport().value() == Vrrp.Transport.MULTICAST) {
      router
          .vrrp()
          .multicastGroup()
          .filter(group -> group.value().isV6() == router.v6())
          .ifPresent(group -> transport.put("group", group.value().toString()));
    }
    return transport;
  }

  private Optional<String> password() {
    if (!hasPassword(router)) return Optional.empty();
    Secret password = router.vrrp().password().orElseThrow();
    Optional<String> text = build.secret(password);
    if (text.filter(secret -> !secret.matches("[!-~]{1,8}")).isPresent())
      build.refuseSecret(
          password,
          "the password is not one that vipd can use",
          "use 1 to 8 printable ASCII characters: VRRP 2 carries no more");
    return text;
  }

  private List<Map<String, Object>> tracks() {
    List<Map<String, Object>> tracks = new ArrayList<>();
    for (Track track : build.spec().tracksOf(router))
      if (!isOwnInterface(track)) tracks.add(track(track));
    return tracks;
  }

  /** The router's own interface is tracked without being asked to. */
  private boolean isOwnInterface(Track track) {
    if (!(track instanceof Track.OfInterface other)
        || !router.iface().value().equals(other.iface().value())) return false;
    if (points(track) != 0)
      build.refuse(
          track.weight().span(),
          "vipd gives the address up whenever its own interface `%s` is down"
              .formatted(other.iface().value()),
          "remove the weight");
    return true;
  }

  private static Map<String, Object> track(Track track) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put(track instanceof Track.OfInterface ? "interface" : "check", track.name());
    value.put("weight", points(track));
    return value;
  }

  /** 0 makes a failure a fault. */
  private static int points(Track track) {
    return switch (track.weight().value()) {
      case Weight.Fault _ -> 0;
      case Weight.Points(var points) -> points;
    };
  }
}
