package dev.vipc.lab.proof;

import dev.vipc.lab.Client;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A setup made real: a host for each machine, with Debian's keepalived and HAProxy on the very
 * files, a small TLS server for each API server, and a client that asks through the address.
 */
final class Replica implements AutoCloseable {
  /**
   * An API server as far as clients and checks can tell: it answers 500 while its etcd is not well,
   * and anything but its health needs an account.
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
        http-request return status 500 content-type text/plain string etcd if { path /healthz /livez /readyz } { nbsrv(etcd) eq 0 }
        http-request return status 200 content-type text/plain string ok if { path /healthz /livez /readyz /version }
        http-request return status 403
      """;

  /** Those whom one asks for its health, often enough that the lag does not show. */
  private static final String ASKED =
      """
      backend %s
        option httpchk GET %s
        timeout connect 200ms
        timeout check 200ms
        default-server check inter 200ms fall 1 rise 1
      """;

  /** A member of etcd as far as an API server can tell: well while it hears enough others. */
  private static final String ETCD =
      """
      global
        nbthread 1
      defaults
        mode http
        timeout client 10s
        timeout http-request 10s
      frontend etcd
        bind :2379
        http-request return status 503 if { path /health } { nbsrv(others) lt %d }
        http-request return status 200
      """;

  private static final int ETCD_PORT = 2379;

  private static final int VRRP = 112;
  private static final int IPV4 = 0x0800;

  /** One machine and what runs there. */
  private final class Machine {
    final Host host;
    final long mac;
    final Map<Component, String[]> commands = new LinkedHashMap<>();
    final Map<Component, Running> running = new LinkedHashMap<>();

    /** Whether its keepalived is stopped. */
    boolean hung;

    Machine(Host host) {
      this.host = host;
      String text = host.run("cat", "/sys/class/net/eth0/address").strip();
      this.mac =
          ByteBuffer.allocate(8).put(2, HexFormat.ofDelimiter(":").parseHex(text)).getLong(0);
    }

    void start(Component component) {
      running.put(component, host.start(Objects.requireNonNull(commands.get(component))));
    }

    Running running(Component component) {
      return Objects.requireNonNull(running.get(component));
    }

    void startAll() {
      commands.keySet().forEach(this::start);
    }

    void killAll() {
      running.values().forEach(Running::kill);
    }

    /**
     * Whether it has the address and speaks for it: one that hangs keeps an address that others
     * announce. No frame leaves for a unicast peer that is gone, so there its process must do.
     */
    boolean holds(List<Frame> lately) {
      boolean speaks = lately.stream().anyMatch(frame -> frame.sourceMac() == mac);
      return (speaks || setup.isUnicast() && !hung)
          && host.run("ip", "-br", "address", "show", "dev", setup.iface())
              .contains(setup.address() + "/");
    }
  }

  private final Setup setup;
  private final Segment segment = new Segment();
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final FrameRecorder frames;
  private final FrameRecorder aside;
  private final Client client;

  Replica(Setup setup) {
    this.setup = setup;
    Set<String> taken = new HashSet<>(Set.of(setup.address().toString()));
    Set<dev.vipc.proof.Host> hosts = setup.proof().machines().keySet();
    hosts.forEach(host -> host.addresses().forEach(own -> taken.add(own.toString())));
    for (dev.vipc.proof.Host host : hosts) {
      String address =
          host.addresses().stream()
              .filter(own -> !own.isV6())
              .findFirst()
              .map(Object::toString)
              .orElseGet(() -> free(taken));
      machines.put(host.name(), machine(host, address));
    }
    frames = new FrameRecorder(segment);
    aside = FrameRecorder.aside(segment);
    Host asking = segment.addHost("client", List.of(free(taken) + "/24"));
    machines.values().forEach(Machine::startAll);
    client = new Client(asking, setup.address() + ":" + setup.port());
  }

  /** An address beside the virtual one that nobody has yet. */
  private String free(Set<String> taken) {
    String address = setup.address().toString();
    String network = address.substring(0, address.lastIndexOf('.') + 1);
    int last = 10;
    while (!taken.add(network + last)) last++;
    return network + last;
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
    addressesOfIpv6(made, host);
    if (setup.runs(Component.API_SERVER, host)) apiServer(machine, host, address);
    if (setup.runs(Component.ETCD, host)) etcd(machine, host);
    Path files = setup.folder().resolve(host.name());
    if (!Files.isDirectory(files)) return machine;
    if (setup.runs(Component.HAPROXY, host)) {
      mount(machine, files, "haproxy");
      machine.commands.put(
          Component.HAPROXY,
          new String[] {"haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"});
    }
    if (!setup.runs(Component.KEEPALIVED, host)) return machine;
    mount(machine, files, "keepalived");
    machine.commands.put(
        Component.KEEPALIVED,
        new String[] {"keepalived", "-n", "-l", "-D", "-f", "/etc/keepalived/keepalived.conf"});
    return machine;
  }

  /** With the link's own, which VRRP sends from; they would not outlive the link's new name. */
  private void addressesOfIpv6(Host made, dev.vipc.proof.Host host) {
    List<String> all = new ArrayList<>();
    host.addresses().stream().filter(own -> own.isV6()).map(own -> own + "/64").forEach(all::add);
    if (!all.isEmpty()) all.add("fe80::%x/64".formatted(host.index() + 1));
    for (String one : all) made.run("ip", "addr", "add", one, "dev", setup.iface(), "nodad");
  }

  /**
   * Lays a copy of the node's files over a program's folder; scripts may be run.
   *
   * @param node with the files themselves, or with {@code etc/PROGRAM} as {@code vipc build} lays
   *     them out
   */
  private static void mount(Machine machine, Path node, String program) {
    Path copy = machine.host.folder().resolve(program);
    Path own = node.resolve("etc").resolve(program);
    try (Stream<Path> all = Files.list(Files.isDirectory(own) ? own : node)) {
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
  private void apiServer(Machine machine, dev.vipc.proof.Host host, String address) {
    Path pem = machine.host.folder().resolve("api.pem");
    machine.host.run(
        "sh",
        "-c",
        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
                + " -subj /CN=api -keyout %1$s.key -out %1$s.crt 2>&1 && cat %1$s.crt %1$s.key >%1$s")
            .formatted(pem));
    String config = API_SERVER.formatted(address, pem, "bind 127.0.0.1:6443 ssl crt " + pem);
    List<String> members =
        setup.runs(Component.ETCD, host) ? List.of("127.0.0.1") : setup.etcdAddresses();
    // where the files say nothing of etcd, the API server itself stands for one that is well
    String etcd =
        members.isEmpty()
            ? "backend etcd\n  server own 127.0.0.1:6443\n"
            : ask("etcd", "/health", members);
    standIn(machine, Component.API_SERVER, "kube-apiserver", config + etcd);
  }

  private void etcd(Machine machine, dev.vipc.proof.Host host) {
    List<String> others =
        setup.etcdAddresses().stream()
            .filter(one -> host.addresses().stream().noneMatch(own -> own.toString().equals(one)))
            .toList();
    int needed = setup.etcdAddresses().size() / 2;
    standIn(
        machine, Component.ETCD, "etcd", ETCD.formatted(needed) + ask("others", "/alive", others));
  }

  private static String ask(String backend, String path, List<String> addresses) {
    StringBuilder text = new StringBuilder(ASKED.formatted(backend, path));
    for (String address : addresses)
      text.append("  server s%s %s:%d\n".formatted(address.replace('.', '-'), address, ETCD_PORT));
    return text.toString();
  }

  /** HAProxy under another name. */
  private static void standIn(Machine machine, Component component, String name, String config) {
    Path program = machine.host.folder().resolve(name);
    machine.host.run("sh", "-c", "cp $(command -v haproxy || echo /usr/sbin/haproxy) " + program);
    String file = machine.host.write(name + ".cfg", config).toString();
    machine.commands.put(component, new String[] {program.toString(), "-db", "-f", file});
  }

  void inject(Fault fault) {
    switch (fault.kind()) {
      case PARTITION -> fault.hosts().forEach(host -> segment.part(machine(host).host));
      case HUNG -> {
        machine(fault).running(fault.component()).hang();
        machine(fault).hung = fault.component() == Component.KEEPALIVED;
      }
      case DOWN -> {
        switch (fault.component()) {
          case NODE -> {
            segment.pull(machine(fault).host);
            machine(fault).killAll();
          }
          case LINK -> segment.pull(machine(fault).host);
          case KEEPALIVED -> machine(fault).running(Component.KEEPALIVED).signalFirst("KILL");
          default -> machine(fault).running(fault.component()).kill();
        }
      }
    }
  }

  void mend(Fault fault) {
    switch (fault.kind()) {
      case PARTITION -> fault.hosts().forEach(host -> segment.rejoin(machine(host).host));
      case HUNG -> {
        machine(fault).running(fault.component()).goOn();
        machine(fault).hung = false;
      }
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
  void restartSpeakersBut(Set<String> kept) {
    List<Machine> speakers =
        machines.entrySet().stream()
            .filter(machine -> !kept.contains(machine.getKey()))
            .map(Map.Entry::getValue)
            .filter(m -> m.commands.containsKey(Component.KEEPALIVED))
            .toList();
    for (Machine machine : speakers) machine.running(Component.KEEPALIVED).terminate();
    for (Machine machine : speakers) machine.start(Component.KEEPALIVED);
  }

  private Machine machine(Fault fault) {
    return machine(fault.hosts().getFirst());
  }

  private Machine machine(dev.vipc.proof.Host host) {
    return Objects.requireNonNull(machines.get(host.name()));
  }

  /** The names of the machines that have the address and advertise it. */
  Set<String> holders() {
    // keepalived's adverts come at the latest one interval apart, but for a busy machine
    long since = System.currentTimeMillis() * 1_000_000 - (long) (setup.interval() * 2.5e9);
    List<Frame> lately =
        Stream.concat(frames.frames().stream(), aside.frames().stream())
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
    aside.close();
    segment.close();
  }
}
