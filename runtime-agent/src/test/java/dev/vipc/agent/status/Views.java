package dev.vipc.agent.status;

import dev.vipc.agent.board.RouterFault;
import dev.vipc.agent.board.RouterState;
import dev.vipc.agent.board.RoutersView;
import dev.vipc.agent.board.TrackState;
import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanReader;
import dev.vipc.agent.plan.Proxy;
import dev.vipc.agent.proxy.Ending;
import dev.vipc.agent.proxy.ProxyView;
import dev.vipc.agent.proxy.Refusal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A node with something of everything. */
final class Views {
  static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private static final String PLAN =
      """
      {"version": 1, "node": "lb1", "interfaces": [{"name": "eth0", "subnets": ["10.0.0.0/8"]}],
       "checks": [{"name": "api", "question": {"kind": "tcp", "address": "127.0.0.1", "port": 6443}}],
       "virtualRouters": [
         {"name": "api", "interface": "eth0", "routerId": 51, "priority": 110, "addresses": ["10.0.0.1/8"],
          "transport": {"kind": "multicast"}, "tracks": [{"check": "api"}, {"interface": "eth0", "weight": -5}]}],
       "proxies": [{"name": "api", "listen": ["*:6443"], "check": {"kind": "tcp"},
         "servers": [{"name": "m1", "address": "10.0.0.7", "port": 6443}],
         "timeouts": {"connectMillis": 1, "clientMillis": 1, "serverMillis": 1, "queueMillis": 1}}]}
      """;

  private Views() {}

  static Plan plan() {
    return PlanReader.read(PLAN).plan().orElseThrow();
  }

  static NodeView node() {
    return node("status 200");
  }

  static NodeView node(String checkDetail) {
    return node(checkDetail, Proxy.Mode.SPLICE);
  }

  static NodeView node(String checkDetail, Proxy.Mode mode) {
    RoutersView.Router router =
        new RoutersView.Router(
            "api",
            RouterState.ACTIVE,
            RouterFault.NONE,
            105,
            Optional.of(new RoutersView.Master(address("10.0.0.11"), 105, AT.minusSeconds(3_699))),
            AT.minusSeconds(3_700),
            3,
            1_000,
            20,
            Map.of("checksum", 2L),
            List.of(new RoutersView.Member(address("10.0.0.12"), 100, Duration.ofMillis(1_500))),
            List.of(TrackState.GOOD, TrackState.BAD));
    RoutersView routers =
        new RoutersView(true, 42, AT.minusSeconds(4_000), Map.of("ttl", 7L), List.of(router));
    return new NodeView(AT, plan(), "ab".repeat(32), routers, proxies(checkDetail, mode));
  }

  private static ProxyView proxies(String checkDetail, Proxy.Mode mode) {
    Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    for (Refusal refusal : Refusal.values()) refusals.put(refusal, (long) refusal.ordinal());
    Map<Ending, Long> endings = new EnumMap<>(Ending.class);
    for (Ending ending : Ending.values()) endings.put(ending, 1L);
    ProxyView.ServerState server =
        new ProxyView.ServerState(
            "m1",
            "10.0.0.7",
            6443,
            ProxyView.State.UP,
            AT.minusSeconds(90),
            1,
            false,
            Optional.of(
                new ProxyView.CheckState(
                    AT.minusMillis(400), true, checkDetail, Duration.ofMillis(12), 2, 2)),
            3,
            0,
            OptionalInt.of(100),
            17,
            2_048,
            5_000_000,
            1,
            2,
            0);
    ProxyView.ProxyState proxy =
        new ProxyView.ProxyState(
            "api",
            mode,
            List.of(new Listen(Optional.empty(), 6443)),
            Proxy.Balance.LEAST_CONNECTIONS,
            3,
            8_000,
            0,
            20,
            refusals,
            endings,
            List.of(server));
    return new ProxyView(List.of(proxy), 3, 20_000, 80L << 20, 128L << 20, false);
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
