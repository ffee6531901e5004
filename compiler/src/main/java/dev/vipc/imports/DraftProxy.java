package dev.vipc.imports;

import dev.vipc.spec.Durations;
import dev.vipc.spec.Role;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  /** The spec's defaults. */
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration QUEUE = Duration.ofSeconds(10);
  private static final int RISE = 2;
  private static final int FALL = 3;

  private static final Set<String> ALL = Set.of("interval", "timeout", "rise", "fall");
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
   * @param apiServerPort the port that the spec gives the API servers
   * @param written the fields that some line says: they stand there even where the spec has the
   *     same default
   */
  YamlText entry(YamlText on, Machines machines, int apiServerPort, Set<String> written) {
    List<Machine> masters = machines.with(Role.CONTROL_PLANE);
    Fields fields =
        new Fields().put("name", name).put("on", on).put("listen", YamlText.row(listen));
    fields.put(
        "servers",
        isRole(masters, apiServerPort)
            ? YamlText.leaf("control-plane")
            : listed(machines, apiServerPort));
    fields.put("balance", balance).put("check", checked(written).compact(LINE));
    Fields timeouts = new Fields().put("connect", Durations.format(connect));
    timeouts.putIfPresent("client", client.map(Durations::format));
    timeouts.putIfPresent("server", server.map(Durations::format));
    if (written.contains("queue") || !queue.equals(QUEUE))
      timeouts.put("queue", Durations.format(queue));
    return fields
        .put("timeouts", timeouts.compact(LINE))
        .putIfPresent("maxConnections", maxConnections)
        .putIfPresent("metrics", metrics);
  }

  /** What differs from another node's proxy of this name, its value first and then this one's. */
  List<String> differences(DraftProxy other) {
    List<String> found = new ArrayList<>();
    differs("listeners", other.listen(), listen, found);
    differs("servers", shown(other.servers()), shown(servers), found);
    differs("balance", other.balance(), balance, found);
    differs(
        "check",
        other.checked(ALL).compact(400).render().strip(),
        checked(ALL).compact(400).render().strip(),
        found);
    differs("timeout connect", Durations.format(other.connect()), Durations.format(connect), found);
    differs("timeout client", shown(other.client()), shown(client), found);
    differs("timeout server", shown(other.server()), shown(server), found);
    differs("timeout queue", Durations.format(other.queue()), Durations.format(queue), found);
    differs(
        "maxconn",
        other.maxConnections().map(String::valueOf).orElse("none"),
        maxConnections.map(String::valueOf).orElse("none"),
        found);
    differs("metrics", other.metrics().orElse("none"), metrics.orElse("none"), found);
    return found;
  }

  private static void differs(String what, Object one, Object other, List<String> found) {
    if (!one.equals(other)) found.add("%s %s and %s".formatted(what, one, other));
  }

  private static String shown(Server server) {
    return server.name()
        + " "
        + server.address()
        + ":"
        + server.port()
        + server.weight().map(weight -> " weight " + weight).orElse("")
        + (server.backup() ? " backup" : "")
        + server.maxConnections().map(most -> " maxconn " + most).orElse("");
  }

  private static String shown(Optional<Duration> limit) {
    return limit.map(Durations::format).orElse("none");
  }

  private static List<String> shown(List<Server> servers) {
    return servers.stream().map(DraftProxy::shown).toList();
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

  private YamlText listed(Machines machines, int apiServerPort) {
    return new Items(
        servers.stream()
            .map(
                server ->
                    entry(server, machines.isAt(server.name(), server.address()), apiServerPort))
            .toList());
  }

  /**
   * @param ofNode whether the spec has a node of this name and address
   */
  private static YamlText entry(Server server, boolean ofNode, int apiServerPort) {
    Fields fields = new Fields().put("name", server.name());
    if (!ofNode) fields.put("address", server.address());
    if (server.port() != apiServerPort) fields.put("port", server.port());
    fields.putIfPresent("weight", server.weight());
    if (server.backup()) fields.put("backup", true);
    return fields.putIfPresent("maxConnections", server.maxConnections()).compact(LINE);
  }

  private Fields checked(Set<String> written) {
    Fields fields =
        new Fields()
            .put("type", check.type())
            .putIfPresent("path", check.path())
            .putIfPresent("expect", check.expect())
            .putIfPresent("verify", check.verify());
    if (written.contains("interval") || !check.interval().equals(INTERVAL))
      fields.put("interval", Durations.format(check.interval()));
    if (written.contains("timeout") || !check.timeout().equals(TIMEOUT))
      fields.put("timeout", Durations.format(check.timeout()));
    if (written.contains("rise") || check.rise() != RISE) fields.put("rise", check.rise());
    if (written.contains("fall") || check.fall() != FALL) fields.put("fall", check.fall());
    return fields;
  }
}
