package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.DIFFERS;

import dev.vipc.model.Deployment;
import dev.vipc.model.MovesAddresses;
import dev.vipc.model.Node;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.source.SourceFile;
import dev.vipc.spec.Program;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The proxies that nginx and Envoy are on the nodes of a deployment, each once. */
final class StreamProxies {
  /**
   * A proxy.
   *
   * @param original as its file calls it
   * @param written as the spec calls it
   */
  private record Named(Draft original, Draft written) {}

  private final Sink sink;
  private final int apiServerPort;
  private final Set<String> others;
  private final Set<String> virtual;
  private final List<Named> all = new ArrayList<>();
  private final Map<String, List<String>> nodes = new LinkedHashMap<>();
  private final Set<SourceFile> read = new HashSet<>();
  private final List<NginxImport> unfinished = new ArrayList<>();

  /**
   * @param others the names that proxies of other engines have
   */
  StreamProxies(Deployment deployment, Sink sink, int apiServerPort, Set<String> others) {
    this.sink = sink;
    this.apiServerPort = apiServerPort;
    this.others = others;
    this.virtual =
        deployment
            .all(MovesAddresses.class)
            .flatMap(MovesAddresses::virtualAddresses)
            .map(address -> address.value().toString())
            .collect(Collectors.toSet());
  }

  /** The program, where it is one of these. */
  static Optional<Program> program(ProxyDaemon daemon) {
    return switch (daemon.engine()) {
      case NGINX -> Optional.of(Program.NGINX);
      case ENVOY -> Optional.of(Program.ENVOY);
      case HAPROXY, VIPD, LVS -> Optional.empty();
    };
  }

  /**
   * Adds what one daemon is.
   *
   * @return whether it has proxies that fields of the spec say
   */
  boolean add(Node node, ProxyDaemon daemon, Program program) {
    // each document of a file has its daemon, and the file is read as a whole
    if (!read.add(daemon.file())) return false;
    String name = sink.machines().of(node).name();
    Draft.Naming naming = (draft, isFree) -> settle(draft, name, isFree);
    if (program == Program.NGINX) {
      NginxImport file = new NginxImport(daemon, node, sink, apiServerPort, naming);
      unfinished.add(file);
      return !file.decide().isEmpty();
    }
    return !new EnvoyImport(daemon, name, sink, apiServerPort, virtual::contains, naming)
        .decide()
        .isEmpty();
  }

  /** Decides what depends on where the proxies run, when all machines are known. */
  void finish() {
    for (NginxImport file : unfinished)
      file.finish(draft -> sink.machines().isEveryNode(nodesOf(draft)));
  }

  private List<String> nodesOf(Draft draft) {
    return nodes.getOrDefault(draft.name(), List.of());
  }

  List<String> names() {
    return all.stream().map(Named::written).map(Draft::name).toList();
  }

  /** The spec's entries. */
  List<YamlText> entries() {
    return all.stream().map(Named::written).map(this::entry).toList();
  }

  private YamlText entry(Draft draft) {
    List<String> on = nodesOf(draft);
    Fields fields = new Fields().put("name", draft.name()).put("on", sink.machines().places(on));
    draft.fields().fields().forEach(fields::put);
    return new YamlText.Commented(sink.comments().of("proxies." + draft.name()), fields);
  }

  /** The proxy that another node has too, or one with a name that no other has. */
  private Draft settle(Draft draft, String node, Predicate<String> isFree) {
    Optional<Named> same =
        all.stream()
            .filter(other -> other.original().saysTheSame(draft))
            .filter(other -> isFree.test(other.written().name()))
            .findFirst();
    Named named = same.orElseGet(() -> new Named(draft, draft.named(apart(draft, node, isFree))));
    if (same.isEmpty()) all.add(named);
    String name = named.written().name();
    nodes.computeIfAbsent(name, _ -> new ArrayList<>()).add(node);
    return draft.named(name);
  }

  private String apart(Draft draft, String node, Predicate<String> isFree) {
    Optional<Draft> first =
        all.stream()
            .map(Named::original)
            .filter(other -> other.program() == draft.program())
            .filter(other -> other.name().equals(draft.name()))
            .findFirst();
    first.ifPresent(other -> differ(draft, other, node));
    Set<String> taken = new HashSet<>(others);
    taken.addAll(names());
    Predicate<String> isOurs = name -> !taken.contains(name) && isFree.test(name);
    if (isOurs.test(draft.name())) return draft.name();
    String base = draft.name() + "-" + (first.isPresent() ? node : draft.program().word());
    String name = base;
    for (int next = 2; !isOurs.test(name); next++) name = base + "-" + next;
    return name;
  }

  private void differ(Draft draft, Draft other, String node) {
    String program = draft.program() == Program.NGINX ? "nginx" : "Envoy";
    for (String difference : draft.differences(other))
      sink.notes()
          .add(
              DIFFERS,
              draft.place(),
              "the proxy `%s` of %s is not the same on `%s` as on the nodes before it: %s"
                  .formatted(draft.name(), program, node, difference),
              "the spec has a proxy for each; make it one where they are meant to be alike");
  }
}
