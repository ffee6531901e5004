package dev.vipc.agent.status;

import dev.vipc.agent.board.RouterFault;
import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.proxy.ProxyView;
import java.util.Map;
import java.util.stream.Collectors;

/** The status for people at a terminal. */
final class StatusText {
  private final NodeView view;
  private final StringBuilder out = new StringBuilder();

  private StatusText(NodeView view) {
    this.view = view;
  }

  static String of(NodeView view) {
    return new StatusText(view).text();
  }

  private String text() {
    line("node %s, plan %s", view.plan().node(), view.hash().substring(0, 12));
    if (!view.plan().virtualRouters().isEmpty() && !view.routers().alive())
      line(
          "the vip process %s: what follows of virtual routers is the last it said",
          Words.silence(view.routers()));
    for (int i = 0; i < view.routers().routers().size(); i++)
      router(view.plan().virtualRouters().get(i), view.routers().routers().get(i));
    drops(view.routers().drops());
    if (view.proxies().draining()) line("draining: no new connection is accepted");
    if (!view.proxies().proxies().isEmpty()) {
      line("");
      line(
          "%d of at most %d connections, %s of %s memory",
          view.proxies().connections(),
          view.proxies().connectionLimit(),
          Words.bytes(view.proxies().memoryBytes()),
          Words.bytes(view.proxies().memoryLimitBytes()));
    }
    view.proxies().proxies().forEach(this::proxy);
    return out.toString();
  }

  private void router(VirtualRouter planned, RoutersView.Router router) {
    line("");
    line(
        "virtual router %s: %s for %s, priority %d of %d, VRID %d on %s",
        router.name(),
        Words.of(router.state()),
        Words.ago(router.since(), view.at()),
        router.effectivePriority(),
        planned.priority(),
        planned.routerId(),
        planned.iface());
    line(
        "  addresses   %s",
        planned.addresses().stream().map(Object::toString).collect(Collectors.joining(", ")));
    line(
        "  held by     %s",
        router
            .master()
            .map(
                m ->
                    "%s, priority %d, for %s"
                        .formatted(
                            m.address().getHostAddress(),
                            m.priority(),
                            Words.ago(m.since(), view.at())))
            .orElse("nobody known"));
    if (router.fault() != RouterFault.NONE) line("  fault       %s", router.fault().words());
    router
        .members()
        .forEach(
            member ->
                line(
                    "  member      %s, priority %d, heard %s ago",
                    member.address().getHostAddress(),
                    member.priority(),
                    Words.length(member.silentFor())));
    for (int i = 0; i < planned.tracks().size(); i++)
      line(
          "  tracks      %s: %s",
          Words.of(planned.tracks().get(i)), Words.of(router.tracks().get(i)));
    line(
        "  adverts     %d sent, %d received; %d transitions",
        router.advertsSent(), router.advertsReceived(), router.transitions());
    router.drops().forEach((reason, count) -> dropped("  dropped     %d: %s", reason, count));
  }

  /** Of packets that no virtual router here was meant by. */
  private void drops(Map<String, Long> strangers) {
    if (strangers.values().stream().anyMatch(count -> count > 0)) line("");
    strangers.forEach(
        (reason, count) ->
            dropped("%d packets of no virtual router here dropped: %s", reason, count));
  }

  private void dropped(String form, String reason, long count) {
    if (count > 0) line(form, count, reason);
  }

  private void proxy(ProxyView.ProxyState proxy) {
    line("");
    line(
        "proxy %s on %s: %s",
        proxy.name(),
        proxy.listen().stream().map(Words::of).collect(Collectors.joining(", ")),
        proxy.isCarried()
            ? "%d of at most %d connections, %d waiting, %d accepted"
                .formatted(
                    proxy.connections(), proxy.connectionLimit(), proxy.waiting(), proxy.accepted())
            : "carried by the kernel");
    proxy.servers().forEach(server -> server(server, proxy.isCarried()));
    proxy.refusals().entrySet().stream()
        .filter(refusal -> refusal.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            refusal -> line("  refused     %d: %s", refusal.getValue(), refusal.getKey().word()));
  }

  private void server(ProxyView.ServerState server, boolean carried) {
    line(
        "  %-11s %s:%d %s for %s%s%s%s",
        server.name(),
        server.address(),
        server.port(),
        server.state().word(),
        Words.ago(server.since(), view.at()),
        carried
            ? ", %d connections, %s in, %s out"
                .formatted(
                    server.connections(),
                    Words.bytes(server.bytesIn()),
                    Words.bytes(server.bytesOut()))
            : "",
        server.backup() ? ", backup" : "",
        server.lastCheck().map(check -> ", check: " + check.detail()).orElse(""));
  }

  private void line(String form, Object... values) {
    out.append(form.formatted(values)).append('\n');
  }
}
