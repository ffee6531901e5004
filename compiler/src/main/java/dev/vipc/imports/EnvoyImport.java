package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.HostPort;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.spec.EnvoySections;
import dev.vipc.spec.EnvoySections.Part;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The listeners of one bootstrap that pass TCP on, each with its cluster, as proxies of the spec;
 * what is none stays verbatim.
 */
final class EnvoyImport {
  /** A proxy, and what of the file it was made of. */
  private record Found(Draft draft, List<EnvoyListener> listeners, EnvoyCluster cluster) {
    Set<String> added() {
      Set<String> all = new TreeSet<>(cluster.added());
      all.addAll(listeners.getFirst().added());
      return all;
    }

    Found named(Draft other) {
      return new Found(other, listeners, cluster);
    }
  }

  private final ProxyDaemon daemon;
  private final Machines machines;
  private final Notes notes;
  private final Comments comments;
  private final int apiServerPort;
  private final Predicate<String> isVirtual;
  private final Draft.Naming naming;
  private final EnvoyVerbatim verbatim;
  private final List<Found> found = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private Map<String, List<Mapping>> listeners = Map.of();
  private Map<String, List<Mapping>> clusters = Map.of();

  /**
   * @param node the name of the machine
   * @param isVirtual whether an address moves between machines
   * @param naming asked once for each proxy, when all its fields are known
   */
  EnvoyImport(
      ProxyDaemon daemon,
      String node,
      Sink sink,
      int apiServerPort,
      Predicate<String> isVirtual,
      Draft.Naming naming) {
    this.daemon = daemon;
    this.machines = sink.machines();
    this.notes = sink.notes();
    this.comments = sink.comments();
    this.apiServerPort = apiServerPort;
    this.isVirtual = isVirtual;
    this.naming = naming;
    this.verbatim = new EnvoyVerbatim(node, sink);
  }

  List<Draft> decide() {
    boolean read = false;
    for (YamlNode document : YamlSyntax.parse(daemon.file(), _ -> {}))
      if (read)
        notes.add(
            WITHOUT_EFFECT,
            document.span().part(0, 1),
            "Envoy reads the first document of a file alone");
      else if (document instanceof Mapping root) {
        bootstrap(root);
        read = true;
      }
    verbatim.flush();
    return found.stream().map(Found::draft).toList();
  }

  private void bootstrap(Mapping root) {
    EnvoyMessage bootstrap = new EnvoyMessage(root, new EnvoyAnswers());
    EnvoyMessage resources = bootstrap.at("static_resources");
    listeners = byName(resources, "listeners");
    clusters = byName(resources, "clusters");
    if (bootstrap.answers().isBeyond()) {
      for (Entry entry : root.entries())
        notes.add(
            NOT_CARRIED,
            entry.key().span(),
            "`%s` is not carried over: the file is no bootstrap that Envoy takes"
                .formatted(entry.key().value()));
      return;
    }
    groups(resources, isVirtual).forEach(this::draft);
    Optional<EnvoyMessage> admin = admin(bootstrap);
    found.replaceAll(this::settled);
    found.forEach(this::accept);
    admin.ifPresent(this::accept);
    rest(bootstrap, resources);
  }

  private static List<Mapping> mappings(EnvoyMessage in, String key) {
    return in.list(key).stream().map(EnvoyMessage::mapping).toList();
  }

  private static Map<String, List<Mapping>> byName(EnvoyMessage in, String key) {
    return mappings(in, key).stream().collect(Collectors.groupingBy(EnvoyImport::nameOf));
  }

  /** Listeners that differ in their addresses alone are one proxy. */
  private static List<List<EnvoyListener>> groups(
      EnvoyMessage resources, Predicate<String> isVirtual) {
    return List.copyOf(
        mappings(resources, "listeners").stream()
            .flatMap(item -> EnvoyListener.of(item, isVirtual).stream())
            .collect(
                Collectors.groupingBy(
                    EnvoyListener::likeness, LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  private void draft(List<EnvoyListener> group) {
    EnvoyListener first = group.getFirst();
    List<Mapping> named = clusters.getOrDefault(first.cluster(), List.of());
    if (named.size() != 1) return;
    EnvoyCluster cluster = new EnvoyCluster(named.getFirst(), first, machines, apiServerPort);
    Optional<Fields> said = cluster.fields();
    if (said.isEmpty()) return;
    String name = name(group, named.getFirst());
    names.add(name);
    List<String> listen = group.stream().map(each -> each.at().toString()).toList();
    Fields fields = new Fields().put("engine", "envoy").put("listen", YamlText.row(listen));
    said.get().fields().forEach(fields::put);
    found.add(
        new Found(new Draft(Program.ENVOY, name, listen, fields, cluster.place()), group, cluster));
  }

  /** What is kept and noted of a proxy depends on its last name. */
  private Found settled(Found proxy) {
    names.remove(proxy.draft().name());
    Mapping cluster = proxy.cluster().message().mapping();
    Draft named = naming.settle(proxy.draft(), name -> isFree(name, proxy.listeners(), cluster));
    names.add(named.name());
    return proxy.named(named);
  }

  private static String nameOf(Mapping item) {
    return item.scalar("name").map(Scalar::value).orElse("");
  }

  /** By its cluster; by its listener where the cluster has several. */
  private String name(List<EnvoyListener> group, Mapping cluster) {
    String own = nameOf(cluster);
    String base = Routers.sectionName(SpecProxy.ofServers(own));
    if (isFree(base, group, cluster)) return base;
    String other = Routers.sectionName(group.getFirst().label());
    String name = other;
    for (int next = 2; !isFree(name, group, cluster); next++) name = other + "-" + next;
    return name;
  }

  /** Whether what build calls by this name has no other's name. */
  private boolean isFree(String name, List<EnvoyListener> group, Mapping cluster) {
    Set<Mapping> own = Collections.newSetFromMap(new IdentityHashMap<>());
    group.forEach(listener -> own.add(listener.message().mapping()));
    own.add(cluster);
    return !names.contains(name)
        && own.containsAll(listeners.getOrDefault(name, List.of()))
        && own.containsAll(clusters.getOrDefault(name + SpecProxy.SERVERS, List.of()));
  }

  /** Says what became of each key of a proxy's listeners and cluster. */
  private void accept(Found proxy) {
    String name = proxy.draft().name();
    String part = "proxies." + name;
    int number = 0;
    for (EnvoyListener listener : proxy.listeners()) {
      String written = ++number == 1 ? name : name + "-" + number;
      listener
          .name()
          .filter(own -> !own.value().equals(written))
          .ifPresent(own -> renamed("listener", own, written));
      EnvoyMessage message = listener.message();
      listener
          .proxy()
          .entry("stat_prefix")
          .filter(entry -> EnvoyMessage.canonical(entry.value()).equals(name))
          .ifPresent(message.answers()::answer);
      verbatim.keep(message, Part.LISTENER.of(name), number == 1);
      verbatim.keep(listener.proxy(), Part.TCP_PROXY.of(name), number == 1);
      settle(message, "listener `%s`".formatted(listener.label()), part);
    }
    EnvoyMessage cluster = proxy.cluster().message();
    cluster
        .scalar("name")
        .filter(own -> !own.value().equals(name + SpecProxy.SERVERS))
        .ifPresent(own -> renamed("cluster", own, name + SpecProxy.SERVERS));
    verbatim.keep(cluster, Part.CLUSTER.of(name), true);
    settle(cluster, "cluster `%s`".formatted(nameOf(cluster.mapping())), part);
    if (!proxy.added().isEmpty())
      notes.add(
          WRITTEN_ANEW,
          proxy.cluster().place(),
          "build adds `%s` to the proxy `%s`".formatted(String.join("`, `", proxy.added()), name));
  }

  private void renamed(String kind, Scalar own, String written) {
    notes.add(
        WRITTEN_ANEW,
        own.span(),
        "`%s %s` is written as `%s`".formatted(kind, own.value(), written));
  }

  private void settle(EnvoyMessage message, String what, String part) {
    message.answers().sayTo(notes);
    message.answers().noteBelow(message, what, notes);
    message.answers().comments(message.mapping(), part, comments);
  }

  private void rest(EnvoyMessage bootstrap, EnvoyMessage resources) {
    verbatim.keep(bootstrap, EnvoySections.BOOTSTRAP, true);
    verbatim.keep(resources, EnvoySections.RESOURCES, true);
    Set<Mapping> used = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Found proxy : found) {
      proxy.listeners().forEach(listener -> used.add(listener.message().mapping()));
      used.add(proxy.cluster().message().mapping());
    }
    List<Mapping> all = mappings(resources, "clusters");
    for (Mapping item : mappings(resources, "listeners"))
      if (!used.contains(item)) verbatim.keepItem(item, EnvoySections.LISTENERS);
    for (Mapping item : all)
      if (!used.contains(item)) verbatim.keepItem(item, EnvoySections.CLUSTERS);
    // what stays as it is may name a cluster that build gives another name
    Set<String> ledTo = verbatim.clusters();
    for (Mapping item : all)
      if (used.contains(item) && isNeeded(nameOf(item), ledTo))
        verbatim.keepItem(item, EnvoySections.CLUSTERS);
  }

  private boolean isNeeded(String cluster, Set<String> ledTo) {
    boolean renamed =
        !cluster.endsWith(SpecProxy.SERVERS) || !names.contains(SpecProxy.ofServers(cluster));
    return renamed && ledTo.contains(cluster);
  }

  /** The administration interface is the metrics of the first proxy; without one it stays. */
  private Optional<EnvoyMessage> admin(EnvoyMessage bootstrap) {
    Optional<Entry> entry = bootstrap.entry("admin");
    if (found.isEmpty() || entry.isEmpty() || !(entry.get().value() instanceof Mapping inner))
      return Optional.empty();
    EnvoyMessage admin = new EnvoyMessage(inner, new EnvoyAnswers());
    Optional<HostPort> at = EnvoyListener.address(admin.at("address").at("socket_address"));
    if (at.isEmpty() || admin.answers().isBeyond()) return Optional.empty();
    bootstrap.answers().answerWhole(entry.get());
    found.getFirst().draft().fields().put("metrics", at.get().toString());
    return Optional.of(admin);
  }

  private void accept(EnvoyMessage admin) {
    verbatim.keep(admin, EnvoySections.ADMIN, true);
    settle(admin, "administration interface", "proxies." + found.getFirst().draft().name());
  }
}
