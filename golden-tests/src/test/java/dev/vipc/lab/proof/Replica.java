package dev.vipc.lab.proof;

import dev.vipc.lab.FrameRecorder;
import dev.vipc.lab.FrameRecorder.Frame;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import dev.vipc.proof.Component;
import dev.vipc.proof.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A setup made real: a host for each machine, with Debian's keepalived and HAProxy on the very
 * files, a small TLS server for each API server, and a client that asks through the address.
 */
final class Replica implements AutoCloseable {
  /**
   * An API server as far as clients and checks can tell; anything but its health needs an account.
   */
  private static final String API_SERVER =
      """
      global
        nbthread 1
      defaults
        mode http
        timeout client 10s
        timeout http-request 10s
      frontend api
        bind %1$s:6443 ssl crt %2$s
        %3$s
        http-request return status 200 content-type text/plain string ok if { path /healthz /livez /readyz /version }
        http-request return status 403
      """;

  private static final int VRRP = 112;
  private static final int IPV4 = 0x0800;

  /** One machine and what runs there. */
  private final class Machine {
    final Host host;
    final long mac;
    final Map<Component, String[]> commands = new LinkedHashMap<>();
    final Map<Component, Running> running = new LinkedHashMap<>();

    Machine(Host host) {
      this.host = host;
      String text = host.run("cat", "/sys/class/net/eth0/address").strip();
      this.mac =
          ByteBuffer.allocate(8).put(2, HexFormat.ofDelimiter(":").parseHex(text)).getLong(0);
    }

    void start(Component component) {
      running.put(component, host.start(commands.get(component)));
    }

    void startAll() {
      commands.keySet().forEach(this::start);
    }

    void killAll() {
      running.values().forEach(Running::kill);
    }

    /** Whether it has the address and has advertised it lately. */
    boolean holds(List<Frame> lately) {
      return lately.stream().anyMatch(frame -> frame.sourceMac() == mac)
          && host.run("ip", "-br", "address", "show", "dev", setup.iface())
              .contains(setup.address() + "/");
    }
  }

  private final Setup setup;
  private final Segment segment = new Segment();
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final FrameRecorder frames;
  private final Client client;

  Replica(Setup setup) {
    this.setup = setup;
    int next = 200;
    for (dev.vipc.proof.Host host : setup.proof().machines().keySet()) {
      String address =
          host.addresses().stream().findFirst().map(Object::toString).orElse(neighbour(next++));
      machines.put(host.name(), machine(host, address));
    }
    frames = new FrameRecorder(segment);
    Host asking = segment.addHost("client", List.of(neighbour(199) + "/24"));
    machines.values().forEach(Machine::startAll);
    client = new Client(asking, setup.address() + ":" + setup.port());
  }

  /** An address beside the virtual one. */
  private String neighbour(int last) {
    String address = setup.address().toString();
    return address.substring(0, address.lastIndexOf('.') + 1) + last;
  }

  private Machine machine(dev.vipc.proof.Host host, String address) {
    Host made = segment.addHost("h" + host.index(), List.of(address + "/24"));
    Machine machine = new Machine(made);
    if (!setup.iface().equals("eth0"))
      made.run(
          "sh",
          "-c",
          "ip link set eth0 down && ip link set eth0 name %1$s && ip link set %1$s up"
              .formatted(setup.iface()));
    if (setup.runs(Component.API_SERVER, host)) apiServer(machine, address);
    Path files = setup.folder().resolve(host.name());
    if (!Files.isDirectory(files)) return machine;
    if (setup.runs(Component.HAPROXY, host)) {
      mount(machine, files, "haproxy");
      machine.commands.put(
          Component.HAPROXY,
          new String[] {"haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"});
    }
    mount(machine, files, "keepalived");
    machine.commands.put(
        Component.KEEPALIVED,
        new String[] {"keepalived", "-n", "-l", "-D", "-f", "/etc/keepalived/keepalived.conf"});
    return machine;
  }

  /** Lays a copy of the node's files over a program's folder; scripts may be run. */
  private static void mount(Machine machine, Path files, String program) {
    Path copy = machine.host.folder().resolve(program);
    try (Stream<Path> all = Files.list(files)) {
      Files.createDirectories(copy);
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path to = Files.copy(file, copy.resolve(file.getFileName()));
        if (file.toString().endsWith(".sh")) to.toFile().setExecutable(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    machine.host.run(
        "sh", "-c", "mkdir -p /run/haproxy && mount --bind %s /etc/%s".formatted(copy, program));
  }

  /** Under a name of its own, so that what asks for a process of HAProxy's does not find it. */
  private static void apiServer(Machine machine, String address) {
    Path pem = machine.host.folder().resolve("api.pem");
    machine.host.run(
        "sh",
        "-c",
        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
                + " -subj /CN=api -keyout %1$s.key -out %1$s.crt 2>&1 && cat %1$s.crt %1$s.key >%1$s"
                + " && cp $(command -v haproxy || echo /usr/sbin/haproxy) %2$s/kube-apiserver")
            .formatted(pem, machine.host.folder()));
    String config = API_SERVER.formatted(address, pem, "bind 127.0.0.1:6443 ssl crt " + pem);
    machine.commands.put(
        Component.API_SERVER,
        new String[] {
          machine.host.folder().resolve("kube-apiserver").toString(),
          "-db",
          "-f",
          machine.host.write("api.cfg", config).toString()
        });
  }

  void inject(Fault fault) {
    switch (fault.kind()) {
      case PARTITION -> fault.hosts().forEach(host -> segment.part(machine(host).host));
      case HUNG -> machine(fault).running.get(fault.component()).signal("STOP");
      case DOWN -> {
        switch (fault.component()) {
          case NODE -> {
            segment.pull(machine(fault).host);
            machine(fault).killAll();
          }
          case LINK -> segment.pull(machine(fault).host);
          case KEEPALIVED -> machine(fault).running.get(Component.KEEPALIVED).signalFirst("KILL");
          default -> machine(fault).running.get(fault.component()).kill();
        }
      }
    }
  }

  void mend(Fault fault) {
    switch (fault.kind()) {
      case PARTITION -> fault.hosts().forEach(host -> segment.rejoin(machine(host).host));
      case HUNG -> machine(fault).running.get(fault.component()).signal("CONT");
      case DOWN -> {
        switch (fault.component()) {
          case NODE -> {
            machine(fault).startAll();
            segment.plug(machine(fault).host);
          }
          case LINK -> segment.plug(machine(fault).host);
          default -> machine(fault).start(fault.component());
        }
      }
    }
  }

  /** Ends every keepalived and starts all of them together, as after a power cut. */
  void restartSpeakers() {
    List<Machine> speakers =
        machines.values().stream()
            .filter(m -> m.commands.containsKey(Component.KEEPALIVED))
            .toList();
    for (Machine machine : speakers) machine.running.get(Component.KEEPALIVED).terminate();
    for (Machine machine : speakers) machine.start(Component.KEEPALIVED);
  }

  private Machine machine(Fault fault) {
    return machine(fault.hosts().getFirst());
  }

  private Machine machine(dev.vipc.proof.Host host) {
    return machines.get(host.name());
  }

  /** The names of the machines that have the address and advertise it. */
  Set<String> holders() {
    // keepalived's adverts come at the latest one interval apart, but for a busy machine
    long since = System.currentTimeMillis() * 1_000_000 - (long) (setup.interval() * 2.5e9);
    List<Frame> lately =
        frames.frames().stream()
            .filter(f -> f.nanos() >= since && f.etherType() == IPV4 && f.at(23) == VRRP)
            .toList();
    Set<String> names = new TreeSet<>();
    machines.forEach(
        (name, machine) -> {
          if (machine.commands.containsKey(Component.KEEPALIVED) && machine.holds(lately))
            names.add(name);
        });
    return names;
  }

  Client client() {
    return client;
  }

  /** What every keepalived said, for who looks into a disagreement. */
  String logs() {
    List<String> logs = new ArrayList<>();
    machines.forEach(
        (name, machine) -> {
          Running keepalived = machine.running.get(Component.KEEPALIVED);
          if (keepalived != null) logs.add("== " + name + "\n" + keepalived.log());
        });
    return String.join("\n", logs);
  }

  @Override
  public void close() {
    client.close();
    frames.close();
    segment.close();
  }
}
