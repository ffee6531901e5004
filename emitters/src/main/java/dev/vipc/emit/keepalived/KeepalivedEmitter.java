package dev.vipc.emit.keepalived;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.ExtraLines;
import dev.vipc.emit.FileMode;
import dev.vipc.source.Utf8;
import dev.vipc.spec.GroupOnNode;
import dev.vipc.spec.Program;
import dev.vipc.spec.RouterOnNode;
import dev.vipc.spec.Secret;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import dev.vipc.spec.Vrrp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * keepalived.conf and the check scripts of every node that holds a virtual address with keepalived.
 */
@AutoService(Emitter.class)
public final class KeepalivedEmitter implements Emitter {
  private static final String FILE = "/etc/keepalived/keepalived.conf";
  private static final Set<String> DEFINITIONS =
      Set.of(
          "vrrp_script",
          "vrrp_track_process",
          "vrrp_track_file",
          "track_file",
          "bfd_instance",
          "track_group");
  private static final int LONGEST_PASSWORD = 8;

  @Override
  public String name() {
    return "keepalived";
  }

  @Override
  public ArtifactSet emit(Build build) {
    return new ArtifactSet(
        build.spec().nodes().stream().flatMap(node -> onNode(build, node)).toList());
  }

  /** What keepalived reads or runs on a node: its configuration, then every tracked script. */
  public static List<String> filesOnNode(Build build, SpecNode node) {
    return Stream.concat(
            Stream.of(FILE),
            Stream.concat(
                build.spec().tracksOn(node, VirtualAddress.Engine.KEEPALIVED).stream()
                    .flatMap(track -> scriptPath(track).stream()),
                VirtualServerText.scriptPaths(build, node)))
        .toList();
  }

  private static Optional<String> scriptPath(Track track) {
    return switch (track) {
      case Track.OfProxy _, Track.OfApiServer _ -> Optional.of(CheckScript.path(track));
      case Track.OfScript script -> Optional.of(script.path().value());
      case Track.OfProcess _, Track.OfInterface _ -> Optional.empty();
    };
  }

  private static Stream<Artifact> onNode(Build build, SpecNode node) {
    List<RouterOnNode> routers = routers(build, node);
    if (routers.isEmpty() && !build.spec().hasOwnLines(Program.KEEPALIVED, node))
      return Stream.empty();
    List<Artifact> artifacts = new ArrayList<>();
    artifacts.add(configuration(build, node, routers));
    for (Track track : build.spec().tracksOn(node, VirtualAddress.Engine.KEEPALIVED))
      build
          .spec()
          .probe(track)
          .ifPresent(probe -> artifacts.add(CheckScript.artifact(build, node, track, probe)));
    artifacts.addAll(VirtualServerText.scripts(build, node));
    return artifacts.stream();
  }

  private static List<RouterOnNode> routers(Build build, SpecNode node) {
    return build.spec().routersOn(node, VirtualAddress.Engine.KEEPALIVED);
  }

  private static Artifact configuration(Build build, SpecNode node, List<RouterOnNode> routers) {
    TrackedThings tracked = new TrackedThings(build, node);
    List<Map<String, Object>> scripts = tracked.scripts();
    checkNames(build, routers);
    VirtualServerText lvs = new VirtualServerText(build, node);
    Set<String> known = new LinkedHashSet<>(List.of("global_defs"));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("node", node.name().value());
    values.put(
        "runs_scripts",
        !scripts.isEmpty() || VirtualServerText.scriptPaths(build, node).findAny().isPresent());
    values.put("lvs_idle", lvs.idleSeconds().orElse(0L));
    values.put("scripts", withLines(build, node, scripts, "vrrp_script", known));
    values.put(
        "processes", withLines(build, node, tracked.processes(), "vrrp_track_process", known));
    values.put(
        "groups",
        withLines(
            build,
            node,
            build.spec().groupsOn(node, VirtualAddress.Engine.KEEPALIVED).stream()
                .map(group -> group(group, tracked))
                .toList(),
            "vrrp_sync_group",
            known));
    values.put(
        "server_groups", withLines(build, node, lvs.groups(), "virtual_server_group", known));
    values.put("services", withLines(build, node, lvs.services(), "virtual_server", known));
    values.put(
        "instances",
        withLines(
            build,
            node,
            routers.stream().map(router -> instance(build, router, tracked)).toList(),
            "vrrp_instance",
            known));
    values.put("lines", ExtraLines.of(build, Program.KEEPALIVED, node, "global_defs"));
    Map<Boolean, List<Map<String, Object>>> further =
        ExtraLines.furtherSections(build, Program.KEEPALIVED, node, known).stream()
            .collect(Collectors.partitioningBy(KeepalivedEmitter::isDefinition));
    values.put("definitions", further.getOrDefault(true, List.of()));
    values.put("sections", further.getOrDefault(false, List.of()));
    boolean secret = routers.stream().anyMatch(router -> hasPassword(router.vrrp()));
    return Artifact.onNode(
        node.name().value(),
        FILE,
        build.render(KeepalivedEmitter.class, "keepalived.conf.j2", values),
        secret ? FileMode.SECRET : build.modeWithCarried(Program.KEEPALIVED, node));
  }

  /** What a virtual router tracks has to stand above it (measured with 2.2.7). */
  private static boolean isDefinition(Map<String, Object> section) {
    String name = String.valueOf(section.get("name"));
    return DEFINITIONS.contains(name.split(" ", 2)[0]);
  }

  /** The IPv6 part of one virtual address may be called as another virtual address is. */
  private static void checkNames(Build build, List<RouterOnNode> routers) {
    Set<String> names = new HashSet<>();
    for (RouterOnNode router : routers)
      if (!names.add(router.name()))
        build.refuse(
            router.address().name().span(),
            "two virtual routers would be called `%s` in keepalived.conf".formatted(router.name()),
            "give one of the virtual addresses another name");
  }

  /** Adds to each block the lines that the spec carries for it. */
  private static List<Map<String, Object>> withLines(
      Build build,
      SpecNode node,
      List<Map<String, Object>> blocks,
      String kind,
      Set<String> known) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> block : blocks) {
      String section = kind + " " + block.get("name");
      known.add(section);
      Map<String, Object> more = new LinkedHashMap<>(block);
      more.put("lines", ExtraLines.of(build, Program.KEEPALIVED, node, section));
      all.add(more);
    }
    return all;
  }

  private static Map<String, Object> group(GroupOnNode group, TrackedThings tracked) {
    Set<String> own =
        group.routers().stream().map(router -> router.iface().value()).collect(Collectors.toSet());
    return Map.of(
        "name", group.name(),
        "members", group.routers().stream().map(RouterOnNode::name).toList(),
        "scripts", tracked.scriptReferences(group.tracks()),
        "processes", tracked.processReferences(group.tracks()),
        "interfaces", tracked.interfaces(group.tracks(), own));
  }

  private static Map<String, Object> instance(
      Build build, RouterOnNode router, TrackedThings tracked) {
    Vrrp vrrp = router.vrrp();
    KeepalivedText text = new KeepalivedText(build);
    String ifaceWord = text.word(router.iface().value(), router.iface().span());
    List<Track> tracks = router.isGrouped() ? List.of() : router.address().tracks().value();
    Duration preemptDelay = vrrp.preemptDelay().value();
    refuseVersion2OfIpv6(build, router);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", router.name());
    values.put("interface", ifaceWord);
    values.put("router_id", vrrp.routerId().value());
    values.put("version", vrrp.version().value());
    values.put("priority", router.priority().value());
    values.put("interval", KeepalivedText.seconds(vrrp.advertisementInterval().value()));
    values.put("nopreempt", !vrrp.preempt().value());
    values.put("delays", vrrp.preempt().value() && !preemptDelay.isZero());
    values.put("preempt_delay", KeepalivedText.seconds(preemptDelay));
    values.put("group", multicastGroup(router));
    values.put("source", router.source().map(Object::toString).orElse(""));
    values.put("peers", router.peers().stream().map(Object::toString).toList());
    values.put("has_password", hasPassword(vrrp));
    values.put("password", password(build, vrrp, text));
    values.put(
        "addresses",
        router.addresses().stream()
            .map(ip -> ip.address().value() + "/" + ip.prefixLength().value())
            .toList());
    values.put("scripts", tracked.scriptReferences(tracks));
    values.put("processes", tracked.processReferences(tracks));
    values.put("interfaces", tracked.interfaces(tracks, Set.of(router.iface().value())));
    return values;
  }

  private static void refuseVersion2OfIpv6(Build build, RouterOnNode router) {
    if (router.v6() && router.vrrp().version().value() == 2)
      build.refuse(
          router.vrrp().version().span(), "VRRP 2 has no IPv6 (RFC 3768)", "write `version: 3`");
  }

  /** The group of the router's own family, where it is not VRRP's. */
  private static String multicastGroup(RouterOnNode router) {
    return router
        .vrrp()
        .multicastGroup()
        .filter(_ -> router.vrrp().transport().value() == Vrrp.Transport.MULTICAST)
        .filter(group -> group.value().isV6() == router.v6())
        .map(group -> group.value().toString())
        .orElse("");
  }

  /** VRRP 3 has none (RFC 9568, section 9). */
  private static boolean hasPassword(Vrrp vrrp) {
    return vrrp.version().value() == 2 && vrrp.password().isPresent();
  }

  private static String password(Build build, Vrrp vrrp, KeepalivedText text) {
    if (!hasPassword(vrrp)) return "";
    Secret password = vrrp.password().orElseThrow();
    return build
        .secret(password)
        .map(secret -> text.word(checked(build, password, secret), password.span()))
        .orElse("");
  }

  /** A refused password must not be shown in a second finding. */
  private static String checked(Build build, Secret password, String secret) {
    int octets = Utf8.encode(secret).length;
    boolean fits = octets <= LONGEST_PASSWORD;
    if (!fits)
      build.refuseSecret(
          password,
          "the password has %d octets".formatted(octets),
          "use 1 to %d: VRRP 2 carries no more".formatted(LONGEST_PASSWORD));
    boolean writable = secret.matches("[^\\p{Cntrl}\"\\\\$]+");
    if (fits && !writable)
      build.refuseSecret(
          password,
          "the password has a character that keepalived.conf cannot hold",
          "use no double quote, backslash, dollar sign, line break or control character");
    return writable ? secret : "refused";
  }
}
