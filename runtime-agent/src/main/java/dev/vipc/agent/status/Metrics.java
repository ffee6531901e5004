package dev.vipc.agent.status;

import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.plan.VirtualRouter;
import dev.vipc.agent.proxy.ProxyView;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * The status for Prometheus. The names are part of what users rely on: docs/vipd-metrics.md has
 * them, and a test holds it against this class.
 */
final class Metrics {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final NodeView view;
  private final MetricFamilies out = new MetricFamilies();

  private Metrics(NodeView view) {
    this.view = view;
  }

  static void write(NodeView view, OutputStream to) throws IOException {
    PrometheusTextFormatWriter.create().write(to, snapshots(view));
  }

  static MetricSnapshots snapshots(NodeView view) {
    return new Metrics(view).all();
  }

  private MetricSnapshots all() {
    node();
    for (int i = 0; i < view.routers().routers().size(); i++)
      router(view.plan().virtualRouters().get(i), view.routers().routers().get(i));
    view.proxies().proxies().forEach(this::proxy);
    return out.snapshots();
  }

  private void node() {
    Labels plan = Labels.of("node", view.plan().node(), "plan", view.hash());
    out.information("vipd_plan", "1, with the node's name and the plan's SHA-256", plan);
    out.gauge(
        "vipd_vip_process_alive",
        "1 while the vip process runs and its loop turns",
        Labels.EMPTY,
        truth(view.routers().alive()));
    drops(
        "vipd_vrrp_strangers_dropped",
        "VRRP packets of no virtual router of this node that were dropped, by reason",
        Labels.EMPTY,
        view.routers().drops());
    ProxyView proxies = view.proxies();
    out.gauge("vipd_draining", "1 while no new connection is accepted", truth(proxies.draining()));
    out.gauge("vipd_connections", "open connections of all proxies", proxies.connections());
    out.gauge(
        "vipd_connection_limit",
        "the most connections of all proxies together",
        proxies.connectionLimit());
    out.gauge(
        "vipd_memory_bytes",
        "memory of the proxy process in use: resident, less what is free to be used again",
        proxies.memoryBytes());
    out.gauge(
        "vipd_memory_limit_bytes",
        "the memory above which the proxy process refuses connections",
        proxies.memoryLimitBytes());
  }

  private void router(VirtualRouter planned, RoutersView.Router router) {
    Labels of = Labels.of("router", router.name());
    for (RouterState state : RouterState.values())
      out.gauge(
          "vipd_router_state",
          "1 for the state that the virtual router is in, 0 for the others",
          of.merge(Labels.of("state", Words.of(state))),
          // what a process that does not run or hangs said last is true no more
          truth(view.routers().alive() && router.state() == state));
    out.gauge(
        "vipd_router_state_since_seconds",
        "when the virtual router came into its state, seconds since 1970",
        of,
        router.since().toEpochMilli() / 1000.0);
    out.gauge(
        "vipd_router_effective_priority",
        "priority after everything that is tracked had its say",
        of,
        router.effectivePriority());
    out.counter("vipd_router_transitions", "changes of state", of, router.transitions());
    out.counter("vipd_router_adverts_sent", "advertisements sent", of, router.advertsSent());
    out.counter(
        "vipd_router_adverts_received", "advertisements received", of, router.advertsReceived());
    drops(
        "vipd_router_dropped",
        "VRRP packets for the virtual router that were dropped, by reason",
        of,
        router.drops());
    for (RoutersView.Member member : router.members()) member(of, member);
    for (int i = 0; i < planned.tracks().size(); i++)
      out.gauge(
          "vipd_router_track_good",
          "1 while what the virtual router tracks is good",
          of.merge(Labels.of("track", Words.of(planned.tracks().get(i)))),
          truth(router.tracks().get(i) == TrackState.GOOD));
  }

  private void member(Labels router, RoutersView.Member member) {
    Labels of = router.merge(Labels.of("address", member.address().getHostAddress()));
    out.gauge(
        "vipd_router_member_priority",
        "priority that another member advertised last",
        of,
        member.priority());
    out.gauge(
        "vipd_router_member_silence_seconds",
        "how long ago another member advertised last",
        of,
        member.silentFor().toNanos() / 1e9);
  }

  private void drops(String name, String help, Labels of, Map<String, Long> drops) {
    drops.forEach(
        (reason, count) -> out.counter(name, help, of.merge(Labels.of("reason", reason)), count));
  }

  private void proxy(ProxyView.ProxyState proxy) {
    Labels of = Labels.of("proxy", proxy.name());
    for (ProxyView.ServerState server : proxy.servers())
      server(of.merge(Labels.of("server", server.name())), server, proxy.isCarried());
    if (proxy.isCarried()) carried(of, proxy);
  }

  /** What is only known of a proxy whose bytes pass this process. */
  private void carried(Labels of, ProxyView.ProxyState proxy) {
    out.gauge("vipd_proxy_connections", "open connections", of, proxy.connections());
    out.gauge("vipd_proxy_connection_limit", "the most connections", of, proxy.connectionLimit());
    out.gauge("vipd_proxy_waiting", "connections that wait for any server", of, proxy.waiting());
    out.counter("vipd_proxy_accepted", "connections accepted", of, proxy.accepted());
    proxy
        .refusals()
        .forEach(
            (why, count) ->
                out.counter(
                    "vipd_proxy_refused",
                    "clients that were not served, by reason",
                    of.merge(Labels.of("reason", why.word())),
                    count));
    proxy
        .endings()
        .forEach(
            (how, count) ->
                out.counter(
                    "vipd_proxy_ended",
                    "connections that had a server and ended, by how",
                    of.merge(Labels.of("how", how.word())),
                    count));
  }

  private void server(Labels of, ProxyView.ServerState server, boolean carried) {
    out.gauge("vipd_server_up", "1 while it gets connections", of, truth(server.state().isUp()));
    out.gauge(
        "vipd_server_state_since_seconds",
        "when the server came into its state, seconds since 1970",
        of,
        server.since().toEpochMilli() / 1000.0);
    out.gauge("vipd_server_weight", "weight of the plan", of, server.weight());
    server.lastCheck().ifPresent(check -> check(of, check));
    if (carried) carried(of, server);
  }

  private void carried(Labels of, ProxyView.ServerState server) {
    out.gauge("vipd_server_connections", "open connections", of, server.connections());
    out.gauge("vipd_server_waiting", "connections that wait for this server", of, server.waiting());
    out.counter("vipd_server_sessions", "connections given to it", of, server.sessions());
    out.counter(
        "vipd_server_received_bytes", "bytes from clients to the server", of, server.bytesIn());
    out.counter(
        "vipd_server_sent_bytes", "bytes from the server to clients", of, server.bytesOut());
    out.counter(
        "vipd_server_failed_connections",
        "tries to connect to it that failed",
        of,
        server.failedConnections());
    out.counter("vipd_server_retries", "tries that were made again", of, server.retries());
    out.counter(
        "vipd_server_redispatches",
        "retries that went to another server",
        of,
        server.redispatches());
  }

  private void check(Labels server, ProxyView.CheckState check) {
    out.gauge(
        "vipd_server_check_passed", "1 if the last check passed", server, truth(check.passed()));
    out.gauge(
        "vipd_server_check_seconds",
        "how long the last check took",
        server,
        check.took().toNanos() / 1e9);
  }

  private static double truth(boolean truth) {
    return truth ? 1 : 0;
  }
}
