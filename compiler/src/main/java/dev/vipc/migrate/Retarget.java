package dev.vipc.migrate;

import dev.vipc.model.HostPort;
import dev.vipc.spec.Durations;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.VirtualAddress;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rewrites a spec for other programs. What the spec says of machines, addresses, checks and limits
 * stays; what it says of the programs that go is left out with a note.
 */
public final class Retarget {
  private static final Set<String> SPEAKERS = Set.of("keepalived", "vipd", "kube-vip");

  /** Where a proxy on every machine listens beside an API server on 6443, in this order. */
  private static final List<Integer> LOCAL_PORTS = List.of(8443, 7443, 9443, 10443);

  private final HaSpec spec;
  private final Target target;
  private final OptionalInt routerId;
  private final Fields tree;
  private final List<String> notes = new ArrayList<>();

  private Retarget(HaSpec spec, Target target, OptionalInt routerId) {
    this.spec = spec;
    this.target = target;
    this.routerId = routerId;
    this.tree = SpecTree.of(spec.file());
  }

  /**
   * @param routerId the VRID for an address that had none, 1..255
   */
  public static Retargeted of(HaSpec spec, Target target, OptionalInt routerId) {
    return new Retarget(spec, target, routerId).rewritten();
  }

  /** Whether each machine runs the same programs by both, so that none begins and none ends. */
  public static boolean exchangesNothing(HaSpec old, HaSpec next) {
    return programs(old).equals(programs(next));
  }

  private Retargeted rewritten() {
    switch (target) {
      case VIPD -> speakers("vipd", "vipd");
      case KEEPALIVED_HAPROXY -> speakers("keepalived", "haproxy");
      case KUBE_VIP -> kubeVip();
      case LOCAL_HAPROXY -> local();
    }
    withoutUnused();
    withoutAcceptedOfNothing();
    return new Retargeted(
        "# made by `vipc migrate --to %s`; change it here from now on\n".formatted(target.word())
            + SpecTree.render(tree),
        notes);
  }

  private void speakers(String speaker, String proxyEngine) {
    for (Fields address : SpecTree.items(tree, "virtualAddresses")) {
      if (SpecTree.word(address, "engine").equals("external")) continue;
      address.put("engine", speaker);
      address.fields().remove("kubeVip");
      if (!(address.fields().get("vrrp") instanceof Fields) && routerId.isPresent())
        address.put("vrrp", new Fields().put("routerId", routerId.getAsInt()));
      processes(address);
      if (speaker.equals("keepalived")) wholeSeconds(address);
    }
    for (Fields proxy : SpecTree.items(tree, "proxies")) {
      proxy.put("engine", proxyEngine);
      proxy.fields().remove("passive");
    }
    if (target == Target.VIPD && SpecTree.word(tree, "delivery").equals("static-pod")) {
      tree.put("delivery", new Fields().put("vipd", "systemd"));
      notes.add(
          "vipd runs as a systemd unit, since no image of it is published; write `images: { vipd: … }` and"
              + " `delivery: static-pod` for a pod of your own");
    }
  }

  /** A process that will not run any more must not be watched: the proxy itself is asked. */
  private void processes(Fields address) {
    if (!(address.fields().get("track") instanceof Items(var tracks))) return;
    List<YamlText> kept = new ArrayList<>();
    boolean asked = false;
    boolean gone = false;
    for (YamlText track : tracks) {
      Fields fields = track instanceof Fields known ? known : new Fields();
      String process = SpecTree.word(fields, "process");
      asked |= fields.fields().containsKey("proxy");
      if (Program.of(process).isEmpty()) {
        kept.add(track);
        continue;
      }
      gone = true;
      notes.add(
          "the process `%s` was watched and does not run any more; the proxy is asked instead"
              .formatted(process));
    }
    if (gone && !asked)
      spec.proxies().stream()
          .findFirst()
          .ifPresent(proxy -> kept.add(new Fields().put("proxy", proxy.name().value())));
    address.put("track", new Items(kept));
  }

  /** keepalived asks its scripts at whole seconds. */
  private void wholeSeconds(Fields address) {
    for (Fields track : SpecTree.items(address, "track"))
      for (String key : List.of("interval", "timeout")) {
        Optional<Duration> time = Durations.parse(SpecTree.word(track, key));
        if (time.isEmpty() || time.get().toMillis() % 1000 == 0) continue;
        String longer = Durations.format(Duration.ofSeconds(time.get().toSeconds() + 1));
        track.put(key, longer);
        notes.add(
            "keepalived asks at whole seconds: a tracked %s of %s becomes %s"
                .formatted(key, Durations.format(time.get()), longer));
      }
  }

  /** The API servers answer at the address themselves, unless the way in has another port. */
  private void kubeVip() {
    for (Fields address : SpecTree.items(tree, "virtualAddresses")) {
      address.put("engine", "kube-vip").put("holders", Role.CONTROL_PLANE.word());
      address.fields().remove("vrrp");
      address.fields().remove("track");
      address.fields().remove("together");
    }
    interfaces();
    List<YamlText> kept = new ArrayList<>();
    for (Fields proxy : SpecTree.items(tree, "proxies")) {
      String name = SpecTree.word(proxy, "name");
      Optional<SpecProxy> known = spec.proxy(name);
      if (known.isPresent() && isInTheWay(known.get())) {
        notes.add(
            "the proxy `%s` goes: the API servers listen on its port themselves".formatted(name));
        continue;
      }
      proxy.put("on", Role.CONTROL_PLANE.word());
      notes.add(
          "the proxy `%s` moves to the control-plane nodes, since its port is not the API servers'"
              .formatted(name));
      kept.add(proxy);
    }
    if (kept.isEmpty()) tree.fields().remove("proxies");
    else tree.put("proxies", new Items(kept));
    withoutBalancers();
  }

  /** Control-plane nodes that name no interface get that of the holders so far, where it is one. */
  private void interfaces() {
    Set<String> known = new TreeSet<>();
    for (VirtualAddress address : spec.virtualAddresses())
      for (SpecNode holder : address.holders())
        holder.iface().ifPresent(iface -> known.add(iface.value()));
    if (known.size() != 1) return;
    List<String> guessed = new ArrayList<>();
    for (Fields node : SpecTree.items(tree, "nodes")) {
      String name = SpecTree.word(node, "name");
      boolean holds =
          spec.nodesWith(Role.CONTROL_PLANE).stream().anyMatch(n -> n.name().value().equals(name));
      if (!holds || node.fields().containsKey("interface")) continue;
      node.put("interface", known.iterator().next());
      guessed.add(name);
    }
    if (!guessed.isEmpty())
      notes.add(
          "%s: the interface `%s` is guessed, since the holders so far have it; see that `ip -br link show %s` prints a line there before you begin"
              .formatted(
                  String.join(", ", guessed), known.iterator().next(), known.iterator().next()));
  }

  /** Whether it listens where the API servers do. */
  private boolean isInTheWay(SpecProxy proxy) {
    return leadsToApiServers(proxy)
        && proxy.listen().value().stream()
            .allMatch(at -> at.port().orElse(0) == spec.apiServerPort());
  }

  /** By their role, or by their addresses as an import lists them. */
  private boolean leadsToApiServers(SpecProxy proxy) {
    Set<String> masters = new TreeSet<>();
    for (SpecNode node : spec.nodesWith(Role.CONTROL_PLANE)) {
      masters.add(node.name().value());
      node.addresses().forEach(own -> masters.add(own.value().toString()));
    }
    return proxy.serverRole().value().equals(Optional.of(Role.CONTROL_PLANE))
        || proxy.servers().stream()
            .allMatch(
                server ->
                    masters.contains(server.address().value())
                        && server.port().value() == spec.apiServerPort());
  }

  private void local() {
    tree.fields().remove("virtualAddresses");
    int port = localPort();
    for (Fields proxy : SpecTree.items(tree, "proxies")) {
      proxy.put("on", "every-node").put("engine", "haproxy");
      proxy.put("listen", new Items(List.of(YamlText.leaf("127.0.0.1:" + port))));
      proxy.fields().remove("passive");
    }
    if (tree.fields().get("kubernetes") instanceof Fields cluster) endpoint(cluster, port);
    tree.put("delivery", new Fields().put("haproxy", "static-pod"));
    notes.add(
        "workers that the spec does not name need the same files: add them as nodes before you build");
    withoutBalancers();
  }

  private void endpoint(Fields cluster, int port) {
    Optional<HostPort> old = spec.kubernetes().map(known -> known.endpoint().value());
    boolean named = old.filter(at -> at.address().isEmpty()).isPresent();
    String host = named ? old.orElseThrow().host() : "127.0.0.1";
    cluster.put("endpoint", new HostPort(host, OptionalInt.of(port)).toString());
    if (named)
      notes.add(
          "`%s` must lead to 127.0.0.1 on every node: write it into /etc/hosts there"
              .formatted(host));
  }

  /** The old way in's port where it is free on every machine. */
  private int localPort() {
    Set<Integer> taken = new TreeSet<>(Set.of(spec.apiServerPort()));
    for (SpecProxy proxy : spec.proxies())
      if (proxy.nodes().stream().anyMatch(node -> node.is(Role.CONTROL_PLANE)))
        proxy.listen().value().forEach(at -> at.port().ifPresent(taken::add));
    return LOCAL_PORTS.stream().filter(port -> !taken.contains(port)).findFirst().orElse(8443);
  }

  /** Machines that did nothing but balance have nothing left to do. */
  private void withoutBalancers() {
    List<String> idle =
        spec.nodes().stream()
            .filter(node -> node.roles().value().equals(List.of(Role.LOAD_BALANCER)))
            .map(SpecNode::name)
            .map(name -> name.value())
            .toList();
    List<YamlText> kept = new ArrayList<>();
    for (Fields node : SpecTree.items(tree, "nodes"))
      if (!idle.contains(SpecTree.word(node, "name"))) kept.add(node);
    tree.put("nodes", new Items(kept));
    if (!idle.isEmpty())
      notes.add(
          "%s: nothing is left to do for them once all is done".formatted(String.join(", ", idle)));
  }

  /** What was accepted of an address or a proxy that is no more. */
  private void withoutAcceptedOfNothing() {
    List<YamlText> kept = new ArrayList<>();
    for (Fields accepted : SpecTree.items(tree, "accepted")) {
      String[] place = SpecTree.word(accepted, "place").split("[.]", 3);
      boolean named = place.length > 1 && List.of("virtualAddresses", "proxies").contains(place[0]);
      if (!named
          || SpecTree.items(tree, place[0]).stream()
              .anyMatch(one -> SpecTree.word(one, "name").equals(place[1]))) kept.add(accepted);
    }
    if (kept.isEmpty()) tree.fields().remove("accepted");
    else tree.put("accepted", new Items(kept));
  }

  /** Versions, images, deliveries and lines of programs that are not used any more. */
  private void withoutUnused() {
    Set<String> used = used();
    for (String key : List.of("delivery", "versions", "images"))
      if (tree.fields().get(key) instanceof Fields programs) {
        programs.fields().keySet().removeIf(name -> !used.contains(name));
        if (programs.isEmpty()) tree.fields().remove(key);
      }
    List<YamlText> kept = new ArrayList<>();
    for (Fields lines : SpecTree.items(tree, "extra")) {
      String program = SpecTree.word(lines, "program");
      if (used.contains(program)) kept.add(lines);
      else
        notes.add(
            "lines of %s in `%s` have no counterpart and are left out: %s"
                .formatted(program, SpecTree.word(lines, "section"), shown(lines)));
    }
    if (kept.isEmpty()) tree.fields().remove("extra");
    else tree.put("extra", new Items(kept));
  }

  /** Their keywords: what stands behind them may be a secret. */
  private static String shown(Fields lines) {
    return lines.fields().get("lines") instanceof Items(var items)
        ? String.join(
            ", ",
            items.stream()
                .map(item -> item instanceof YamlText.Leaf(var text, _) ? keyword(text) : "")
                .filter(word -> !word.isEmpty())
                .toList())
        : "";
  }

  /** Empty for a comment. */
  private static String keyword(String line) {
    String word = line.replaceAll("^\"", "").strip().split("[ \"]", 2)[0];
    return word.startsWith("#") ? "" : "`" + word + "`";
  }

  private Set<String> used() {
    Set<String> used = new TreeSet<>(Set.of("kubernetes"));
    for (Fields address : SpecTree.items(tree, "virtualAddresses"))
      used.add(or(SpecTree.word(address, "engine"), "keepalived"));
    for (Fields proxy : SpecTree.items(tree, "proxies"))
      used.add(or(SpecTree.word(proxy, "engine"), "haproxy"));
    return used;
  }

  private static String or(String word, String standard) {
    return word.isEmpty() ? standard : word;
  }

  /** What a node runs by a spec, in the order of its start. */
  static List<Program> programs(HaSpec spec, SpecNode node) {
    Set<String> words = new TreeSet<>();
    spec.proxies().stream()
        .filter(proxy -> proxy.runsOn(node))
        .forEach(proxy -> words.add(proxy.engine().value().word()));
    List<Program> programs =
        new ArrayList<>(words.stream().flatMap(word -> Program.of(word).stream()).toList());
    spec.virtualAddresses().stream()
        .filter(address -> address.isHeldBy(node))
        .map(address -> address.engine().value().word())
        .filter(SPEAKERS::contains)
        .flatMap(word -> Program.of(word).stream())
        .filter(program -> !programs.contains(program))
        .forEach(programs::add);
    return List.copyOf(programs);
  }

  /** By node name. */
  static Map<String, List<Program>> programs(HaSpec spec) {
    Map<String, List<Program>> all = new java.util.LinkedHashMap<>();
    for (SpecNode node : spec.nodes()) all.put(node.name().value(), programs(spec, node));
    return all;
  }
}
