package dev.vipc.emit.haproxy;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.ExtraLines;
import dev.vipc.emit.NonlocalBind;
import dev.vipc.model.HostPort;
import dev.vipc.model.Version;
import dev.vipc.source.Span;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** haproxy.cfg of every node that runs a proxy with HAProxy. */
@AutoService(Emitter.class)
public final class HaproxyEmitter implements Emitter {
  /** Where the configuration lies on a node. */
  public static final String FILE = "/etc/haproxy/haproxy.cfg";

  /** Connections for metrics and checks beside those of the listeners. */
  private static final int SPARE_CONNECTIONS = 100;

  @Override
  public String name() {
    return "haproxy";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().nodes().stream().flatMap(node -> onNode(build, node)).toList());
  }

  private static Stream<Artifact> onNode(Build build, SpecNode node) {
    List<SpecProxy> proxies = build.spec().proxiesOn(node, SpecProxy.Engine.HAPROXY);
    if (proxies.isEmpty() && !build.spec().hasOwnLines(Program.HAPROXY, node))
      return Stream.empty();
    Artifact file =
        Artifact.onNode(
            node.name().value(),
            FILE,
            configuration(build, node, proxies),
            build.modeWithCarried(Program.HAPROXY, node));
    return Stream.concat(
        Stream.of(file), NonlocalBind.artifacts(build, node, proxies, Program.HAPROXY.word()));
  }

  private static String configuration(Build build, SpecNode node, List<SpecProxy> proxies) {
    checkVersion(build, proxies);
    checkNames(build, proxies);
    Set<String> known = new LinkedHashSet<>(List.of("global", "defaults"));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("own_global", ownGlobal(build, node, proxies));
    values.put("global_lines", lines(build, node, "global"));
    values.put("default_lines", lines(build, node, "defaults"));
    List<Map<String, Object>> all = new ArrayList<>();
    for (SpecProxy proxy : proxies) all.add(withLines(build, node, proxy, known));
    values.put("proxies", all);
    values.put("metrics", metrics(build, proxies));
    values.put("sections", ExtraLines.furtherSections(build, Program.HAPROXY, node, known));
    return build.render(HaproxyEmitter.class, "haproxy.cfg.j2", values);
  }

  /**
   * What {@code global} has beside the carried lines, which take the place of ours; the limit of
   * connections is that of the proxies, so that it goes where the file has listeners beside them.
   */
  private static List<String> ownGlobal(Build build, SpecNode node, List<SpecProxy> proxies) {
    List<String> own =
        new ArrayList<>(
            build.isPod(Program.HAPROXY)
                ? List.of("log stdout format raw local0")
                : List.of(
                    "log /dev/log local0",
                    "user haproxy",
                    "group haproxy",
                    "chroot /var/lib/haproxy"));
    boolean others =
        build.spec().extraSections(Program.HAPROXY, node).stream()
            .filter(section -> section.startsWith("frontend ") || section.startsWith("listen "))
            .anyMatch(section -> proxies.stream().noneMatch(p -> isOf(section, p)));
    if (!others) own.add("maxconn " + connections(proxies));
    return ExtraLines.unreplaced(own, lines(build, node, "global"));
  }

  private static boolean isOf(String section, SpecProxy proxy) {
    return section.equals("frontend " + proxy.name().value());
  }

  private static int connections(List<SpecProxy> proxies) {
    return proxies.stream().mapToInt(proxy -> proxy.maxConnections().value()).sum()
        + SPARE_CONNECTIONS;
  }

  private static List<String> lines(Build build, SpecNode node, String section) {
    return ExtraLines.of(build, Program.HAPROXY, node, section);
  }

  private static Map<String, Object> withLines(
      Build build, SpecNode node, SpecProxy proxy, Set<String> known) {
    String frontend = "frontend " + proxy.name().value();
    String backend = "backend " + backendName(proxy);
    String backendOfSpec = "backend " + proxy.name().value();
    known.addAll(List.of(frontend, backend, backendOfSpec));
    Map<String, Object> values = new ProxySection(build, proxy).values();
    values.put("frontend_lines", lines(build, node, frontend));
    List<String> backendLines = new ArrayList<>(lines(build, node, backendOfSpec));
    backendLines.addAll(lines(build, node, backend));
    values.put("backend_lines", backendLines);
    return values;
  }

  /** Another name than the frontend's: HAProxy 3.1 warns of one for both, and 3.3 refuses it. */
  static String backendName(SpecProxy proxy) {
    return proxy.name().value() + "-servers";
  }

  /** The listeners for metrics, each address once. */
  private static List<Map<String, Object>> metrics(Build build, List<SpecProxy> proxies) {
    HaproxyText text = new HaproxyText(build);
    Map<HostPort, Map<String, Object>> listeners = new LinkedHashMap<>();
    for (SpecProxy proxy : proxies)
      proxy
          .metrics()
          .ifPresent(
              at ->
                  listeners.putIfAbsent(
                      at.value(),
                      Map.of(
                          "name", metricsName(proxy),
                          "bind", text.address(at.value(), at.span()))));
    return List.copyOf(listeners.values());
  }

  private static String metricsName(SpecProxy proxy) {
    return proxy.name().value() + "-metrics";
  }

  private static void checkNames(Build build, List<SpecProxy> proxies) {
    Set<String> names = new HashSet<>();
    for (SpecProxy proxy : proxies)
      for (String name : List.of(proxy.name().value(), backendName(proxy), metricsName(proxy)))
        if (!names.add(name))
          build.refuse(
              proxy.name().span(),
              "two sections would be called `%s` in haproxy.cfg".formatted(name),
              "give the proxy another name");
  }

  private static void checkVersion(Build build, List<SpecProxy> proxies) {
    var chosen = build.spec().versions().get(Program.HAPROXY);
    if (chosen == null) return;
    Version version = chosen.value();
    for (SpecProxy proxy : proxies) {
      proxy.metrics().ifPresent(at -> needs(build, version, 2, 0, at.span(), "`metrics`"));
      if (proxy.balance().value() == SpecProxy.Balance.RANDOM)
        needs(build, version, 1, 9, proxy.balance().span(), "`balance: random`");
    }
    if (build.isPod(Program.HAPROXY))
      needs(build, version, 1, 9, chosen.span(), "a log on standard output");
  }

  private static void needs(
      Build build, Version version, int major, int minor, Span place, String what) {
    if (!version.atLeast(major, minor))
      build.refuse(
          place,
          "HAProxy %s does not know %s".formatted(version, what),
          "use HAProxy %d.%d or later".formatted(major, minor));
  }
}
