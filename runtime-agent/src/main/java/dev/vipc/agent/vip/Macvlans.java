package dev.vipc.agent.vip;

import dev.vipc.agent.log.Line;
import dev.vipc.agent.net.MacvlanRequests;
import dev.vipc.agent.net.RouteSocket;
import dev.vipc.agent.net.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The interfaces with virtual MAC addresses, made when the interface below is there. */
final class Macvlans {
  private static final Path SYSTEM = Path.of("/proc/sys/net");

  private final RouteSocket routes;
  private final Line line;
  private final Map<String, Made> made = new LinkedHashMap<>();

  /** What the settings of interfaces that stay were before. */
  private final Map<String, String> before = new LinkedHashMap<>();

  /**
   * @param base the interface below
   * @param refusal of the kernel to make it; 0: none
   */
  private record Made(MacvlanRequests requests, String base, int refusal) {}

  Macvlans(RouteSocket routes, Line line) {
    this.routes = routes;
    this.line = line;
  }

  /** The name of the one of a virtual router, different for each on this node. */
  static String name(int routerId, boolean v6, String base) {
    String name = prefix(routerId, v6) + base;
    // the kernel takes 15 letters; what is cut off is told apart by a hash
    return name.length() <= 15
        ? name
        : "%s%03x".formatted(name.substring(0, 12), base.hashCode() & 0xfff);
  }

  private static String prefix(int routerId, boolean v6) {
    return (v6 ? "vr6." : "vr4.") + routerId + ".";
  }

  /** Whether an interface is one that this program makes, by name and MAC address. */
  static boolean isOurs(String name, byte[] mac) {
    int routerId = mac[5] & 0xff;
    boolean v6 = mac[4] == 2;
    return Arrays.equals(mac, MacvlanRequests.mac(routerId, v6))
        && name.startsWith(prefix(routerId, v6));
  }

  /** Makes one anew; it is down and not yet known to {@link Interfaces}. */
  void make(Participant router) {
    String name = router.holder().name();
    String base = router.base().name();
    MacvlanRequests requests =
        MacvlanRequests.of(name, router.plan().routerId(), router.isV6(), router.base().index());
    routes.ask(requests.remove());
    int refusal = routes.ask(requests.add());
    Made earlier = made.put(name, new Made(requests, base, refusal));
    if (refusal != 0) {
      if (earlier == null || earlier.refusal() != refusal) tell(router, refusal);
      return;
    }
    // answers for its own addresses only, takes what the interface below would route elsewhere, and
    // makes no link-local address, which the other members would make too
    set("ipv4/conf/" + name + "/rp_filter", "2");
    set("ipv4/conf/" + name + "/arp_ignore", "1");
    change(arpIgnore(base), "1");
    set("ipv6/conf/" + name + "/addr_gen_mode", "1");
    set("ipv6/conf/" + name + "/accept_ra", "0");
  }

  private void tell(Participant router, int refusal) {
    router
        .event(line.error("virtual-mac-refused"))
        .field("why", String.valueOf(new SystemCallException("macvlan", refusal).getMessage()))
        .send();
  }

  private static String arpIgnore(String iface) {
    return "ipv4/conf/" + iface + "/arp_ignore";
  }

  private void change(String key, String value) {
    try {
      String now = Files.readString(SYSTEM.resolve(key)).strip();
      before.putIfAbsent(key, now);
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

  /** One whose interface below went away went with it, and so did the settings of that. */
  void forget(String name) {
    Made gone = made.remove(name);
    if (gone != null) before.remove(arpIgnore(gone.base()));
  }

  /** Removes all that a plan does not use any more, and sets back what is as they needed it. */
  void keep(Set<String> names) {
    made.entrySet()
        .removeIf(
            one -> {
              if (names.contains(one.getKey())) return false;
              routes.ask(one.getValue().requests().remove());
              return true;
            });
    Set<String> needed =
        made.values().stream().map(one -> arpIgnore(one.base())).collect(Collectors.toSet());
    before
        .entrySet()
        .removeIf(
            setting -> {
              if (needed.contains(setting.getKey())) return false;
              set(setting.getKey(), setting.getValue());
              return true;
            });
  }
}
