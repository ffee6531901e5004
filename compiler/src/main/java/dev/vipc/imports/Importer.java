package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.NOT_CARRIED;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.HaproxyPlaces;
import dev.vipc.keyword.HaproxySections;
import dev.vipc.keyword.Release;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.model.CheckScript;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Node;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.StaticPod;
import dev.vipc.model.Version;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecLoader;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Makes one spec of what the files of a cluster say. Every line of them becomes a field, is kept
 * verbatim under {@code extra}, or is named in a note.
 */
public final class Importer {
  private final Deployment deployment;
  private final Notes notes = new Notes();
  private final Extras extras = new Extras();
  private final Machines machines;
  private final Sink sink;
  private final Map<Program, List<String>> nodesOf = new EnumMap<>(Program.class);

  private Importer(Deployment deployment, List<Diagnostic> findings) {
    this.deployment = deployment;
    this.machines = Machines.of(deployment, notes);
    this.sink = new Sink(machines, extras, notes, new HaproxyPlaces(release(deployment)), findings);
  }

  /**
   * Imports a deployment.
   *
   * @param name what the spec is to be called
   * @param findings what lint says of the files
   * @param rules runs every rule over a deployment
   */
  public static ImportResult importModel(
      Deployment deployment,
      String name,
      List<Diagnostic> findings,
      BiConsumer<Deployment, Reporter> rules) {
    Importer importer = new Importer(deployment, findings);
    KubernetesImport kubernetes = new KubernetesImport(deployment, importer.notes);
    Fields fields = importer.fields(Routers.sectionName(name), kubernetes);
    importer.complete(fields, kubernetes, findings, rules);
    String header = "# made by `vipc import`; read its notes before you build\n";
    return new ImportResult(header + fields.render(), importer.notes.sorted());
  }

  private static Release release(Deployment deployment) {
    Version haproxy = deployment.targets().versionFor("haproxy");
    return haproxy.release();
  }

  private Fields fields(String name, KubernetesImport kubernetes) {
    Fields fields =
        new Fields()
            .put("apiVersion", "vipc.dev/v1")
            .put("kind", "HighAvailability")
            .put("metadata", new Fields().put("name", name).compact(100));
    kubernetes.fields().ifPresent(cluster -> fields.put("kubernetes", cluster));
    Map<DraftProxy, List<String>> proxies = proxies();
    List<YamlText> addresses = addresses(proxies.keySet().stream().map(DraftProxy::name).toList());
    PodImport pods = new PodImport(notes);
    deployment.nodes().forEach(pods::add);
    fields.put(
        "nodes", new Items(machines.entries().stream().map(node -> node.compact(120)).toList()));
    list(fields, "virtualAddresses", addresses);
    List<YamlText> balanced = balanced(proxies.keySet().stream().map(DraftProxy::name).toList());
    list(
        fields,
        "proxies",
        Stream.concat(proxies.entrySet().stream().map(p -> entry(p, kubernetes)), balanced.stream())
            .toList());
    delivery(fields, pods);
    deployment.parts().forEach(parts -> parts.all(KubeVip.class).forEach(this::notCarried));
    deployment
        .parts()
        .forEach(parts -> parts.all(ControlPlaneEndpoint.class).forEach(this::notCarried));
    list(fields, "extra", extras.entries(nodesOf));
    return fields;
  }

  private YamlText entry(Map.Entry<DraftProxy, List<String>> proxy, KubernetesImport kubernetes) {
    // without a cluster in the spec its API servers are taken to listen on 6443
    return proxy
        .getKey()
        .entry(
            machines.selection(proxy.getValue()),
            machines.with(Role.CONTROL_PLANE),
            kubernetes.apiServerPort());
  }

  private Map<DraftProxy, List<String>> proxies() {
    Map<DraftProxy, List<String>> proxies = new LinkedHashMap<>();
    for (Node node : deployment.nodes())
      for (ProxyDaemon daemon : node.parts().all(ProxyDaemon.class)) {
        if (daemon.engine() == ProxyDaemon.Engine.LVS) continue;
        if (daemon.engine() != ProxyDaemon.Engine.HAPROXY) {
          notCarried(daemon);
          continue;
        }
        String name = machines.of(node).name();
        nodesOf.computeIfAbsent(Program.HAPROXY, _ -> new ArrayList<>()).add(name);
        HaproxySections file = HaproxySections.of(HaproxySyntax.parse(daemon.file(), _ -> {}));
        boolean pod = PodImport.isPod(node, Program.HAPROXY);
        for (DraftProxy draft : new HaproxyLines(daemon, name, pod, file, sink).decide())
          proxies.computeIfAbsent(unique(draft, name, proxies), _ -> new ArrayList<>()).add(name);
      }
    return proxies;
  }

  /** Proxies of one name that differ between nodes are different proxies. */
  private static DraftProxy unique(
      DraftProxy draft, String node, Map<DraftProxy, List<String>> others) {
    boolean taken =
        !others.containsKey(draft)
            && others.keySet().stream().anyMatch(other -> other.name().equals(draft.name()));
    return taken ? draft.named(draft.name() + "-" + node) : draft;
  }

  /** What LVS balances; the same on several nodes is one proxy. */
  private List<YamlText> balanced(List<String> others) {
    Routers routers = new Routers(deployment);
    Map<LvsImport.Service, List<String>> services = new LinkedHashMap<>();
    for (Node node : deployment.nodes())
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        for (LvsImport.Service service : new LvsImport(node, daemon, routers, machines).services())
          services.computeIfAbsent(service, _ -> new ArrayList<>()).add(machines.of(node).name());
    List<String> names = new ArrayList<>(others);
    List<YamlText> entries = new ArrayList<>();
    services.forEach(
        (service, nodes) -> {
          String name = service.name();
          for (int next = 2; names.contains(name); next++) name = service.name() + "-" + next;
          names.add(name);
          entries.add(service.entry(name, machines.selection(nodes)));
        });
    return entries;
  }

  private List<YamlText> addresses(List<String> proxies) {
    Routers routers = new Routers(deployment);
    TrackImport tracks = new TrackImport(proxies, routers, notes);
    for (Node node : deployment.nodes()) {
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class)) {
        if (isOfPod(node, daemon)) continue;
        nodesOf
            .computeIfAbsent(Program.KEEPALIVED, _ -> new ArrayList<>())
            .add(machines.of(node).name());
        new KeepalivedLines(node, daemon, routers, tracks, sink)
            .decide(KeepalivedSyntax.parse(daemon.file(), _ -> {}));
      }
      node.parts().all(CheckScript.class).forEach(script -> untracked(node, script));
    }
    AddressImport addresses = new AddressImport(machines, tracks, notes);
    return routers.groups().stream().map(addresses::address).toList();
  }

  /**
   * A pod's environment has no lines of keepalived's language to carry: the model has what it says,
   * and {@link PodImport} speaks of the pod.
   */
  private static boolean isOfPod(Node node, VrrpDaemon daemon) {
    return node.parts().all(StaticPod.class).stream().anyMatch(pod -> pod.file() == daemon.file());
  }

  private void untracked(Node node, CheckScript script) {
    boolean runs =
        node.parts().all(VrrpDaemon.class).stream()
                .flatMap(daemon -> daemon.scripts().stream())
                .anyMatch(script::isRunBy)
            || LvsImport.isOurs(script);
    if (!runs)
      notes.add(
          NOT_CARRIED, script.file().startOfFile(), "no imported keepalived.conf runs this script");
  }

  private void delivery(Fields fields, PodImport pods) {
    if (pods.images().isEmpty()) return;
    Fields delivery = new Fields();
    Fields images = new Fields();
    pods.images()
        .forEach(
            (program, image) -> {
              delivery.put(program.word(), "static-pod");
              images.put(program.word(), image);
            });
    fields.put("delivery", delivery).put("images", images);
  }

  private void notCarried(ProxyDaemon daemon) {
    notes.add(
        NOT_CARRIED,
        daemon.file().startOfFile(),
        "%s's configuration is not carried over: no emitter writes one"
            .formatted(daemon.engine() == ProxyDaemon.Engine.NGINX ? "nginx" : "Envoy"),
        "write the proxy by hand, for haproxy or vipd");
  }

  private void notCarried(KubeVip kubeVip) {
    notes.add(
        NOT_CARRIED,
        kubeVip.span(),
        "kube-vip is not carried over: its emitter is not built yet",
        "write the virtual address by hand");
  }

  private void notCarried(ControlPlaneEndpoint endpoint) {
    notes.add(
        NOT_CARRIED,
        endpoint.span(),
        "an installer's way in is not carried over",
        "write it as `kubernetes.endpoint`");
  }

  /** What needs the spec itself: names that it does not derive, and findings to live with. */
  private void complete(
      Fields fields,
      KubernetesImport kubernetes,
      List<Diagnostic> findings,
      BiConsumer<Deployment, Reporter> rules) {
    if (fields.fields().get("kubernetes") instanceof Fields cluster)
      load(fields)
          .ifPresent(
              spec -> {
                List<String> more = new ArrayList<>(kubernetes.certificateSans());
                more.removeAll(spec.certificateSans());
                if (!more.isEmpty()) cluster.put("extraSANs", YamlText.row(more));
              });
    load(fields)
        .ifPresent(
            spec -> {
              Findings ofSpec = new Findings();
              rules.accept(SpecLowering.lower(spec), ofSpec);
              list(fields, "accepted", Acceptance.entries(spec, ofSpec.sorted(), findings));
            });
  }

  private static Optional<HaSpec> load(Fields fields) {
    return SpecLoader.load(new SourceFile("ha.yaml", fields.render()), _ -> {});
  }

  private static void list(Fields fields, String key, List<YamlText> items) {
    if (!items.isEmpty()) fields.put(key, new Items(items));
  }
}
