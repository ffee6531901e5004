package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machines that a deployment's files speak of, and the addresses that they give them: gathered
 * from host lists and installers' inventories, and from every other line that states a machine's
 * own address. A virtual address is no machine's: host lists name it beside the machines, and
 * server lines and kubeadm's own addresses may hold it by mistake; there it is left out.
 */
public final class Inventory {
  /** What kind of line an entry comes from, the most telling first. */
  public enum Source {
    HOST_LIST,
    INSTALLER,
    ETCD,
    KUBEADM,
    KUBE_VIP,
    VRRP,
    PROXY_SERVER
  }

  /**
   * One line's word on one machine.
   *
   * @param controlPlane whether the line shows that an API server or an etcd runs there
   */
  public record Entry(
      Optional<Located<String>> name,
      Located<IpAddress> address,
      Source source,
      boolean controlPlane) {}

  /**
   * What must be known of a deployment before its lines are read for machines.
   *
   * @param virtual the addresses that programs move
   * @param apiServerPorts 6443, and those that files say
   * @param etcdElsewhere whether etcd runs on machines of its own
   */
  public record Known(Set<IpAddress> virtual, Set<Integer> apiServerPorts, boolean etcdElsewhere) {
    private static final int API_SERVER_PORT = 6443;

    public static Known in(Deployment deployment) {
      return new Known(
          deployment.virtualAddresses().stream().map(Located::value).collect(Collectors.toSet()),
          Stream.concat(
                  Stream.of(API_SERVER_PORT),
                  deployment
                      .all(ServesApi.class)
                      .flatMap(ServesApi::apiServerPorts)
                      .flatMap(port -> port.value().stream()))
              .collect(Collectors.toSet()),
          deployment.clusters().stream().anyMatch(cluster -> cluster.etcdElsewhere().isPresent()));
    }

    /** A virtual address, every address and the loopback are no machine's own. */
    public boolean isMachine(IpAddress address) {
      return !virtual.contains(address)
          && !address.address().isLoopbackAddress()
          && !address.address().isAnyLocalAddress();
    }

    /** The address of a text, where it can be a machine's own. */
    public Optional<Located<IpAddress>> machine(Setting<String> address) {
      return address
          .located()
          .flatMap(text -> IpAddress.parse(text.value()).map(ip -> new Located<>(ip, text.span())))
          .filter(at -> isMachine(at.value()));
    }
  }

  private final List<Entry> entries;
  private final List<Located<IpAddress>> addresses;
  private final List<Located<IpAddress>> controlPlane;
  private final Map<IpAddress, Located<String>> names = new HashMap<>();
  private final Set<IpAddress> declared = new HashSet<>();

  private Inventory(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    addresses = once(entries.stream());
    controlPlane = once(entries.stream().filter(Entry::controlPlane));
    for (Entry entry : entries) {
      IpAddress address = entry.address().value();
      entry.name().ifPresent(name -> names.putIfAbsent(address, name));
      if (entry.source() == Source.INSTALLER) declared.add(address);
    }
  }

  public static Inventory of(Deployment deployment) {
    return deployment.once(Inventory.class, Inventory::gathered);
  }

  /** Every line's word, the most telling first. */
  public List<Entry> entries() {
    return entries;
  }

  /** Each known machine address once, where it is first written. */
  public List<Located<IpAddress>> addresses() {
    return addresses;
  }

  /** Each address of a machine that runs an API server or an etcd once. */
  public List<Located<IpAddress>> controlPlaneAddresses() {
    return controlPlane;
  }

  /** The entries that someone wrote in order to list the machines: host lists, inventories. */
  public List<Entry> declared() {
    return entries.stream()
        .filter(e -> e.source() == Source.HOST_LIST || e.source() == Source.INSTALLER)
        .toList();
  }

  /** Whether an installer's inventory or a spec gives the address to a machine. */
  public boolean declares(IpAddress address) {
    return declared.contains(address);
  }

  /** The first name that any line gives to the machine with this address. */
  public Optional<Located<String>> nameOf(IpAddress address) {
    return Optional.ofNullable(names.get(address));
  }

  private static List<Located<IpAddress>> once(Stream<Entry> entries) {
    Map<IpAddress, Located<IpAddress>> first = new LinkedHashMap<>();
    entries.forEach(entry -> first.putIfAbsent(entry.address().value(), entry.address()));
    return List.copyOf(first.values());
  }

  private static Inventory gathered(Deployment deployment) {
    Known known = Known.in(deployment);
    return new Inventory(
        deployment
            .all(NamesMachines.class)
            .flatMap(part -> part.machines(known))
            .sorted(Comparator.comparing(Entry::source))
            .toList());
  }
}
