package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.DIFFERS;
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
import dev.vipc.model.Firewall;
import dev.vipc.model.InputFile;
import dev.vipc.model.Node;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.StaticPod;
import dev.vipc.model.Version;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecLoader;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes one spec of what the files of a cluster say. Every line of them becomes a field, is kept
 * verbatim under {@code extra}, or is named in a note.
 */
public final class Importer {
  private static final Pattern HOLE = Pattern.compile("\\{\\{[^{}\\n]{1,80}}}|\\{%[^%\\n]{1,80}%}");

  /** The kinds of files of which every line is decided, or that have a note of their own. */
  private static final Set<String> READ =
      Set.of(
          "ansible",
          "check-script",
          "envoy",
          "firewall",
          "firewall-script",
          "haproxy",
          "hosts",
          "keepalived",
          "keepalived-pod",
          "kube-vip",
          "kube-vip-command",
          "kube-vip-config",
          "kube-vip-config-file",
          "kube-vip-objects",
          "kube-vip-workload",
          "kubeadm",
          "kubekey",
          "nginx",
          "static-pod");

  /** Findings for which a document of YAML is left out. */
  private static final Set<String> UNREAD = Set.of("SYN010", "SYN011", "SYN020");

  private final Deployment deployment;
  private final Notes notes = new Notes();
  private final Extras extras = new Extras();
  private final Comments comments = new Comments();
  private final Machines machines;
  private final Sink sink;
  private final Map<Program, List<String>> nodesOf = new EnumMap<>(Program.class);

  /** The nodes whose file build writes because some field of the spec says so. */
  private final Map<Program, Set<String>> byFields = new EnumMap<>(Program.class);

  private Importer(Deployment deployment, List<Diagnostic> findings) {
    this.deployment = deployment;
    this.machines = Machines.of(deployment, notes);
    this.sink =
        new Sink(
            machines,
            extras,
            notes,
            comments,
            new HashMap<>(),
            new HaproxyPlaces(release(deployment)),
            findings);
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
    importer.faulty(findings);
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
    KubeKeyImport kubeKey = new KubeKeyImport(deployment, machines, notes);
    Optional<Fields> ofKubeKey = kubeKey.fields();
    kubernetes.fields().or(() -> ofKubeKey).ifPresent(cluster -> fields.put("kubernetes", cluster));
    KubeVipImport kubeVip = new KubeVipImport(deployment, machines, notes);
    Map<DraftProxy, List<String>> proxies = proxies();
    StreamProxies streams = streams(kubernetes, proxies.keySet());
    List<String> ofProxies =
        Stream.concat(proxies.keySet().stream().map(DraftProxy::name), streams.names().stream())
            .toList();
    List<YamlText> addresses = new ArrayList<>(addresses(ofProxies));
    addresses.addAll(kubeVip.addresses(names(addresses), kubernetes.apiServerPort()));
    if (addresses.isEmpty()) kubeKey.address().ifPresent(addresses::add);
    PodImport pods = new PodImport(notes);
    deployment.nodes().forEach(pods::add);
    new KubeVipDocuments(deployment, kubeVip, notes).decide();
    templates();
    streams.finish();
    fields.put("nodes", new Items(machines.entries()));
    list(fields, "virtualAddresses", addresses);
    List<YamlText> entries = new ArrayList<>();
    proxies.entrySet().forEach(proxy -> entries.add(entry(proxy, kubernetes)));
    entries.addAll(streams.entries());
    entries.addAll(balanced(ofProxies));
    entries.addAll(kubeVip.proxies(names(entries)));
    list(fields, "proxies", entries);
    delivery(fields, pods, kubeVip);
    deployment
        .parts()
        .forEach(
            parts ->
                parts.all(ControlPlaneEndpoint.class).stream()
                    .filter(endpoint -> !kubeKey.carries(endpoint.span().file()))
                    .forEach(this::notCarried));
    deployment.all(Firewall.class).forEach(this::notCarried);
    deployment.all(InputFile.class).forEach(this::unread);
    list(fields, "extra", extras.entries(nodesOf, byFields));
    return fields;
  }

  private static Set<String> names(List<YamlText> entries) {
    Set<String> names = new HashSet<>();
    for (YamlText entry : entries) {
      YamlText inner = entry instanceof YamlText.Commented(_, var tree) ? tree : entry;
      if (inner instanceof Fields each
          && each.fields().get("name") instanceof YamlText.Leaf(var name, _)) names.add(name);
    }
    return names;
  }

  /** The proxies that nginx and Envoy are, each once. */
  private StreamProxies streams(KubernetesImport kubernetes, Set<DraftProxy> others) {
    Set<String> names = others.stream().map(DraftProxy::name).collect(Collectors.toSet());
    StreamProxies proxies = new StreamProxies(deployment, sink, kubernetes.apiServerPort(), names);
    for (Node node : deployment.nodes())
      for (ProxyDaemon daemon : node.parts().all(ProxyDaemon.class))
        StreamProxies.program(daemon)
            .ifPresent(
                program -> {
                  String name = machines.of(node).name();
                  List<String> all = nodesOf.computeIfAbsent(program, _ -> new ArrayList<>());
                  if (!all.contains(name)) all.add(name);
                  if (proxies.add(node, daemon, program))
                    byFields.computeIfAbsent(program, _ -> new HashSet<>()).add(name);
                });
    return proxies;
  }

  private YamlText entry(Map.Entry<DraftProxy, List<String>> proxy, KubernetesImport kubernetes) {
    // without a cluster in the spec its API servers are taken to listen on 6443
    YamlText entry =
        proxy
            .getKey()
            .entry(
                machines.places(proxy.getValue()),
                machines,
                kubernetes.apiServerPort(),
                sink.written().getOrDefault(proxy.getKey().name(), Set.of()));
    return new YamlText.Commented(comments.of("proxies." + proxy.getKey().name()), entry);
  }

  private Map<DraftProxy, List<String>> proxies() {
    Map<DraftProxy, List<String>> proxies = new LinkedHashMap<>();
    for (Node node : deployment.nodes())
      for (ProxyDaemon daemon : node.parts().all(ProxyDaemon.class)) {
        if (daemon.engine() != ProxyDaemon.Engine.HAPROXY) continue;
        String name = machines.of(node).name();
        nodesOf.computeIfAbsent(Program.HAPROXY, _ -> new ArrayList<>()).add(name);
        HaproxySections file = HaproxySections.of(HaproxySyntax.parse(daemon.file(), _ -> {}));
        boolean pod = PodImport.isPod(node, Program.HAPROXY);
        for (DraftProxy draft : new HaproxyLines(daemon, name, pod, file, sink).decide()) {
          proxies.computeIfAbsent(unique(draft, name, proxies), _ -> new ArrayList<>()).add(name);
          byFields.computeIfAbsent(Program.HAPROXY, _ -> new HashSet<>()).add(name);
        }
      }
    return proxies;
  }

  /** Proxies of one name that differ between nodes are different proxies. */
  private DraftProxy unique(DraftProxy draft, String node, Map<DraftProxy, List<String>> others) {
    Optional<Map.Entry<DraftProxy, List<String>>> taken =
        others.containsKey(draft)
            ? Optional.empty()
            : others.entrySet().stream()
                .filter(other -> other.getKey().name().equals(draft.name()))
                .findFirst();
    if (taken.isEmpty()) return draft;
    String first = taken.get().getValue().getFirst();
    for (String difference : draft.differences(taken.get().getKey()))
      notes.add(
          DIFFERS,
          placeOf(node, draft.name()),
          "the proxy `%s` is not the same on `%s` and `%s`: %s"
              .formatted(draft.name(), first, node, difference),
          "the spec has a proxy for each; make it one where they are meant to be alike");
    String name = draft.name() + "-" + node;
    for (String kind : List.of("frontend ", "backend "))
      extras.move(Program.HAPROXY, node, kind + draft.name(), kind + name);
    sink.written().put(name, sink.written().getOrDefault(draft.name(), Set.of()));
    return draft.named(name);
  }

  /** Where a node's file names a proxy. */
  private Span placeOf(String node, String proxy) {
    List<ProxyDaemon> daemons =
        deployment.nodes().stream()
            .filter(each -> machines.of(each).name().equals(node))
            .flatMap(each -> each.parts().all(ProxyDaemon.class).stream())
            .toList();
    return daemons.stream()
        .flatMap(daemon -> daemon.proxies().stream())
        .filter(each -> each.isFrontend() && Routers.sectionName(each.name().value()).equals(proxy))
        .map(each -> each.name().span())
        .findFirst()
        .orElseGet(() -> daemons.getFirst().file().startOfFile());
  }

  /** What LVS balances; the same on several nodes is one proxy. */
  private List<YamlText> balanced(List<String> others) {
    Routers routers = new Routers(deployment, machines);
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
          entries.add(service.entry(name, machines.places(nodes)));
        });
    return entries;
  }

  private List<YamlText> addresses(List<String> proxies) {
    Routers routers = new Routers(deployment, machines);
    TrackImport tracks = new TrackImport(proxies, routers, notes);
    for (Routers.Group group : routers.groups())
      group
          .members()
          .forEach(
              member ->
                  byFields
                      .computeIfAbsent(Program.KEEPALIVED, _ -> new HashSet<>())
                      .add(machines.of(member.node()).name()));
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
    return routers.groups().stream()
        .<YamlText>map(
            group ->
                new YamlText.Commented(
                    comments.of("virtualAddresses." + group.name()), addresses.address(group)))
        .toList();
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

  private void delivery(Fields fields, PodImport pods, KubeVipImport kubeVip) {
    Fields delivery = new Fields();
    Fields images = new Fields();
    if (kubeVip.isDaemonSet()) delivery.put(Program.KUBE_VIP.word(), "daemon-set");
    kubeVip.image().ifPresent(image -> images.put(Program.KUBE_VIP.word(), image));
    kubeVip
        .version()
        .ifPresent(
            version ->
                fields.put(
                    "versions", new Fields().put(Program.KUBE_VIP.word(), version.toString())));
    pods.images()
        .forEach(
            (program, image) -> {
              delivery.put(program.word(), "static-pod");
              images.put(program.word(), image);
            });
    if (!delivery.isEmpty()) fields.put("delivery", delivery);
    if (!images.isEmpty()) fields.put("images", images);
  }

  /** What is no YAML is not in the deployment, and nothing else would speak of it. */
  private void faulty(List<Diagnostic> findings) {
    for (Diagnostic finding : findings)
      if (UNREAD.contains(finding.rule().code()))
        notes.add(
            NOT_CARRIED,
            finding.span(),
            "the document is not read and not carried over: " + finding.message());
  }

  /** A file with holes says what is to be filled in, and not what a machine runs. */
  private void templates() {
    for (Node node : deployment.nodes())
      Stream.concat(
              node.parts().all(VrrpDaemon.class).stream().map(VrrpDaemon::file),
              node.parts().all(ProxyDaemon.class).stream().map(ProxyDaemon::file))
          .distinct()
          .forEach(
              file -> {
                Matcher hole = HOLE.matcher(file.text());
                if (hole.find())
                  notes.add(
                      NOT_CARRIED,
                      new Span(file, hole.start(), hole.end()),
                      "the file is a template: nothing says what `%s` becomes"
                          .formatted(hole.group()),
                      "import the file that it is filled in to on a machine");
              });
  }

  private void unread(InputFile input) {
    if (READ.contains(input.kind())) return;
    notes.add(
        NOT_CARRIED,
        input.file().startOfFile(),
        "nothing of this file is carried over: import takes no spec from its kind, `%s`"
            .formatted(input.kind()));
  }

  private void notCarried(Firewall firewall) {
    notes.add(
        NOT_CARRIED,
        firewall.file().startOfFile(),
        "a firewall's rules are not carried over",
        "write `hostFiles.firewall`, and build makes them of who talks to whom");
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
    if (fields.fields().get("kubernetes") instanceof Fields cluster) {
      List<String> more = new ArrayList<>(kubernetes.certificateSans());
      more.addAll(new KubeKeyImport(deployment, machines, notes).certificateSans());
      // a spec that build refuses, for an old release, derives no names
      more.removeAll(load(fields).map(HaSpec::certificateSans).orElse(List.of()));
      if (!more.isEmpty()) cluster.put("extraSANs", YamlText.row(more));
    }
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
