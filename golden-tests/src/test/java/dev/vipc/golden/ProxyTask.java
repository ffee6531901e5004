package dev.vipc.golden;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.PlanReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONObject;

/** What a proxy is to do, said to vipd and to HAProxy in their own words. */
final class ProxyTask {
  /** A server, with what HAProxy's line and the plan's object say of it. */
  record Target(String name, int port, int weight, boolean backup, int most, String preface) {}

  private final String balance;
  private final List<Target> servers = new ArrayList<>();
  private final Map<String, Integer> millis = new LinkedHashMap<>();
  private JSONObject check =
      new JSONObject("{\"kind\":\"tcp\",\"intervalMillis\":60000,\"timeoutMillis\":500}");
  private int retries = 3;
  private boolean redispatch;
  private boolean acceptProxy;
  private boolean closeOnDown;
  private int most = 2_000;
  private int slowStartMillis;
  private int memoryMebibytes = 4096;
  private int connections = 20_000;
  private final List<String> alsoOn = new ArrayList<>();
  private String name = "p";

  ProxyTask(String balance) {
    this.balance = balance;
    for (String name : List.of("connect", "client", "server", "queue")) millis.put(name, 5_000);
    millis.put("tunnel", 0);
    millis.put("halfClose", 0);
  }

  ProxyTask server(Target target) {
    servers.add(target);
    return this;
  }

  ProxyTask server(ScriptedServer server) {
    return server(new Target(server.name(), server.port(), 1, false, 0, "none"));
  }

  ProxyTask server(ScriptedServer server, int weight) {
    return server(new Target(server.name(), server.port(), weight, false, 0, "none"));
  }

  /** {@code connect}, {@code client}, {@code server}, {@code queue}, {@code tunnel}, ... */
  ProxyTask timeout(String name, int milliseconds) {
    millis.put(name, milliseconds);
    return this;
  }

  ProxyTask check(String json) {
    check = new JSONObject(json);
    return this;
  }

  ProxyTask retries(int count, boolean elsewhere) {
    retries = count;
    redispatch = elsewhere;
    return this;
  }

  ProxyTask acceptProxy() {
    acceptProxy = true;
    return this;
  }

  ProxyTask closeOnDown() {
    closeOnDown = true;
    return this;
  }

  ProxyTask most(int connections) {
    most = connections;
    return this;
  }

  /** The proxy's name, for vipd. */
  ProxyTask called(String other) {
    name = other;
    return this;
  }

  /** Another place to listen on, for vipd. */
  ProxyTask alsoOn(String listen) {
    alsoOn.add(listen);
    return this;
  }

  ProxyTask slowStart(int milliseconds) {
    slowStartMillis = milliseconds;
    return this;
  }

  /** How many connections vipd's process may have, of all its proxies. */
  ProxyTask connections(int count) {
    connections = count;
    return this;
  }

  /** What vipd's process may have. */
  ProxyTask memory(int mebibytes) {
    memoryMebibytes = mebibytes;
    return this;
  }

  /** As a plan that listens on a port of 127.0.0.1. */
  Plan plan(int port) {
    JSONObject proxy =
        new JSONObject()
            .put("name", name)
            .put("listen", listen(port))
            .put("balance", balance)
            .put("acceptProxy", acceptProxy)
            .put("servers", servers.stream().map(ProxyTask::json).toList())
            .put("check", check)
            .put("retries", retries)
            .put("redispatch", redispatch)
            .put("closeOnDown", closeOnDown)
            .put("maxConnections", most)
            .put("slowStartMillis", slowStartMillis);
    JSONObject timeouts = new JSONObject();
    millis.forEach((name, value) -> timeouts.put(name + "Millis", value));
    proxy.put("timeouts", timeouts);
    JSONObject plan =
        new JSONObject()
            .put("version", 1)
            .put("node", "here")
            .put(
                "interfaces",
                List.of(new JSONObject().put("name", "lo").put("subnets", List.of("127.0.0.0/8"))))
            .put(
                "limits",
                new JSONObject()
                    .put("memoryMebibytes", memoryMebibytes)
                    .put("connections", connections))
            .put("proxies", List.of(proxy));
    var reading = PlanReader.read(plan.toString());
    return reading.plan().orElseThrow(() -> new AssertionError(reading.problems()));
  }

  private List<String> listen(int port) {
    List<String> all = new ArrayList<>(alsoOn);
    all.add("127.0.0.1:" + port);
    return all;
  }

  private static JSONObject json(Target server) {
    JSONObject json =
        new JSONObject()
            .put("name", server.name())
            .put("address", "127.0.0.1")
            .put("port", server.port())
            .put("weight", server.weight())
            .put("backup", server.backup())
            .put("preface", server.preface());
    return server.most() > 0 ? json.put("maxConnections", server.most()) : json;
  }

  /** As a configuration of one thread, with a statistics socket. */
  String haproxy(int port, String socket) {
    StringBuilder text = new StringBuilder("global\n  nbthread 1\n  maxconn 4000\n");
    text.append("  stats socket %s level admin\n".formatted(socket));
    text.append("defaults\n  mode tcp\n");
    Map<String, String> names = Map.of("halfClose", "client-fin");
    millis.forEach(
        (name, value) -> {
          if (value == 0) return;
          text.append("  timeout %s %dms\n".formatted(names.getOrDefault(name, name), value));
          if (name.equals("halfClose")) text.append("  timeout server-fin %dms\n".formatted(value));
        });
    text.append("  retries %d\n".formatted(retries));
    if (redispatch) text.append("  option redispatch\n");
    text.append(
        "listen p\n  bind 127.0.0.1:%d%s\n  maxconn %d\n  balance %s\n"
            .formatted(port, acceptProxy ? " accept-proxy" : "", most, balance));
    if (check.getString("kind").equals("http"))
      text.append(
          "  option httpchk GET %s\n  http-check expect status %d\n"
              .formatted(check.optString("path", "/readyz"), check.optInt("status", 200)));
    servers.forEach(server -> text.append(line(server)));
    return text.toString();
  }

  private String line(Target server) {
    int interval = check.getInt("intervalMillis");
    return "  server %s 127.0.0.1:%d weight %d%s%s%s%s%s check%s inter %dms fastinter %dms downinter %dms rise %d fall %d\n"
        .formatted(
            server.name(),
            server.port(),
            server.weight(),
            server.backup() ? " backup" : "",
            server.most() > 0 ? " maxconn " + server.most() : "",
            switch (server.preface()) {
              case "v1" -> " send-proxy";
              case "v2" -> " send-proxy-v2";
              default -> "";
            },
            closeOnDown ? " on-marked-down shutdown-sessions" : "",
            slowStartMillis > 0 ? " slowstart %dms".formatted(slowStartMillis) : "",
            check.getString("kind").equals("tls") ? " check-ssl verify none" : "",
            interval,
            check.optInt("fastIntervalMillis", interval),
            check.optInt("downIntervalMillis", interval),
            check.optInt("rise", 2),
            check.optInt("fall", 3));
  }
}
