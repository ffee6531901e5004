package dev.vipc.agent.vip;

import dev.vipc.agent.log.Line;
import dev.vipc.agent.net.MacvlanRequests;
import dev.vipc.agent.net.RouteSocket;
import dev.vipc.agent.net.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The interfaces with virtual MAC addresses, made when the interface below is there. */
final class Macvlans {
  private static final Path SYSTEM = Path.of("/proc/sys/net");

  private final RouteSocket routes;
  private final Line line;
  private final Map<String, MacvlanRequests> made = new LinkedHashMap<>();

  /** What the settings of interfaces that stay were before. */
  private final Map<String, String> before = new LinkedHashMap<>();

  Macvlans(RouteSocket routes, Line line) {
    this.routes = routes;
    this.line = line;
  }

  /** The name of the one of a virtual router, different for each on this node. */
  static String name(int routerId, boolean v6, String base) {
    String name = (v6 ? "vr6." : "vr4.") + routerId + "." + base;
    // the kernel takes 15 letters; what is cut off is told apart by a hash
    return name.length() <= 15
        ? name
        : "%s%03x".formatted(name.substring(0, 12), base.hashCode() & 0xfff);
  }

  /** Makes one anew; it is down and not yet known to {@link Interfaces}. */
  void make(Participant router) {
    String name = router.holder().name();
    if (made.containsKey(name)) return;
    MacvlanRequests requests =
        MacvlanRequests.of(name, router.plan().routerId(), router.isV6(), router.base().index());
    routes.ask(requests.remove());
    int refusal = routes.ask(requests.add());
    made.put(name, requests);
    if (refusal != 0) {
      router
          .event(line.error("virtual-mac-refused"))
          .field("why", String.valueOf(new SystemCallException("macvlan", refusal).getMessage()))
          .send();
      return;
    }
    // answers for its own addresses only, takes what the interface below would route elsewhere, and
    // makes no link-local address, which the other members would make too
    set("ipv4/conf/" + name + "/rp_filter", "2");
    set("ipv4/conf/" + name + "/arp_ignore", "1");
    change("ipv4/conf/" + router.base().name() + "/arp_ignore", "1");
    set("ipv6/conf/" + name + "/addr_gen_mode", "1");
    set("ipv6/conf/" + name + "/accept_ra", "0");
  }

  private void change(String key, String value) {
    try {
      before.putIfAbsent(key, Files.readString(SYSTEM.resolve(key)).strip());
      set(key, value);
    } catch (IOException e) {
      line.warning("setting-unreadable").field("setting", key).field("why", e.toString()).send();
    }
  }

  private void set(String key, String value) {
    try {
      Files.writeString(SYSTEM.resolve(key), value);
    } catch (IOException e) {
      line.warning("setting-refused").field("setting", key).field("why", e.toString()).send();
    }
  }

  void setUp(Interface macvlan) {
    routes.ask(MacvlanRequests.up(macvlan.index()));
  }

  /** One whose interface below went away went with it. */
  void forget(String name) {
    made.remove(name);
  }

  void removeAll() {
    for (MacvlanRequests requests : made.values()) routes.ask(requests.remove());
    made.clear();
    before.forEach(this::set);
    before.clear();
  }
}
