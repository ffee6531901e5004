package dev.vipc.agent.status;

import dev.vipc.agent.board.RouterFault;
import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.proxy.ProxyView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;

/**
 * The status for a browser: who holds which address and since when, the members seen, the servers
 * and their checks, the connections. It is whole without JavaScript; with it, it renews itself.
 */
final class StatusPage {
  private final NodeView view;
  private final StringBuilder out = new StringBuilder();

  private StatusPage(NodeView view) {
    this.view = view;
  }

  static String of(NodeView view) {
    return new StatusPage(view).text();
  }

  private String text() {
    raw(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s: vipd</title>
        <link rel="stylesheet" href="page.css">
        <noscript><meta http-equiv="refresh" content="5"></noscript>
        <script src="page.js" defer></script>
        </head>
        <body>
        <main id="status">
        <h1>%s</h1>
        <p>Seen at <time>%s</time>, plan <code>%s</code>. <a href="metrics">Metrics</a> ·\
         <a href="status.json">JSON</a></p>
        """,
        view.plan().node(), view.plan().node(), seconds(view.at()), view.hash().substring(0, 12));
    warnings();
    routers();
    members();
    view.proxies().proxies().forEach(this::proxy);
    raw("</main>\n</body>\n</html>\n");
    return out.toString();
  }

  private void warnings() {
    if (!view.plan().virtualRouters().isEmpty() && !view.routers().alive())
      raw(
          "<p class=\"bad\" role=\"alert\">The vip process %s: what follows of virtual routers is the"
              + " last it said.</p>\n",
          Words.silence(view.routers()));
    if (view.proxies().draining())
      raw("<p class=\"warn\" role=\"alert\">Draining: no new connection is accepted.</p>\n");
  }

  private void routers() {
    if (view.routers().routers().isEmpty()) return;
    raw(
        """
        <h2>Virtual routers</h2>
        <table>
        <thead><tr><th>Name<th>State<th>Since<th>Addresses<th>Held by<th>For<th>Priority<th>Tracked\
        <th>Transitions</tr></thead>
        <tbody>
        """);
    for (int i = 0; i < view.routers().routers().size(); i++)
      router(view.plan().virtualRouters().get(i), view.routers().routers().get(i));
    raw("</tbody>\n</table>\n");
  }

  private void router(VirtualRouter planned, RoutersView.Router router) {
    raw(
        "<tr><th scope=\"row\">%s<td class=\"%s\">%s%s<td>%s ago<td>%s<td>%s<td>%s<td>%s of %s<td>",
        router.name(),
        router.state() == RouterState.FAULT || router.state() == RouterState.UNKNOWN
            ? "bad"
            : "good",
        Words.of(router.state()),
        router.fault() == RouterFault.NONE ? "" : ": " + router.fault().words(),
        Words.ago(router.since(), view.at()),
        planned.addresses().stream().map(Object::toString).collect(Collectors.joining(", ")),
        router
            .master()
            .map(m -> m.address().getHostAddress() + ", priority " + m.priority())
            .orElse("nobody known"),
        router.master().map(m -> Words.ago(m.since(), view.at())).orElse(""),
        router.effectivePriority(),
        planned.priority());
    for (int i = 0; i < planned.tracks().size(); i++)
      raw(
          "<span class=\"%s\">%s: %s</span> ",
          router.tracks().get(i) == TrackState.BAD ? "bad" : "good",
          Words.of(planned.tracks().get(i)),
          Words.of(router.tracks().get(i)));
    raw("<td>%s</tr>\n", router.transitions());
  }

  private void members() {
    if (view.routers().routers().stream().allMatch(router -> router.members().isEmpty())) return;
    raw(
        """
        <h2>Members seen</h2>
        <table>
        <thead><tr><th>Virtual router<th>Address<th>Priority<th>Last heard</tr></thead>
        <tbody>
        """);
    for (RoutersView.Router router : view.routers().routers())
      for (RoutersView.Member member : router.members())
        raw(
            "<tr><th scope=\"row\">%s<td>%s<td>%s<td>%s ago</tr>\n",
            router.name(),
            member.address().getHostAddress(),
            member.priority(),
            Words.length(member.silentFor()));
    raw("</tbody>\n</table>\n");
  }

  private void proxy(ProxyView.ProxyState proxy) {
    raw(
        """
        <h2>Proxy %s</h2>
        <p>On %s: %s.</p>
        <table>
        <thead><tr><th>Server<th>Address<th>State<th>Since<th>Last check<th>Connections<th>In<th>Out\
        <th>Failed</tr></thead>
        <tbody>
        """,
        proxy.name(),
        proxy.listen().stream().map(Words::of).collect(Collectors.joining(", ")),
        proxy.isCarried()
            ? "%d of at most %d connections, %d waiting, %d accepted, %d refused"
                .formatted(
                    proxy.connections(),
                    proxy.connectionLimit(),
                    proxy.waiting(),
                    proxy.accepted(),
                    proxy.refusals().values().stream().mapToLong(Long::longValue).sum())
            : "carried by the kernel");
    proxy.servers().forEach(server -> server(server, proxy.isCarried()));
    raw("</tbody>\n</table>\n");
  }

  private void server(ProxyView.ServerState server, boolean carried) {
    raw(
        "<tr><th scope=\"row\">%s%s<td>%s:%s<td class=\"%s\">%s<td>%s ago<td>%s<td>%s<td>%s<td>%s<td>%s"
            + "</tr>\n",
        server.name(),
        server.backup() ? " (backup)" : "",
        server.address(),
        server.port(),
        server.state().isUp() ? "good" : "bad",
        server.state().word(),
        Words.ago(server.since(), view.at()),
        server.lastCheck().map(this::check).orElse("none yet"),
        carried ? server.connections() : "",
        carried ? Words.bytes(server.bytesIn()) : "",
        carried ? Words.bytes(server.bytesOut()) : "",
        carried ? server.failedConnections() : "");
  }

  private String check(ProxyView.CheckState check) {
    return "%s in %s ms, %s ago"
        .formatted(check.detail(), check.took().toMillis(), Words.ago(check.at(), view.at()));
  }

  private static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The form is ours; the values may hold anything. */
  private void raw(String form, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) escaped[i] = escaped(values[i].toString());
    out.append(values.length == 0 ? form : form.formatted(escaped));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
