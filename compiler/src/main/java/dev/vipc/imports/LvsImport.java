package dev.vipc.imports;

import dev.vipc.model.CheckScript;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Span;
import dev.vipc.spec.Durations;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The {@code virtual_server} blocks of one keepalived.conf as proxies of the spec. A block that
 * says anything else than the spec can stays verbatim.
 */
final class LvsImport {
  private static final Map<String, String> BALANCES =
      Map.of("wrr", "roundrobin", "wlc", "leastconn", "sh", "source", "twos", "random");
  private static final Map<String, String> METHODS = Map.of("NAT", "nat", "DR", "dr", "TUN", "tun");
  private static final Set<String> SERVICE_LINES =
      Set.of(
          "delay_loop",
          "lb_algo",
          "lb_kind",
          "protocol",
          "persistence_timeout",
          "quorum",
          "alpha",
          "inhibit_on_failure",
          "sorry_server",
          "real_server");
  private static final Set<String> SERVER_LINES = Set.of("weight", "uthreshold");
  private static final int LINE = 110;

  /** A server by the name of its machine, so that both families of one are the same. */
  private record Server(
      String name, boolean known, String address, int port, int weight, int most, boolean backup) {
    private Server anyFamily() {
      return known ? new Server(name, true, "", port, weight, most, backup) : this;
    }

    private YamlText entry() {
      Fields fields = new Fields().put("name", name);
      if (!known) fields.put("address", address);
      fields.put("port", port);
      if (weight != 1) fields.put("weight", weight);
      if (backup) fields.put("backup", true);
      if (most != 0) fields.put("maxConnections", most);
      return fields.compact(LINE);
    }
  }

  /** All that a service says beside its listeners. */
  private record Way(
      String balance,
      String method,
      LvsCheckImport check,
      Optional<Duration> idle,
      Optional<Integer> persistence,
      int quorum,
      boolean alpha,
      boolean drains,
      List<Server> servers) {}

  /**
   * One proxy.
   *
   * @param listen addresses with ports
   */
  record Service(String name, List<String> listen, Way way) {
    YamlText entry(String called, YamlText on) {
      Fields lvs = new Fields().put("forwarding", way.method());
      way.persistence().ifPresent(seconds -> lvs.put("persistence", seconds + "s"));
      if (way.quorum() != 1) lvs.put("quorum", way.quorum());
      if (way.drains()) lvs.put("onFailure", "drain");
      if (way.alpha()) lvs.put("assumeUp", false);
      Fields fields =
          new Fields()
              .put("name", called)
              .put("on", on)
              .put("engine", "lvs")
              .put("listen", YamlText.row(listen))
              .put("servers", new Items(way.servers().stream().map(Server::entry).toList()))
              .put("balance", way.balance())
              .put("check", way.check().fields().compact(LINE));
      way.idle()
          .ifPresent(
              time -> fields.put("timeouts", new Fields().put("client", Durations.format(time))));
      return fields.put("lvs", lvs.compact(LINE));
    }

    /** Both families of one proxy, where the servers are the same machines. */
    private Optional<Service> with(Service other) {
      boolean same =
          way.servers().stream().allMatch(Server::known)
              && way.equals(other.way())
              && isV6(listen) != isV6(other.listen());
      if (!same) return Optional.empty();
      List<String> both = new ArrayList<>(listen);
      both.addAll(other.listen());
      return Optional.of(new Service(name, both, way));
    }

    private static boolean isV6(List<String> listen) {
      return listen.getFirst().startsWith("[");
    }
  }

  private final Node node;
  private final VrrpDaemon daemon;
  private final Routers routers;
  private final Machines machines;
  private final Document document;
  private final Set<Span> carried = new HashSet<>();
  private final List<Service> services = new ArrayList<>();

  LvsImport(Node node, VrrpDaemon daemon, Routers routers, Machines machines) {
    this.node = node;
    this.daemon = daemon;
    this.routers = routers;
    this.machines = machines;
    this.document = KeepalivedSyntax.parse(daemon.file(), _ -> {});
    blocks("virtual_server").forEach(this::take);
  }

  List<Service> services() {
    return List.copyOf(services);
  }

  /** Whether a block is in one of the services. */
  boolean carries(Statement.Block block) {
    return carried.contains(block.span());
  }

  /** Whether build will check one of the services with a script. */
  boolean runsScripts() {
    return services.stream().anyMatch(service -> service.way().check().needsScript());
  }

  /** Whether a line of {@code global_defs} says no more than the services do. */
  boolean carriesTimeouts(Statement line) {
    return !services.isEmpty() && isIdle(line);
  }

  /** A script that build wrote for the check of a service. */
  static boolean isOurs(CheckScript script) {
    return LvsCheckImport.isOurs(script.file());
  }

  private void take(Statement.Block block) {
    Optional<Statement.Block> group = groupOf(block);
    List<Statement> places =
        group.<List<Statement>>map(Statement.Block::body).orElseGet(() -> List.of(block));
    List<String> listen =
        places.stream()
            .flatMap(line -> listener(line, group.isPresent() ? 0 : 1).stream())
            .toList();
    Optional<Way> way = way(block);
    if (listen.isEmpty() || listen.size() != places.size() || way.isEmpty()) return;
    carried.add(block.span());
    group.ifPresent(of -> carried.add(of.span()));
    Service service = new Service(name(block, group), listen, way.get());
    for (int i = 0; i < services.size(); i++) {
      Optional<Service> both = services.get(i).with(service);
      if (both.isEmpty()) continue;
      services.set(i, both.get());
      return;
    }
    services.add(service);
  }

  private Optional<Statement.Block> groupOf(Statement.Block block) {
    return block.word(1).filter(word -> word.is("group")).flatMap(_ -> block.word(2)).stream()
        .flatMap(
            name ->
                blocks("virtual_server_group").stream()
                    .filter(group -> group.word(1).filter(w -> w.is(name.value())).isPresent()))
        .findFirst();
  }

  private List<Statement.Block> blocks(String keyword) {
    List<Statement.Block> found = new ArrayList<>();
    for (Statement statement : document.statements())
      if (statement instanceof Statement.Block block && block.keyword().equals(keyword))
        found.add(block);
    return found;
  }

  /** An address that a virtual router of the file holds, with its port. */
  private Optional<String> listener(Statement line, int at) {
    if (line.words().size() != at + 2) return Optional.empty();
    Optional<IpAddress> address = IpAddress.parse(line.words().get(at).value());
    return address
        .filter(ip -> holder(ip).isPresent())
        .flatMap(ip -> number(line, at + 1).map(port -> place(ip, port)));
  }

  private static String place(IpAddress ip, int port) {
    return (ip.isV6() ? "[%s]:%d" : "%s:%d").formatted(ip, port);
  }

  private Optional<Routers.Group> holder(IpAddress address) {
    return routers.groups().stream()
        .filter(group -> group.members().stream().anyMatch(m -> m.node().equals(node)))
        .filter(group -> AddressImport.held(group).anyMatch(address::equals))
        .findFirst();
  }

  private String name(Statement.Block block, Optional<Statement.Block> group) {
    return group
        .flatMap(of -> of.word(1))
        .map(word -> Routers.sectionName(word.value()))
        .or(
            () ->
                block
                    .word(1)
                    .flatMap(word -> IpAddress.parse(word.value()))
                    .flatMap(this::holder)
                    .map(Routers.Group::name))
        .orElse("lvs");
  }

  private Optional<Way> way(Statement.Block block) {
    if (!block.body().stream().allMatch(line -> SERVICE_LINES.contains(line.keyword()))
        || hasVariable(block)
        || !one(block, "protocol").flatMap(line -> line.word(1)).map(w -> w.is("TCP")).orElse(true))
      return Optional.empty();
    List<Statement.Block> reals = new ArrayList<>();
    for (Statement line : block.body()) if (line instanceof Statement.Block real) reals.add(real);
    List<Optional<LvsCheckImport>> checks =
        reals.stream().map(real -> LvsCheckImport.of(node, block, real)).distinct().toList();
    List<Server> servers =
        block.body().stream()
            .filter(line -> line.keyword().endsWith("_server"))
            .flatMap(line -> server(line).stream())
            .map(Server::anyFamily)
            .toList();
    long lines = block.body().stream().filter(l -> l.keyword().endsWith("_server")).count();
    Optional<String> balance = word(block, "lb_algo").map(BALANCES::get);
    Optional<String> method = word(block, "lb_kind").map(METHODS::get);
    if (checks.size() != 1
        || checks.getFirst().isEmpty()
        || servers.size() != lines
        || balance.isEmpty()
        || method.isEmpty()) return Optional.empty();
    return Optional.of(
        new Way(
            balance.get(),
            method.get(),
            checks.getFirst().get(),
            idle(),
            one(block, "persistence_timeout").map(line -> number(line, 1).orElse(360)),
            one(block, "quorum").flatMap(line -> number(line, 1)).orElse(1),
            one(block, "alpha").isPresent(),
            one(block, "inhibit_on_failure").isPresent(),
            servers));
  }

  private Optional<Server> server(Statement line) {
    Optional<IpAddress> address = line.word(1).flatMap(word -> IpAddress.parse(word.value()));
    Optional<Integer> port = number(line, 2);
    if (address.isEmpty() || port.isEmpty()) return Optional.empty();
    List<Statement> body = line instanceof Statement.Block block ? block.body() : List.of();
    boolean plain =
        body.stream()
            .filter(inner -> !(inner instanceof Statement.Block))
            .allMatch(inner -> SERVER_LINES.contains(inner.keyword()));
    if (!plain) return Optional.empty();
    Optional<Machine> machine =
        machines.all().stream().filter(m -> m.addresses().contains(address.get())).findFirst();
    return Optional.of(
        new Server(
            machine
                .map(Machine::name)
                .orElseGet(() -> Routers.sectionName(address.get().toString())),
            machine.isPresent(),
            address.get().toString(),
            port.get(),
            inside(body, "weight").orElse(1),
            inside(body, "uthreshold").orElse(0),
            line.keyword().equals("sorry_server")));
  }

  private static Optional<Integer> inside(List<Statement> body, String keyword) {
    return body.stream()
        .filter(line -> line.keyword().equals(keyword))
        .reduce((_, last) -> last)
        .flatMap(line -> number(line, 1));
  }

  /** {@code lvs_timeouts tcp SECONDS}. */
  private Optional<Duration> idle() {
    return blocks("global_defs").stream()
        .flatMap(block -> block.body().stream())
        .filter(LvsImport::isIdle)
        .reduce((_, last) -> last)
        .flatMap(line -> number(line, 2))
        .map(Duration::ofSeconds);
  }

  private static boolean isIdle(Statement line) {
    return line.keyword().equals("lvs_timeouts")
        && line.words().size() == 3
        && line.words().get(1).is("tcp")
        && number(line, 2).isPresent();
  }

  static boolean hasVariable(Statement statement) {
    Predicate<Word> variable =
        word -> word.value().indexOf('$') >= 0 || word.value().startsWith("@");
    return statement.words().stream().anyMatch(variable)
        || statement instanceof Statement.Block block
            && block.body().stream().anyMatch(LvsImport::hasVariable);
  }

  /** The last line of a keyword, which is the one in force. */
  static Optional<Statement> one(Statement.Block block, String keyword) {
    return block.body().stream()
        .filter(line -> line.keyword().equals(keyword))
        .reduce((_, last) -> last);
  }

  static Optional<String> word(Statement.Block block, String keyword) {
    return one(block, keyword).flatMap(line -> line.word(1)).map(Word::value);
  }

  static Optional<Integer> number(Statement line, int index) {
    return line.word(index)
        .map(Word::value)
        .filter(text -> text.matches("\\d{1,7}"))
        .map(Integer::valueOf);
  }

  static Optional<Duration> seconds(String text) {
    return Optional.of(text)
        .filter(shown -> shown.matches("\\d{1,6}(\\.\\d{1,3})?"))
        .map(shown -> Duration.ofMillis(new BigDecimal(shown).movePointRight(3).longValue()));
  }
}
