package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;

import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.HostEntry;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeKeyCluster;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.Located;
import dev.vipc.spec.Role;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machines that the imported files speak of: first those whose files they are, then those that
 * only lines of other machines name.
 */
final class Machines {
  /** KubeKey leaves a master of these groups without its taint. */
  private static final Set<String> WORKERS_TOO = Set.of("worker", "kube_worker");

  private final Map<String, Machine> byName = new LinkedHashMap<>();
  private final Map<Node, Machine> byNode = new LinkedHashMap<>();
  private final Notes notes;

  private Machines(Notes notes) {
    this.notes = notes;
  }

  static Machines of(Deployment deployment, Notes notes) {
    Machines machines = new Machines(notes);
    Inventory inventory = Inventory.of(deployment);
    for (Node node : deployment.nodes())
      machines.add(node, machines.nameOf(node, deployment), inventory);
    for (Node node : deployment.nodes()) machines.ownAddresses(deployment, node);
    for (Inventory.Entry entry : inventory.entries()) machines.add(entry);
    for (Node node : deployment.nodes()) machines.peers(node);
    machines.installed(deployment);
    machines.byNode.forEach(machines::balances);
    for (Machine machine : machines.all())
      if (machine.roles().isEmpty()) machines.guessRole(machine);
    return machines;
  }

  /** What an installer's inventory says that machines are for. */
  private void installed(Deployment deployment) {
    boolean kubeKey = deployment.all(KubeKeyCluster.class).findAny().isPresent();
    Stream.concat(
            deployment.all(HostEntry.class).filter(HostEntry::isInstalled).map(HostEntry::work),
            deployment.all(InstalledHost.class))
        .forEach(
            host -> {
              Machine machine = byName.get(hostName(host.name().value()));
              if (machine == null) return;
              if (host.isMaster()) machine.roles().add(Role.CONTROL_PLANE);
              if (host.isEtcd() && !host.isMaster()) machine.roles().add(Role.ETCD);
              if (host.isLoadBalancer()) machine.roles().add(Role.LOAD_BALANCER);
              boolean both = kubeKey && host.groups().stream().anyMatch(WORKERS_TOO::contains);
              if (host.isNode() && (both || !host.isMaster())) machine.roles().add(Role.WORKER);
            });
  }

  /** A machine with a speaker of VRRP or a balancer of its own, and no other work, balances. */
  private void balances(Node node, Machine machine) {
    boolean daemons =
        !node.parts().all(VrrpDaemon.class).isEmpty()
            || !node.parts().all(ProxyDaemon.class).isEmpty();
    if (daemons && machine.roles().isEmpty()) machine.roles().add(Role.LOAD_BALANCER);
  }

  private void guessRole(Machine machine) {
    Role role = roleByName(machine.name());
    machine.roles().add(role);
    machine.guess("%s by its name".formatted(role.word()));
  }

  private static Role roleByName(String name) {
    if (name.matches(".*(lb|haproxy|proxy|balancer|edge|keepalived).*")) return Role.LOAD_BALANCER;
    if (name.matches(".*(worker|slave|minion|compute|ingress).*")) return Role.WORKER;
    if (name.matches(".*etcd.*")) return Role.ETCD;
    if (name.matches(".*(master|control|cp\\d*|api|server).*")) return Role.CONTROL_PLANE;
    return Role.LOAD_BALANCER;
  }

  List<Machine> all() {
    return List.copyOf(byName.values());
  }

  Machine of(Node node) {
    Machine machine = byNode.get(node);
    if (machine == null) throw new IllegalArgumentException(node.label());
    return machine;
  }

  List<Machine> with(Role role) {
    return all().stream().filter(machine -> machine.roles().contains(role)).toList();
  }

  /** Whether the node of this name has this as its first address. */
  boolean isAt(String name, String address) {
    Machine machine = byName.get(name);
    return machine != null
        && machine.addresses().stream()
            .findFirst()
            .map(first -> first.toString().equals(address))
            .orElse(false);
  }

  /** A role where it means exactly these nodes in this order, else their names. */
  YamlText selection(List<String> names) {
    for (Role role : List.of(Role.LOAD_BALANCER, Role.CONTROL_PLANE))
      if (with(role).stream().map(Machine::name).toList().equals(names))
        return YamlText.leaf(role.word());
    return YamlText.row(names);
  }

  /** The same for a proxy, which may be every machine's own. */
  YamlText places(List<String> names) {
    return isEveryNode(names) ? YamlText.leaf("every-node") : selection(names);
  }

  /** Whether {@link #places} says so of these. */
  boolean isEveryNode(List<String> names) {
    boolean everywhere = Set.copyOf(names).equals(names());
    boolean ofOneRole =
        all().stream().map(Machine::roles).distinct().limit(2).count() == 1 && !names.isEmpty();
    return everywhere && !ofOneRole;
  }

  private Set<String> names() {
    return all().stream().map(Machine::name).collect(Collectors.toSet());
  }

  List<YamlText> entries() {
    return all().stream().map(Machines::entry).toList();
  }

  private static YamlText entry(Machine machine) {
    Fields fields = new Fields().put("name", machine.name());
    if (!machine.addresses().isEmpty())
      fields.put(
          "addresses", YamlText.row(machine.addresses().stream().map(Object::toString).toList()));
    fields.putIfPresent("interface", machine.iface());
    fields.put("roles", YamlText.row(machine.roles().stream().map(Role::word).toList()));
    return machine
        .guess()
        .<YamlText>map(
            why -> new YamlText.Commented(List.of("guessed: " + why), fields.compact(120)))
        .orElseGet(() -> fields.compact(120));
  }

  /** What kubeadm calls the node, where it calls no other one so; else its folder. */
  private Optional<String> nameOf(Node node, Deployment deployment) {
    Optional<Located<String>> own = nodeNames(node).findFirst();
    boolean shared =
        own.isPresent()
            && deployment.nodes().stream()
                .filter(other -> !other.equals(node))
                .anyMatch(other -> isCalled(other, own.get().value()));
    if (shared && !node.name().equals(own.map(Located::value)))
      notes.add(
          NOT_CARRIED,
          own.get().span(),
          "the node's name `%s` is not carried over: another machine has it, and the spec has `%s`"
              .formatted(own.get().value(), node.label()));
    return own.filter(_ -> !shared).map(Located::value).or(node::name);
  }

  private static boolean isCalled(Node node, String name) {
    return node.name().filter(name::equals).isPresent()
        || nodeNames(node).map(Located::value).anyMatch(name::equals);
  }

  private static Stream<Located<String>> nodeNames(Node node) {
    return node.parts().all(KubeadmFile.class).stream()
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().map(KubeadmFile.Init::nodeName),
                    file.joins().stream().map(KubeadmFile.Join::nodeName)))
        .flatMap(name -> name.located().stream());
  }

  private void add(Node node, Optional<String> called, Inventory inventory) {
    String name = hostName(called.or(() -> nameByAddress(node, inventory)).orElse("node1"));
    Machine machine = byName.computeIfAbsent(name, Machine::new);
    byNode.put(node, machine);
    node.parts().all(VrrpDaemon.class).stream()
        .flatMap(daemon -> daemon.routers().stream())
        .flatMap(router -> router.iface().value().stream())
        .findFirst()
        .ifPresent(machine::iface);
    node.parts().all(KubeVip.class).stream()
        .filter(kubeVip -> kubeVip.form() == KubeVip.Form.POD)
        .filter(kubeVip -> kubeVip.settings().isOn("cp_enable"))
        .forEach(
            kubeVip -> {
              machine.roles().add(Role.CONTROL_PLANE);
              if (kubeVip.runs("arp")) kubeVip.iface().value().ifPresent(machine::iface);
              // in BGP mode the address is on the loopback, and the sessions say which one is used
              else
                Stream.of("bgp_sourceif", "bgp_source_if", "bgp_routerinterface")
                    .flatMap(variable -> kubeVip.settings().text(variable).value().stream())
                    .findFirst()
                    .ifPresent(machine::iface);
            });
    for (KubeadmFile file : node.parts().all(KubeadmFile.class))
      machine.roles().addAll(roles(file));
    if (!node.parts().all(EtcdMemberFile.class).isEmpty()) machine.roles().add(Role.ETCD);
  }

  /** What other files call the machine whose files lie in no folder of their own. */
  private static Optional<String> nameByAddress(Node node, Inventory inventory) {
    return node.parts().all(KubeadmFile.class).stream()
        .flatMap(Machines::ownAddresses)
        .flatMap(address -> inventory.nameOf(address).stream())
        .map(Located::value)
        .findFirst();
  }

  private static Stream<IpAddress> ownAddresses(KubeadmFile file) {
    Stream<IpAddress> advertised =
        Stream.concat(
                file.inits().stream().map(KubeadmFile.Init::advertiseAddress),
                file.joins().stream().map(KubeadmFile.Join::advertiseAddress))
            .flatMap(address -> address.value().flatMap(IpAddress::parse).stream());
    Stream<IpAddress> ofKubelet =
        Stream.concat(
                file.inits().stream().map(KubeadmFile.Init::nodeIps),
                file.joins().stream().map(KubeadmFile.Join::nodeIps))
            .flatMap(List::stream)
            .flatMap(address -> address.value().stream());
    return Stream.concat(advertised, ofKubelet);
  }

  private static List<Role> roles(KubeadmFile file) {
    boolean master =
        !file.clusters().isEmpty()
            || !file.inits().isEmpty()
            || file.joins().stream().anyMatch(KubeadmFile.Join::controlPlane);
    if (master) return List.of(Role.CONTROL_PLANE);
    return file.joins().isEmpty() ? List.of() : List.of(Role.WORKER);
  }

  private void ownAddresses(Deployment deployment, Node node) {
    Machine machine = of(node);
    node.parts().all(KubeadmFile.class).stream()
        .flatMap(Machines::ownAddresses)
        .forEach(machine.addresses()::add);
    for (EtcdMemberFile file : node.parts().all(EtcdMemberFile.class))
      Stream.concat(Stream.of(file.address()), file.etcd().serverCertSans().stream())
          .flatMap(address -> address.value().flatMap(IpAddress::parse).stream())
          .forEach(machine.addresses()::add);
    for (var daemon : node.parts().all(VrrpDaemon.class))
      for (VirtualRouter router : daemon.routers())
        router
            .sourceAddress()
            .value()
            .or(() -> fromPeers(deployment, node, router))
            .ifPresent(machine.addresses()::add);
  }

  /** The one address that every other member lists as a peer and that this one does not list. */
  private Optional<IpAddress> fromPeers(Deployment deployment, Node node, VirtualRouter router) {
    if (!router.isUnicast()) return Optional.empty();
    Set<IpAddress> candidates = new LinkedHashSet<>();
    for (Node other : deployment.nodes())
      if (!other.equals(node))
        for (var daemon : other.parts().all(VrrpDaemon.class))
          for (VirtualRouter member : daemon.routers())
            if (member.vrid().value().equals(router.vrid().value()))
              member.unicastPeers().forEach(peer -> peer.value().ifPresent(candidates::add));
    router.unicastPeers().forEach(peer -> peer.value().ifPresent(candidates::remove));
    if (candidates.size() != 1) return Optional.empty();
    IpAddress own = candidates.iterator().next();
    notes.add(
        GUESSED,
        router.name().span(),
        "`%s` is taken for %s: the other members list it as a peer".formatted(of(node).name(), own),
        "correct `addresses` of the node where it is another machine's");
    return Optional.of(own);
  }

  private void add(Inventory.Entry entry) {
    IpAddress address = entry.address().value();
    Optional<Machine> known = holder(address);
    if (known.isEmpty()) known = entry.name().flatMap(name -> named(name, entry));
    if (known.isEmpty() && entry.name().isEmpty() && entry.controlPlane())
      known = Optional.of(unnamed(entry));
    // what an installer's groups say is decided by them alone
    known
        .filter(_ -> entry.controlPlane() && entry.source() != Inventory.Source.INSTALLER)
        .ifPresent(machine -> machine.roles().add(Role.CONTROL_PLANE));
  }

  /** An API server of which only the address is known. */
  private Machine unnamed(Inventory.Entry entry) {
    int number = 1;
    while (byName.containsKey("master" + number)) number++;
    Machine machine = new Machine("master" + number);
    byName.put(machine.name(), machine);
    machine.addresses().add(entry.address().value());
    machine.guess("an API server's address in a list of servers");
    notes.add(
        GUESSED,
        entry.address().span(),
        "the machine at %s is taken to be called `%s`"
            .formatted(entry.address().value(), machine.name()),
        "correct the node's name where it is another");
    return machine;
  }

  /**
   * A peer that no file describes holds the address too: it is a machine like the one that names
   * it.
   */
  private void peers(Node node) {
    for (var daemon : node.parts().all(VrrpDaemon.class))
      for (VirtualRouter router : daemon.routers())
        for (Setting<IpAddress> peer : router.unicastPeers())
          peer.located().ifPresent(at -> peer(of(node), router, at));
  }

  private void peer(Machine machine, VirtualRouter router, Located<IpAddress> at) {
    Optional<Machine> known = holder(at.value());
    if (known.isEmpty()) {
      Machine added = new Machine(nextName(machine.name()));
      byName.put(added.name(), added);
      added.addresses().add(at.value());
      added.roles().addAll(machine.roles());
      added.guess("a unicast peer of " + machine.name());
      notes.add(
          GUESSED,
          at.span(),
          "the peer %s is taken for a machine like `%s`, called `%s`"
              .formatted(at.value(), machine.name(), added.name()),
          "import its files too, or correct its name, interface and priority");
      known = Optional.of(added);
    }
    Machine found = known.get();
    router.iface().value().ifPresent(found::iface);
  }

  /** lb1 is followed by the first of lb2, lb3 and so on that is free. */
  private String nextName(String name) {
    String base = name.replaceFirst("\\d+$", "");
    String ended = base.equals(name) ? base + "-" : base;
    int next = base.equals(name) ? 2 : number(name.substring(base.length())) + 1;
    while (byName.containsKey(ended + next)) next++;
    return ended + next;
  }

  private static int number(String digits) {
    return digits.length() < 9 ? Integer.parseInt(digits) : 0;
  }

  Optional<Machine> holder(IpAddress address) {
    return all().stream().filter(m -> m.addresses().contains(address)).findFirst();
  }

  Optional<Machine> named(String name) {
    return Optional.ofNullable(byName.get(hostName(name)));
  }

  private Optional<Machine> named(Located<String> name, Inventory.Entry entry) {
    String host = hostName(name.value());
    boolean isNew = !byName.containsKey(host);
    if (isNew && !entry.controlPlane() && entry.source() == Inventory.Source.PROXY_SERVER)
      return Optional.empty();
    Machine machine = byName.computeIfAbsent(host, Machine::new);
    if (!machine.addresses().isEmpty()) return Optional.empty();
    machine.addresses().add(entry.address().value());
    boolean declared =
        entry.source() == Inventory.Source.HOST_LIST
            || entry.source() == Inventory.Source.INSTALLER;
    if (!declared && (isNew || entry.source() == Inventory.Source.PROXY_SERVER))
      notes.add(
          GUESSED,
          name.span(),
          (isNew
                  ? "the machine at %s is taken to be called `%s`"
                  : "%s is taken for the address of `%s`")
              .formatted(entry.address().value(), host),
          "correct the node's name or address where it is another");
    return Optional.of(machine);
  }

  /** A name as Kubernetes wants it. */
  static String hostName(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
    return name.replaceAll("^[.-]+|[.-]+$", "");
  }
}
