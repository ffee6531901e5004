package dev.vipc.golden;

import dev.vipc.emit.Artifact;
import dev.vipc.lab.Host;
import dev.vipc.lab.Running;
import dev.vipc.lab.Segment;
import dev.vipc.lab.Vipd;
import dev.vipc.model.HostPort;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machines of a spec as hosts on one segment: vipd with the plan that is built for each, API
 * servers, and a client that asks through the address.
 */
final class VipdCluster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Looks in a row, a tenth of a second apart: longer than the 0.3 s of a takeover. */
  private static final int STEADY = 5;

  /** An API server as far as a client and a check can tell. */
  private static final String API_SERVER =
      """
      defaults
        mode http
        timeout client 10s
      frontend api
        bind %1$s:6443 ssl crt %2$s
        bind 127.0.0.1:6443 ssl crt %2$s
        http-request return status 200 content-type text/plain string %3$s
      """;

  /** A host that takes part in the election, and its vipd. */
  final class Node {
    final Host host;
    private final Path plan;
    private final String iface;
    private Running vipd;

    private Node(Host host, String planText, String iface) {
      this.host = host;
      this.iface = iface;
      plan = host.write("plan.json", planText);
      vipd = launched();
    }

    private Running launched() {
      return host.start(
          Stream.of(
                  Stream.of("env"),
                  Vipd.environment().stream(),
                  Stream.of("PLAN=" + plan, "sh", "-c", Vipd.LAUNCHER))
              .flatMap(words -> words)
              .toArray(String[]::new));
    }

    /** Again, where the one before has ended. */
    void start() {
      vipd = launched();
    }

    Running vipd() {
      return vipd;
    }

    boolean holds() {
      return host.run("ip", "-br", "address", "show", "dev", iface).contains(endpoint.host() + "/");
    }

    /** Sends a signal to one of its processes, {@code vip} or {@code proxy}. */
    void signal(String signal, String process) {
      // the brackets keep pgrep from finding the shell
      String pattern = "agent.Main [%s]%s ".formatted(process.charAt(0), process.substring(1));
      host.run("sh", "-c", "kill -%s $(pgrep -f '%s')".formatted(signal, pattern));
    }

    /** How often it has said this. */
    int said(String words) {
      return vipd.log().split(words, -1).length - 1;
    }

    @Override
    public String toString() {
      return "\n" + host.name() + "\n" + vipd.log();
    }
  }

  /** A host that an API server runs on. */
  final class Master {
    final Host host;
    private final Path config;
    private Running apiServer;

    private Master(Host host, String address) {
      this.host = host;
      config = host.write("api.cfg", API_SERVER.formatted(address, certificate(host), host.name()));
      apiServer = launched();
    }

    private Running launched() {
      return host.start("haproxy", "-db", "-f", config.toString());
    }

    void start() {
      apiServer = launched();
    }

    void kill() {
      apiServer.kill();
    }
  }

  final Segment segment = new Segment();
  private final HostPort endpoint;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Master> masters = new ArrayList<>();
  private final Host client;

  /**
   * @param name of the spec's case
   * @param preparation of each host with the files that are built for it
   */
  VipdCluster(String name, Preparation preparation) {
    EmitCase.Built built = emitCase(name).build();
    HaSpec spec = built.spec().orElseThrow();
    endpoint = spec.kubernetes().orElseThrow().endpoint().value();
    Map<String, String> files =
        built.artifacts().orElseThrow().artifacts().stream()
            .collect(Collectors.toMap(Artifact::name, Artifact::text));
    for (SpecNode node : spec.nodes()) add(node, files, preparation);
    String network = endpoint.host().substring(0, endpoint.host().lastIndexOf('.') + 1);
    client = segment.addHost("client", List.of(network + "50/24"));
  }

  VipdCluster(String name) {
    this(name, (_, _) -> {});
  }

  /** What is done on a host before anything runs there. */
  @FunctionalInterface
  interface Preparation {
    /**
     * @param files of all hosts, {@code HOST/PATH} each
     */
    void prepare(Host host, Map<String, String> files);
  }

  private static EmitCase emitCase(String name) {
    return EmitCase.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void add(SpecNode node, Map<String, String> files, Preparation preparation) {
    String name = node.name().value();
    String address = node.address().orElseThrow().toString();
    String iface = node.iface().orElseThrow().value();
    Host host = segment.addHost(name, List.of(address + "/24"));
    if (!iface.equals("eth0"))
      host.run(
          "sh",
          "-ec",
          "ip link set eth0 down; ip link set eth0 name %1$s; ip link set %1$s up"
              .formatted(iface));
    preparation.prepare(host, files);
    if (node.is(Role.CONTROL_PLANE)) masters.add(new Master(host, address));
    String plan = files.get(name + "/etc/vipd/plan.json");
    if (plan != null) nodes.add(new Node(host, plan, iface));
  }

  private static Path certificate(Host host) {
    Path both = host.folder().resolve("api.pem");
    host.run(
        "sh",
        "-c",
        "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=api -keyout %1$s.key -out %1$s.crt 2>&1 && cat %1$s.crt %1$s.key >%1$s"
            .formatted(both));
    return both;
  }

  /** Those that take part in the election, the highest priority first. */
  List<Node> nodes() {
    return nodes;
  }

  List<Master> masters() {
    return masters;
  }

  Host client() {
    return client;
  }

  String address() {
    return endpoint.host();
  }

  int port() {
    return endpoint.port().orElseThrow();
  }

  /** The name of the master that answers, and the status. */
  String ask(Host from, String address) {
    return from.run(
        "sh",
        "-c",
        "curl -sk -m 1 -w ' %%{http_code}' https://%s:%d/readyz || true"
            .formatted(address, port()));
  }

  private boolean isServed() {
    return ask(client, address()).endsWith("200");
  }

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) throw new AssertionError(what + " within " + LIMIT + nodes);
      Pause.millis(100);
    }
  }

  private void awaitInARow(String what, BooleanSupplier condition) {
    int[] seen = {0};
    await(
        what,
        () -> {
          seen[0] = condition.getAsBoolean() ? seen[0] + 1 : 0;
          return seen[0] >= STEADY;
        });
  }

  private List<Node> holders() {
    return nodes.stream().filter(Node::holds).toList();
  }

  /** The one that holds the address, if need be when it has just changed hands. */
  Node holder() {
    AtomicReference<List<Node>> now = new AtomicReference<>(List.of());
    await("one holder", () -> now.updateAndGet(_ -> holders()).size() == 1);
    return now.get().getFirst();
  }

  /** Until another has it too, and clients are served without fail: this one cannot give it up. */
  void movesAwayFrom(Node silent) {
    await("another holder", () -> nodes.stream().anyMatch(node -> node != silent && node.holds()));
    awaitInARow("answers", this::isServed);
  }

  /**
   * Until the same one holder is there, and serves, for longer than a takeover lasts: an address
   * that a killed process left behind is no holder.
   */
  void settles() {
    AtomicReference<List<Node>> last = new AtomicReference<>(List.of());
    awaitInARow(
        "a steady holder",
        () -> {
          List<Node> now = holders();
          return now.equals(last.getAndSet(now)) && now.size() == 1 && isServed();
        });
  }

  /**
   * Until the one of the highest priority has the address again, and serves: it takes it from
   * whoever was steady before it was up, and for a moment then neither of the two has it.
   */
  void comesHome() {
    await("the first one again", () -> nodes.getFirst().holds());
    settles();
  }

  /** Something happens to the holder that leaves the address where it is. */
  void staysWhile(Consumer<Node> happening) {
    Node holder = holder();
    int left = holder.said("from=active");
    happening.accept(holder);
    settles();
    if (holder() != holder || holder.said("from=active") != left)
      throw new AssertionError("the address left " + nodes);
  }

  @Override
  public void close() {
    segment.close();
  }
}
