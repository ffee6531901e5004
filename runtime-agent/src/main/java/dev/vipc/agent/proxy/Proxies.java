package dev.vipc.agent.proxy;

import dev.vipc.agent.health.Watch;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.net.DescriptorLimit;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;
import dev.vipc.agent.plan.Listen;
import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Proxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * All proxies of a plan: runs them, goes over to another plan without dropping a connection that
 * the new one still allows, drains, and shows what they are doing.
 */
public final class Proxies implements AutoCloseable {
  /** More loops than cores take each other's time. */
  private static final int MOST_LOOPS = 4;

  private static final int PIPES_PER_LOOP = 64;

  /** Memory for slow receivers: 32 MiB, of the 48 that the process may have beside its heap. */
  private static final int MOST_BUFFERS = 2_048;

  private static final int MOST_BUFFERS_PER_LOOP = 1_024;

  /** Descriptors of everything but connections and pipes. */
  private static final int OTHER_DESCRIPTORS = 128;

  /** What a connection costs of the heap, generously. */
  private static final int SESSION_BYTES = 1_024;

  private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(1);

  private final Log log;
  private final List<Loop> loops = new ArrayList<>();
  private final Room room = new Room(0);
  private final Gates gates;
  private final Spread spread;
  private final MemoryWatch memory;
  private final KernelMode kernel;
  private volatile Map<String, Service> services = new LinkedHashMap<>();
  private final Map<Server, WatchedServer> watched = new HashMap<>();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile boolean draining;
  private volatile boolean closed;

  /**
   * With a loop a core, of which as few take connections in as carry the load; by io_uring where it
   * is to be had.
   */
  public Proxies(Log log) throws SystemCallException {
    this(log, Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors()));
    spread.start();
  }

  /** With so many loops, each with a thread of its own; all of them take connections in. */
  public Proxies(Log log, int loopCount) throws SystemCallException {
    this(log, loopCount, usable(log, loopCount));
  }

  /** In a way that the kernel must allow. */
  public Proxies(Log log, int loopCount, DataPath path) throws SystemCallException {
    this(log, loopCount, path, Math.min(MOST_BUFFERS / loopCount, MOST_BUFFERS_PER_LOOP));
  }

  Proxies(Log log, int loopCount, DataPath path, int buffers) throws SystemCallException {
    this.log = log;
    kernel = new KernelMode(log);
    for (int i = 0; i < loopCount; i++) loops.add(new Loop(PIPES_PER_LOOP, buffers, path));
    for (Loop loop : loops) Thread.ofPlatform().daemon().name("proxy").start(loop);
    memory = new MemoryWatch(log, room, this::idleBytes);
    gates = new Gates(loops);
    spread = new Spread(loops, this::take);
    memory.start();
  }

  /** Has the first of the loops take new connections in, and the others none. */
  synchronized void take(int first) {
    if (draining || closed) return;
    gates.take(first);
    // two that look keep the processors from those they wait for
    loops.forEach(loop -> loop.lookBeforeSleep(first == 1));
    log.line().info("loops").field("taking", first).send();
  }

  /** What containers and hardened hosts refuse is faster, and nothing more. */
  private static DataPath usable(Log log, int loopCount) {
    DataPath path = DataPath.EPOLL;
    Optional<String> whyNot = Optional.empty();
    for (DataPath better : DataPath.values()) {
      Optional<String> refused = better.whyNot(loopCount);
      if (refused.isEmpty()) {
        path = better;
        break;
      }
      whyNot = refused;
    }
    var line = log.line().info("data-path").field("by", path.label());
    whyNot.ifPresent(why -> line.field("why", why));
    line.send();
    return path;
  }

  /**
   * Goes over to a plan; where it cannot listen as the plan says, nothing changes.
   *
   * @throws IOException names the address that it cannot listen on, or says why nftables refuses
   */
  public synchronized void apply(Plan plan) throws IOException {
    if (draining) throw new IOException("this node is drained");
    kernel.verify(plan);
    boolean first = services.isEmpty();
    Set<KernelMode.Way> ways = KernelMode.ways(services.values());
    Map<String, Service> next = new LinkedHashMap<>();
    Map<Listen, Service> listen = new LinkedHashMap<>();
    Map<Proxy, Service> running = Succession.services(plan, services.values());
    for (Proxy proxy : plan.proxies()) {
      Service service = Optional.ofNullable(running.get(proxy)).orElseGet(() -> newService(proxy));
      next.put(proxy.name(), service);
      proxy.sockets().forEach(place -> listen.put(place, service));
    }
    Gates.Opened opened = gates.open(listen);
    limit(plan.limits());
    for (Proxy proxy : plan.proxies())
      replan(Objects.requireNonNull(next.get(proxy.name())), proxy);
    services = next;
    gates.change(listen, opened);
    kernel.update(() -> services.values());
    if (first) Thread.ofVirtual().name("nftables").start(kernel::removeLeftBehind);
    endWhatIsNotAllowed();
    ways.removeAll(KernelMode.ways(services.values()));
    kernel.forget("of the plan before", ways);
  }

  private Service newService(Proxy proxy) {
    var dispatcher = new Dispatcher(proxy.balance(), List.of(), Loop::clock);
    Service service = new Service(proxy, dispatcher, room);
    service.onReopen(() -> loops.forEach(loop -> loop.post(() -> loop.resume(service))));
    return service;
  }

  /** Never more than there are descriptors and memory for. */
  private void limit(Plan.Limits limits) {
    long others = OTHER_DESCRIPTORS + 2L * PIPES_PER_LOOP * loops.size();
    long descriptors = DescriptorLimit.raise(new Syscall(), others + 2L * limits.connections());
    long ofHeap = Runtime.getRuntime().maxMemory() / 2 / SESSION_BYTES;
    long most = Math.min(Math.min(limits.connections(), ofHeap), (descriptors - others) / 2);
    if (most < limits.connections())
      log.line()
          .warning("fewer-connections-than-planned")
          .field("planned", limits.connections())
          .field("possible", most)
          .send();
    room.limit((int) Math.max(most, 0));
    memory.limit((long) limits.memoryMebibytes() << 20);
  }

  private void replan(Service service, Proxy proxy) {
    long slowStart = proxy.slowStart().toMillis();
    Map<Proxy.Server, Server> running = Succession.servers(proxy, service.dispatcher().servers());
    List<Server> servers = new ArrayList<>();
    for (Proxy.Server wanted : proxy.servers()) {
      Server server =
          Optional.ofNullable(running.get(wanted)).orElseGet(() -> new Server(wanted, slowStart));
      server.replan(wanted, slowStart);
      servers.add(server);
    }
    watch(service, proxy, servers);
    service.replan(proxy, servers);
  }

  /** The first checks are spread over an interval, and what is checked as before goes on. */
  private void watch(Service service, Proxy proxy, List<Server> servers) {
    long interval = proxy.check().interval().toMillis();
    for (int i = 0; i < servers.size(); i++) {
      Server server = servers.get(i);
      Optional<WatchedServer> earlier = Optional.ofNullable(watched.get(server));
      if (earlier.isPresent() && earlier.get().check().equals(proxy.check())) continue;
      earlier.ifPresent(WatchedServer::close);
      Duration offset = Duration.ofMillis(interval * i / servers.size());
      watched.put(
          server,
          new WatchedServer(
              server,
              proxy.check(),
              earlier,
              offset,
              (of, report) -> judged(service, of, report),
              () -> moved(service)));
    }
  }

  private void judged(Service service, WatchedServer of, Watch.Report report) {
    Server server = of.server();
    boolean up = report.after().isUp();
    service.dispatcher().mark(server, up);
    var line = log.line();
    (up ? line.info("server-up") : line.warning("server-down"))
        .field("proxy", service.plan().name())
        .field("server", server.plan().name())
        .field("check", report.outcome().detail())
        .send();
    if (service.plan().mode() == Proxy.Mode.KERNEL) {
      renewTable();
      if (!up) kernel.forget(service, server);
    }
    if (!up && service.plan().closeOnDown()) endSessionsOf(server, Ending.SERVER_DOWN);
  }

  private void moved(Service service) {
    if (service.plan().mode() == Proxy.Mode.KERNEL) renewTable();
  }

  /** Where nft fails now, it may not in a moment: until then a dead server has its share. */
  private void renewTable() {
    try {
      kernel.update(() -> services.values());
    } catch (IOException e) {
      log.line().error("nftables-not-changed").field("why", String.valueOf(e.getMessage())).send();
      if (renewing.compareAndSet(false, true))
        Thread.ofVirtual().name("nftables").start(this::renewTableLater);
    }
  }

  private void renewTableLater() {
    try {
      Thread.sleep(RENEWAL_PAUSE);
    } catch (InterruptedException _) {
      return;
    }
    renewing.set(false);
    renewTable();
  }

  private void endSessionsOf(Server server, Ending how) {
    for (Loop loop : loops)
      loop.post(
          () -> loop.end(session -> session.server().filter(s -> s == server).isPresent(), how));
  }

  /** Ends the connections of proxies and servers that are not in the plan any more. */
  private void endWhatIsNotAllowed() {
    Set<Service> allowed = Set.copyOf(services.values());
    Set<Server> servers =
        allowed.stream()
            .flatMap(service -> service.dispatcher().servers().stream())
            .collect(Collectors.toSet());
    watched.keySet().removeIf(server -> !servers.contains(server) && stopWatching(server));
    for (Loop loop : loops)
      loop.post(
          () ->
              loop.end(
                  session ->
                      !allowed.contains(session.service())
                          || session.server().filter(s -> !servers.contains(s)).isPresent(),
                  Ending.STOPPED));
  }

  private boolean stopWatching(Server server) {
    Optional.ofNullable(watched.get(server)).ifPresent(WatchedServer::close);
    return true;
  }

  /**
   * Whether every loop turns: to be asked by who would end a process that hangs.
   *
   * @param limit how long to wait for the slowest
   */
  public boolean turns(Duration limit) throws InterruptedException {
    if (closed) return true;
    var turned = new CountDownLatch(loops.size());
    post(turned::countDown);
    return turned.await(limit.toNanos(), TimeUnit.NANOSECONDS) || closed;
  }

  /** Has every loop do something. */
  void post(Runnable task) {
    for (Loop loop : loops) loop.post(task);
  }

  private long idleBytes() {
    return loops.stream().mapToLong(loop -> loop.buffers().idleBytes()).sum();
  }

  /** What the proxies are doing now. */
  public synchronized ProxyView view() {
    return new ProxyView(
        services.values().stream().map(service -> service.state(this::state)).toList(),
        room.connections(),
        room.limit(),
        memory.used(),
        memory.limit(),
        draining);
  }

  private ProxyView.ServerState state(Server server) {
    return Objects.requireNonNull(watched.get(server)).state();
  }

  /**
   * Accepts nothing any more, and waits for the connections to end.
   *
   * @param limit how long; what is left then is ended
   * @return how many were ended so
   */
  public int drain(Duration limit) throws InterruptedException {
    synchronized (this) {
      draining = true;
      gates.closeAll();
      kernel.drain(services.values());
    }
    Set<KernelMode.Way> ways = KernelMode.ways(services.values());
    long until = Loop.clock() + limit.toMillis();
    // the kernel's table may be a large one
    long pause = ways.isEmpty() ? 50 : 500;
    while (open(ways) > 0 && Loop.clock() < until) Thread.sleep(pause);
    int left = open(ways);
    close();
    kernel.forget("of this node", ways);
    return left;
  }

  private int open(Set<KernelMode.Way> ways) {
    return room.connections() + kernel.open(ways);
  }

  /** Ends everything at once. */
  @Override
  public synchronized void close() {
    closed = true;
    gates.closeAll();
    watched.values().forEach(WatchedServer::close);
    watched.clear();
    services = new HashMap<>();
    memory.close();
    spread.close();
    kernel.remove();
    for (Loop loop : loops) {
      loop.post(() -> loop.end(_ -> true, Ending.STOPPED));
      loop.stop();
    }
  }
}
