package dev.vipc.agent.status;

import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.proxy.ProxyView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The status for programs; docs/vipd.md tells its fields. Fields may be added, none goes. */
final class StatusJson {
  private final NodeView view;

  private StatusJson(NodeView view) {
    this.view = view;
  }

  /** One line, with its end. */
  static String of(NodeView view) {
    return JsonText.of(new StatusJson(view).node()) + "\n";
  }

  private Map<String, Object> node() {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("version", 1);
    node.put("node", view.plan().node());
    node.put("at", view.at());
    node.put("plan", view.hash());
    node.put("vip", vip());
    node.put("virtualRouters", routers());
    node.put("draining", view.proxies().draining());
    node.put("connections", view.proxies().connections());
    node.put("connectionLimit", view.proxies().connectionLimit());
    node.put("memoryBytes", view.proxies().memoryBytes());
    node.put("memoryLimitBytes", view.proxies().memoryLimitBytes());
    node.put("proxies", view.proxies().proxies().stream().map(StatusJson::proxy).toList());
    return node;
  }

  private Map<String, Object> vip() {
    Map<String, Object> vip = new LinkedHashMap<>();
    vip.put("alive", view.routers().alive());
    vip.put("pid", view.routers().pid());
    vip.put("startedAt", view.routers().started());
    vip.put("drops", view.routers().drops());
    return vip;
  }

  private List<Map<String, Object>> routers() {
    return IntStream.range(0, view.routers().routers().size())
        .mapToObj(i -> router(view.plan().virtualRouters().get(i), view.routers().routers().get(i)))
        .toList();
  }

  private static Map<String, Object> router(VirtualRouter planned, RoutersView.Router router) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", router.name());
    out.put("interface", planned.iface());
    out.put("routerId", planned.routerId());
    out.put("addresses", planned.addresses().stream().map(Object::toString).toList());
    out.put("state", Words.of(router.state()));
    out.put("since", router.since());
    out.put("fault", Optional.of(router.fault().words()).filter(words -> !words.isEmpty()));
    out.put("priority", planned.priority());
    out.put("effectivePriority", router.effectivePriority());
    out.put(
        "master",
        router
            .master()
            .map(
                m ->
                    member(
                        m.address().getHostAddress(), m.priority(), Map.of("since", m.since()))));
    out.put("transitions", router.transitions());
    out.put("advertsSent", router.advertsSent());
    out.put("advertsReceived", router.advertsReceived());
    out.put("drops", router.drops());
    out.put("members", router.members().stream().map(StatusJson::member).toList());
    out.put(
        "tracks",
        IntStream.range(0, planned.tracks().size())
            .mapToObj(i -> track(planned.tracks().get(i), router, i))
            .toList());
    return out;
  }

  private static Map<String, Object> member(RoutersView.Member member) {
    return member(
        member.address().getHostAddress(),
        member.priority(),
        Map.of("silentSeconds", member.silentFor().toMillis() / 1000.0));
  }

  private static Map<String, Object> member(
      String address, int priority, Map<String, Object> more) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("address", address);
    out.put("priority", priority);
    out.putAll(more);
    return out;
  }

  private static Map<String, Object> track(
      VirtualRouter.Track planned, RoutersView.Router router, int place) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", Words.of(planned));
    out.put("weight", planned.weight());
    out.put("state", Words.of(router.tracks().get(place)));
    return out;
  }

  private static Map<String, Object> proxy(ProxyView.ProxyState proxy) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", proxy.name());
    out.put("mode", proxy.mode().word());
    out.put("listen", proxy.listen().stream().map(Words::of).toList());
    out.put("balance", proxy.balance().word());
    out.put("connections", carried(proxy.isCarried(), proxy.connections()));
    out.put("connectionLimit", carried(proxy.isCarried(), proxy.connectionLimit()));
    out.put("waiting", carried(proxy.isCarried(), proxy.waiting()));
    out.put("accepted", carried(proxy.isCarried(), proxy.accepted()));
    Map<String, Object> refusals = new TreeMap<>();
    proxy.refusals().forEach((why, count) -> refusals.put(why.word(), count));
    out.put("refused", carried(proxy.isCarried(), refusals));
    Map<String, Object> endings = new TreeMap<>();
    proxy.endings().forEach((how, count) -> endings.put(how.word(), count));
    out.put("ended", carried(proxy.isCarried(), endings));
    out.put(
        "servers",
        proxy.servers().stream().map(server -> server(server, proxy.isCarried())).toList());
    return out;
  }

  private static Map<String, Object> server(ProxyView.ServerState server, boolean carried) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", server.name());
    out.put("address", server.address());
    out.put("port", server.port());
    out.put("state", server.state().word());
    out.put("since", server.since());
    out.put("weight", server.weight());
    out.put("backup", server.backup());
    out.put("check", server.lastCheck().map(StatusJson::check));
    out.put("connections", carried(carried, server.connections()));
    out.put("waiting", carried(carried, server.waiting()));
    out.put("connectionLimit", server.connectionLimit());
    out.put("sessions", carried(carried, server.sessions()));
    out.put("bytesIn", carried(carried, server.bytesIn()));
    out.put("bytesOut", carried(carried, server.bytesOut()));
    out.put("failedConnections", carried(carried, server.failedConnections()));
    out.put("retries", carried(carried, server.retries()));
    out.put("redispatches", carried(carried, server.redispatches()));
    return out;
  }

  /** Null where the kernel carries the bytes, and knows it alone. */
  private static Object carried(boolean here, Object value) {
    return here ? value : Optional.empty();
  }

  private static Map<String, Object> check(ProxyView.CheckState check) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("at", check.at());
    out.put("passed", check.passed());
    out.put("detail", check.detail());
    out.put("tookSeconds", check.took().toNanos() / 1e9);
    out.put("inARow", check.inARow());
    out.put("needed", check.needed());
    return out;
  }
}
