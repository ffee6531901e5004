package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.GUESSED;

import dev.vipc.model.Deployment;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Node;
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
import java.util.stream.Stream;

/**
 * The machines that the imported files speak of: first those whose files they are, then those that
 * only lines of other machines name.
 */
final class Machines {
  private final Map<String, Machine> byName = new LinkedHashMap<>();
  private final Map<Node, Machine> byNode = new LinkedHashMap<>();
  private final Notes notes;

  private Machines(Notes notes) {
    this.notes = notes;
  }

  static Machines of(Deployment deployment, Notes notes) {
    Machines machines = new Machines(notes);
    Inventory inventory = Inventory.of(deployment);
    for (Node node : deployment.nodes()) machines.add(node, inventory);
    for (Node node : deployment.nodes()) machines.ownAddresses(deployment, node);
    for (Inventory.Entry entry : inventory.entries()) machines.add(entry);
    for (Machine machine : machines.all())
      if (machine.roles().isEmpty()) machine.roles().add(Role.LOAD_BALANCER);
    return machines;
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

  /** A role where it means exactly these nodes in this order, else their names. */
  YamlText selection(List<String> names) {
    for (Role role : List.of(Role.LOAD_BALANCER, Role.CONTROL_PLANE))
      if (with(role).stream().map(Machine::name).toList().equals(names))
        return YamlText.leaf(role.word());
    return YamlText.row(names);
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
    return fields.put("roles", YamlText.row(machine.roles().stream().map(Role::word).toList()));
  }

  private void add(Node node, Inventory inventory) {
    String name = hostName(node.name().or(() -> nameByAddress(node, inventory)).orElse("node1"));
    Machine machine = byName.computeIfAbsent(name, Machine::new);
    byNode.put(node, machine);
    node.parts().all(VrrpDaemon.class).stream()
        .flatMap(daemon -> daemon.routers().stream())
        .flatMap(router -> router.iface().value().stream())
        .findFirst()
        .ifPresent(machine::iface);
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
    known
        .filter(_ -> entry.controlPlane())
        .ifPresent(machine -> machine.roles().add(Role.CONTROL_PLANE));
  }

  private Optional<Machine> holder(IpAddress address) {
    return all().stream().filter(m -> m.addresses().contains(address)).findFirst();
  }

  private Optional<Machine> named(Located<String> name, Inventory.Entry entry) {
    String host = hostName(name.value());
    boolean isNew = !byName.containsKey(host);
    if (isNew && !entry.controlPlane() && entry.source() == Inventory.Source.PROXY_SERVER)
      return Optional.empty();
    Machine machine = byName.computeIfAbsent(host, Machine::new);
    if (!machine.addresses().isEmpty()) return Optional.empty();
    machine.addresses().add(entry.address().value());
    if (isNew || entry.source() == Inventory.Source.PROXY_SERVER)
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
