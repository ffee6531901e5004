package dev.vipc.imports;

import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A proxy of the spec in the making: what one node's files say of it, without places. */
record DraftProxy(
    String name,
    List<String> listen,
    List<Server> servers,
    String balance,
    Check check,
    Duration connect,
    Optional<Duration> client,
    Optional<Duration> server,
    Duration queue,
    Optional<Integer> maxConnections,
    Optional<String> metrics) {
  private static final int API_SERVER_PORT = 6443;
  private static final int LINE = 110;

  record Server(
      String name,
      String address,
      int port,
      Optional<Integer> weight,
      boolean backup,
      Optional<Integer> maxConnections) {
    boolean isPlain() {
      return weight.isEmpty() && !backup && maxConnections.isEmpty();
    }
  }

  record Check(
      String type,
      Optional<String> path,
      Optional<Integer> expect,
      Optional<String> verify,
      Duration interval,
      Duration timeout,
      int rise,
      int fall) {}

  /**
   * @param on where it runs
   * @param masters the control-plane nodes of the spec
   * @param apiServerPort the port that the spec gives the API servers
   */
  YamlText entry(YamlText on, List<Machine> masters, int apiServerPort) {
    Fields fields =
        new Fields().put("name", name).put("on", on).put("listen", YamlText.row(listen));
    fields.put(
        "servers", isRole(masters, apiServerPort) ? YamlText.leaf("control-plane") : listed());
    fields.put("balance", balance).put("check", checked().compact(LINE));
    Fields timeouts = new Fields().put("connect", Durations.format(connect));
    timeouts.putIfPresent("client", client.map(Durations::format));
    timeouts.putIfPresent("server", server.map(Durations::format));
    timeouts.put("queue", Durations.format(queue));
    return fields
        .put("timeouts", timeouts.compact(LINE))
        .putIfPresent("maxConnections", maxConnections)
        .putIfPresent("metrics", metrics);
  }

  DraftProxy withMetrics(String at) {
    return new DraftProxy(
        name,
        listen,
        servers,
        balance,
        check,
        connect,
        client,
        server,
        queue,
        maxConnections,
        Optional.of(at));
  }

  DraftProxy named(String other) {
    return new DraftProxy(
        other,
        listen,
        servers,
        balance,
        check,
        connect,
        client,
        server,
        queue,
        maxConnections,
        metrics);
  }

  private boolean isRole(List<Machine> masters, int port) {
    if (masters.size() != servers.size() || masters.isEmpty()) return false;
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      Machine machine = masters.get(i);
      boolean same =
          server.isPlain()
              && server.port() == port
              && server.name().equals(machine.name())
              && machine.addresses().stream()
                  .findFirst()
                  .map(address -> address.toString().equals(server.address()))
                  .orElse(false);
      if (!same) return false;
    }
    return true;
  }

  private YamlText listed() {
    return new Items(servers.stream().map(DraftProxy::entry).toList());
  }

  private static YamlText entry(Server server) {
    Fields fields = new Fields().put("name", server.name()).put("address", server.address());
    if (server.port() != API_SERVER_PORT) fields.put("port", server.port());
    fields.putIfPresent("weight", server.weight());
    if (server.backup()) fields.put("backup", true);
    return fields.putIfPresent("maxConnections", server.maxConnections()).compact(LINE);
  }

  private Fields checked() {
    return new Fields()
        .put("type", check.type())
        .putIfPresent("path", check.path())
        .putIfPresent("expect", check.expect())
        .putIfPresent("verify", check.verify())
        .put("interval", Durations.format(check.interval()))
        .put("timeout", Durations.format(check.timeout()))
        .put("rise", check.rise())
        .put("fall", check.fall());
  }
}
