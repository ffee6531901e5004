package dev.vipc.lab.vrrp;

import dev.vipc.lab.FrameRecorder;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import dev.vipc.lab.Vipd;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A host with the interfaces eth0 (10.9.0.1/24), which others could share, and eth1 (10.8.0.1/24),
 * and what a vip process does on it.
 */
final class VipHost implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 20_000;

  private final Segment segment = new Segment();
  private final Host host = segment.addHost("a", List.of("10.9.0.1/24"));

  VipHost() {
    addSecondInterface();
  }

  void addSecondInterface() {
    run("ip", "link", "add", "eth1", "type", "veth", "peer", "name", "far1");
    run("ip", "link", "set", "far1", "up");
    run("ip", "addr", "add", "10.8.0.1/24", "dev", "eth1");
    run("ip", "link", "set", "eth1", "up");
  }

  /** A router of 10 advertisements a second. */
  static String router(String name, String iface, int id, String address, String more) {
    return """
    {"name": "%s", "interface": "%s", "routerId": %d, "priority": 100,
     "advertisementIntervalMillis": 100, "transport": {"kind": "multicast"},
     "addresses": ["%s"]%s}"""
        .formatted(name, iface, id, address, more);
  }

  static String planWith(String checks, String groups, String... routers) {
    return """
    {"version": 1, "node": "a", "checks": [%s], "syncGroups": [%s],
     "interfaces": [{"name": "eth0", "subnets": ["10.9.0.0/24", "fd00::/64"]},
                    {"name": "eth1", "subnets": ["10.8.0.0/24", "fd00::/64"]}],
     "virtualRouters": [%s], "status": {"controlSocket": "/run/vipd/control.sock"}}
    """
        .formatted(checks, groups, String.join(",\n", routers));
  }

  static String plan(String... routers) {
    return planWith("", "", routers);
  }

  Running start(String plan) {
    return host.start(Program.vipd(write(plan)));
  }

  /** Starts both processes of vipd, and what watches over them. */
  Running startBoth(String plan) {
    return host.start(
        Stream.of(
                Stream.of("env"),
                Vipd.environment().stream(),
                Stream.of("PLAN=" + write(plan), "sh", "-c", Vipd.LAUNCHER))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  /** Starts any other program. */
  Running startProgram(String... command) {
    return host.start(command);
  }

  Path write(String plan) {
    return write("plan.json", plan);
  }

  Path write(String file, String text) {
    return host.write(file, text);
  }

  void reload(Running vipd, String plan) {
    write(plan);
    vipd.signalFirst("HUP");
  }

  String run(String... command) {
    return host.run(command);
  }

  /** Of several commands, as a shell reads them. */
  String shell(String commands) {
    return host.run("sh", "-ec", commands);
  }

  FrameRecorder recorder() {
    return new FrameRecorder(segment);
  }

  boolean holds(String address) {
    return run("ip", "-o", "addr").contains(" " + address + "/");
  }

  void await(String what, BooleanSupplier condition, Running vipd) {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!condition.getAsBoolean()) {
      if (System.currentTimeMillis() > end)
        throw new AssertionError(what + "\n" + run("ip", "addr") + vipd.log());
      pause(20);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void awaitHolds(String address, Running vipd) {
    await("holds " + address, () -> holds(address), vipd);
  }

  void awaitFree(String address, Running vipd) {
    await("gave up " + address, () -> !holds(address), vipd);
  }

  static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Override
  public void close() {
    segment.close();
  }
}
