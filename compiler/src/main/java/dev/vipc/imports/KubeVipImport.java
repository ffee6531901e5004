package dev.vipc.imports;

import static dev.vipc.imports.ImportNotes.DIFFERS;
import static dev.vipc.imports.ImportNotes.GUESSED;
import static dev.vipc.imports.ImportNotes.NOT_CARRIED;
import static dev.vipc.imports.ImportNotes.WITHOUT_EFFECT;
import static dev.vipc.imports.ImportNotes.WRITTEN_ANEW;

import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVipPools;
import dev.vipc.model.KubeVipSettings;
import dev.vipc.model.Node;
import dev.vipc.model.Setting;
import dev.vipc.model.Version;
import dev.vipc.source.Located;
import dev.vipc.spec.Role;
import dev.vipc.spec.YamlText;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** kube-vip's manifests as virtual addresses that kube-vip moves. */
final class KubeVipImport {
  /** Variables that fields of the spec say, or that follow from them. */
  private static final Set<String> FIELDS =
      Set.of(
          "vip_arp",
          "bgp_enable",
          "port",
          "address",
          "vip_address",
          "vip_interface",
          "vip_subnet",
          "vip_cidr",
          "vip_nodename",
          "cp_enable",
          "svc_enable",
          "svc_election",
          "vip_leaderelection",
          "vip_leaseduration",
          "vip_renewdeadline",
          "vip_retryperiod",
          "bgp_as",
          "bgp_peers",
          "bgp_peeraddress",
          "bgp_peeras",
          "bgp_peerpass",
          "bgp_multihop",
          "bgp_routerid",
          "bgp_routerinterface",
          "bgp_hold_time",
          "bgp_keepalive_interval",
          "bgp_sourceip",
          "bgp_source_ip",
          "bgp_sourceif",
          "bgp_source_if",
          "control_plane_health_check_period_seconds",
          "control_plane_health_check_timeout_seconds",
          "control_plane_health_check_failure_threshold",
          "lb_enable",
          "lb_port",
          "backend_health_check_interval");

  /** What build writes whatever the file had. */
  private static final Map<String, String> OURS =
      Map.of(
          "cp_namespace",
          "kube-system",
          "lb_fwdmethod",
          "masquerade",
          "control_plane_health_check_ca_path",
          "/etc/kubernetes/pki/ca.crt");

  /** What build asks the API server of the node itself. */
  private static final Pattern READYZ = Pattern.compile("https://localhost:\\d+/readyz");

  /** {@code address:as:password:multihop:port}, the last three of which may be missing. */
  private static final Pattern PEER =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:]+]|[0-9.]+):(\\d{1,10})(?::([^:,]*))?(?::(true|false))?(?::(\\d{1,5}))?");

  /** The release from which on leases last 15, 10 and 2 s where nothing is written. */
  private static final Version LONGER_LEASES = new Version(1, 1, 0);

  /** Where releases are published, and the first that was. */
  private static final String PROJECT = "ghcr.io/kube-vip/kube-vip";

  private static final Version PROJECT_IMAGE = new Version(0, 3, 8);

  private static final int API_SERVER_PORT = 6443;
  private static final String LOOPBACK = "lo";

  /** The peer's number where none is written. */
  private static final String STANDARD_AS = "65000";

  private static final Set<String> OF_SINGLE_PEER =
      Set.of("bgp_peeras", "bgp_peerpass", "bgp_multihop");

  private record Held(KubeVip kubeVip, Optional<Machine> machine) {}

  private final Deployment deployment;
  private final Machines machines;
  private final Notes notes;
  private final Map<List<IpAddress>, List<Held>> groups = new LinkedHashMap<>();

  /** Why each of the others is no virtual address of the spec. */
  private final Map<KubeVip, String> reasons = new IdentityHashMap<>();

  private boolean poolsDone = false;

  KubeVipImport(Deployment deployment, Machines machines, Notes notes) {
    this.deployment = deployment;
    this.machines = machines;
    this.notes = notes;
    for (Node node : deployment.nodes())
      for (KubeVip kubeVip : node.parts().all(KubeVip.class))
        add(kubeVip, Optional.of(machines.of(node)));
    for (KubeVip kubeVip : deployment.shared().all(KubeVip.class)) add(kubeVip, Optional.empty());
  }

  /** Whether its settings became a virtual address. */
  boolean carries(KubeVip kubeVip) {
    return !reasons.containsKey(kubeVip);
  }

  /** What keeps it from being one, and what to do. */
  Optional<String> whyNot(KubeVip kubeVip) {
    return Optional.ofNullable(reasons.get(kubeVip));
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Whether a cluster's own controller starts it, and no kubelet by itself. */
  boolean isDaemonSet() {
    return groups.values().stream()
        .flatMap(List::stream)
        .map(Held::kubeVip)
        .filter(this::carries)
        .anyMatch(kubeVip -> kubeVip.form() == KubeVip.Form.DAEMON_SET);
  }

  /** The release that the first image names. */
  Optional<Version> version() {
    return first().flatMap(KubeVip::imageVersion);
  }

  /** The image, where it is not the project's own of that release. */
  Optional<String> image() {
    return first()
        .flatMap(kubeVip -> kubeVip.image().value())
        .filter(image -> version().filter(version -> isUsual(image, version)).isEmpty());
  }

  /**
   * @param taken names of the spec's other virtual addresses
   */
  List<YamlText> addresses(Set<String> taken, int apiServerPort) {
    List<YamlText> all = new ArrayList<>();
    for (var group : groups.entrySet()) {
      String name = "api";
      for (int next = 2; taken.contains(name); next++) name = "kube-vip-" + next;
      Optional<YamlText> address = address(name, group.getValue(), apiServerPort);
      if (address.isPresent()) taken.add(name);
      address.ifPresent(all::add);
    }
    return all;
  }

  private void add(KubeVip kubeVip, Optional<Machine> machine) {
    List<IpAddress> addresses = kubeVip.virtualAddresses().map(Located::value).toList();
    String lacks = lacks(kubeVip, addresses);
    if (!lacks.isEmpty()) {
      reasons.put(kubeVip, lacks + "; write the virtual address by hand");
      if (kubeVip.pod().isEmpty())
        notes.add(
            NOT_CARRIED,
            kubeVip.span(),
            "this kube-vip is not carried over: " + lacks,
            "write the virtual address by hand");
      return;
    }
    groups.computeIfAbsent(addresses, _ -> new ArrayList<>()).add(new Held(kubeVip, machine));
    machine.ifPresent(holder -> holder.roles().add(Role.CONTROL_PLANE));
  }

  private static String lacks(KubeVip kubeVip, List<IpAddress> addresses) {
    boolean manifest =
        kubeVip.form() == KubeVip.Form.POD || kubeVip.form() == KubeVip.Form.DAEMON_SET;
    if (!manifest) return "only its manifests are";
    if (KubeVipAges.lacksManager(kubeVip))
      return "build writes manifests for kube-vip 0.3.1 and later";
    if (!kubeVip.runs("arp") && !kubeVip.runs("bgp")) return "the spec knows its ARP and BGP modes";
    if (!kubeVip.settings().isOn("cp_enable")) return "it does not serve the control plane";
    boolean all =
        kubeVip
            .address()
            .value()
            .map(list -> list.split(",").length == addresses.size())
            .orElse(false);
    if (addresses.isEmpty() || !all) return "its address is not known";
    if (kubeVip.runs("bgp") && (as(kubeVip).isEmpty() || peers(kubeVip).isEmpty()))
      return "its BGP peers are not known";
    return "";
  }

  private Optional<KubeVip> first() {
    return groups.values().stream()
        .flatMap(List::stream)
        .map(Held::kubeVip)
        .filter(this::carries)
        .findFirst();
  }

  private static boolean isUsual(String image, Version version) {
    String tag = ":v%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
    String ours = version.compareTo(PROJECT_IMAGE) < 0 ? "docker.io/plndr/kube-vip" : PROJECT;
    return (image.startsWith("plndr/") ? "docker.io/" + image : image).equals(ours + tag);
  }

  private Optional<YamlText> address(String name, List<Held> group, int apiServerPort) {
    KubeVip kubeVip = group.getFirst().kubeVip();
    List<String> holders = holders(group);
    if (holders.isEmpty()) {
      for (Held held : group)
        reasons.put(
            held.kubeVip(),
            "no file says which machines are control-plane nodes; import their files or a list of"
                + " hosts too");
      return Optional.empty();
    }
    Fields how = how(kubeVip);
    for (Held held : group) {
      decide(held.kubeVip(), apiServerPort);
      if (!how(held.kubeVip()).render().equals(how.render()))
        notes.add(
            DIFFERS,
            held.kubeVip().span(),
            "kube-vip is not set up alike on `%s` and `%s`; the spec has the first one's"
                .formatted(nameOf(group.getFirst()), nameOf(held)));
    }
    Fields ids = routerIds(group);
    if (!ids.isEmpty() && how.fields().get("bgp") instanceof Fields bgp)
      bgp.put("routerIds", ids.compact(110));
    if (kubeVip.settings().isOn("svc_enable") && !poolsDone) {
      List<YamlText> pools = pools();
      poolsDone = !pools.isEmpty();
      if (poolsDone) how.put("pools", new Items(pools));
    }
    unwritten(kubeVip);
    return Optional.of(
        new Fields()
            .put("name", name)
            .put("addresses", YamlText.row(written(kubeVip)))
            .put("holders", machines.selection(holders))
            .put("engine", "kube-vip")
            .put("kubeVip", how.compact(110)));
  }

  /** Whether the pools of kube-vip's cloud provider are fields of some virtual address. */
  boolean hasPools() {
    return poolsDone;
  }

  /** None where a piece of one is not known; a namespace's networks hide its ranges. */
  private List<YamlText> pools() {
    Map<String, YamlText> all = new LinkedHashMap<>();
    List<KubeVipPools.Pool> written =
        deployment.all(KubeVipPools.class).flatMap(pools -> pools.pools().stream()).toList();
    for (boolean networks : new boolean[] {true, false})
      for (KubeVipPools.Pool pool : written) {
        String namespace = pool.key().value().replaceFirst("^(cidr|range)-", "");
        List<String> pieces =
            pool.pieces().stream().flatMap(piece -> piece.value().stream()).toList();
        if (pieces.size() != pool.pieces().size()) return List.of();
        if (pool.ofNetworks() != networks) continue;
        Fields fields = new Fields();
        if (!namespace.equals("global")) fields.put("namespace", namespace);
        fields.put("addresses", YamlText.row(pieces));
        if (all.putIfAbsent(namespace, fields.compact(110)) != null)
          notes.add(
              WITHOUT_EFFECT,
              pool.key().span(),
              "`%s` is never used: the cloud provider takes `cidr-%s` and looks no further"
                  .formatted(pool.key().value(), namespace));
      }
    return List.copyOf(all.values());
  }

  private static String nameOf(Held held) {
    return held.machine().map(Machine::name).orElse("the cluster");
  }

  /** Those with a manifest of their own, or every control-plane node. */
  private List<String> holders(List<Held> group) {
    List<String> own =
        group.stream()
            .flatMap(held -> held.machine().stream())
            .map(Machine::name)
            .distinct()
            .toList();
    boolean pods = group.stream().allMatch(held -> held.kubeVip().form() == KubeVip.Form.POD);
    if (pods && !own.isEmpty()) return own;
    List<Machine> masters = machines.with(Role.CONTROL_PLANE);
    for (Held held : group)
      iface(held.kubeVip()).ifPresent(iface -> masters.forEach(master -> master.iface(iface)));
    KubeVip first = group.getFirst().kubeVip();
    List<Machine> without = masters.stream().filter(one -> one.iface().isEmpty()).toList();
    if (!without.isEmpty()) {
      notes.add(
          GUESSED,
          first.span(),
          "no file names the interface of the control-plane nodes; the spec has `eth0`",
          "correct `interface` of the nodes where it is another");
      without.forEach(master -> master.iface("eth0"));
    }
    return masters.stream().map(Machine::name).toList();
  }

  /** In BGP mode the address is mostly on the loopback, and the sessions say which one is used. */
  private static Optional<String> iface(KubeVip kubeVip) {
    if (kubeVip.runs("arp")) return kubeVip.iface().value();
    return Stream.of("bgp_sourceif", "bgp_source_if", "bgp_routerinterface", "vip_interface")
        .flatMap(variable -> kubeVip.settings().text(variable).value().stream())
        .filter(iface -> !iface.equals(LOOPBACK))
        .findFirst();
  }

  /** A length that is written stands behind the first address. */
  private static List<String> written(KubeVip kubeVip) {
    List<String> addresses = new ArrayList<>();
    for (IpAddress address : kubeVip.virtualAddresses().map(Located::value).toList()) {
      Optional<Integer> length = kubeVip.prefixLength().value().filter(_ -> addresses.isEmpty());
      boolean whole = length.map(bits -> bits == address.bits()).orElse(true);
      addresses.add(whole ? address.toString() : address + "/" + length.get());
    }
    return addresses;
  }

  private static Fields how(KubeVip kubeVip) {
    KubeVipSettings settings = kubeVip.settings();
    boolean arp = kubeVip.runs("arp");
    Fields fields = new Fields().put("mode", arp ? "arp" : "bgp");
    if (arp) {
      boolean longer =
          kubeVip.imageVersion().map(v -> v.compareTo(LONGER_LEASES) >= 0).orElse(true);
      seconds(settings, "vip_leaseduration", longer ? 15 : 5, 15)
          .ifPresent(time -> fields.put("leaseDuration", time));
      seconds(settings, "vip_renewdeadline", longer ? 10 : 3, 10)
          .ifPresent(time -> fields.put("renewDeadline", time));
      seconds(settings, "vip_retryperiod", longer ? 2 : 1, 2)
          .ifPresent(time -> fields.put("retryPeriod", time));
    }
    if (settings.isOn("svc_enable")) fields.put("services", true);
    if (settings.isOn("svc_enable") && KubeVipAges.counts(kubeVip, "svc_election"))
      if (settings.isOn("svc_election")) fields.put("serviceElection", true);
    if (!arp) fields.put("bgp", bgp(kubeVip));
    return fields;
  }

  /** What is written, or what kube-vip takes unasked where the spec would take another. */
  private static Optional<String> seconds(
      KubeVipSettings settings, String variable, int unasked, int ofSpec) {
    Optional<Integer> written = settings.number(variable).value();
    if (written.isEmpty() && unasked == ofSpec) return Optional.empty();
    return Optional.of(written.orElse(unasked) + "s");
  }

  private static Fields bgp(KubeVip kubeVip) {
    Fields bgp = new Fields().put("as", as(kubeVip).orElseThrow());
    bgp.put("peers", new Items(peers(kubeVip)));
    kubeVip
        .settings()
        .number("bgp_hold_time")
        .value()
        .filter(_ -> KubeVipAges.counts(kubeVip, "bgp_hold_time"))
        .ifPresent(seconds -> bgp.put("holdTime", seconds + "s"));
    kubeVip
        .settings()
        .number("bgp_keepalive_interval")
        .value()
        .filter(_ -> KubeVipAges.counts(kubeVip, "bgp_keepalive_interval"))
        .ifPresent(seconds -> bgp.put("keepaliveInterval", seconds + "s"));
    source(kubeVip.settings()).ifPresent(source -> bgp.put("source", source));
    Fields check = check(kubeVip.settings());
    boolean checks = KubeVipAges.counts(kubeVip, "control_plane_health_check_address");
    if (checks && !check.isEmpty()) bgp.put("check", check.compact(100));
    return bgp;
  }

  /** Which of its own addresses a node speaks from; the variables lost an underscore in 0.4.2. */
  private static Optional<String> source(KubeVipSettings settings) {
    boolean address =
        !settings.text("bgp_sourceip").isUnset() || !settings.text("bgp_source_ip").isUnset();
    boolean iface =
        !settings.text("bgp_sourceif").isUnset() || !settings.text("bgp_source_if").isUnset();
    if (address) return Optional.of("address");
    return iface ? Optional.of("interface") : Optional.empty();
  }

  /** Empty where it is kube-vip's own. */
  private static Fields check(KubeVipSettings settings) {
    Fields check = new Fields();
    String variable = "control_plane_health_check_";
    settings
        .number(variable + "period_seconds")
        .value()
        .filter(seconds -> seconds != 5)
        .ifPresent(seconds -> check.put("interval", seconds + "s"));
    settings
        .number(variable + "timeout_seconds")
        .value()
        .filter(seconds -> seconds != 3)
        .ifPresent(seconds -> check.put("timeout", seconds + "s"));
    settings
        .number(variable + "failure_threshold")
        .value()
        .filter(times -> times != 3)
        .ifPresent(times -> check.put("fall", times));
    return check;
  }

  /** The router IDs that are no address of their node. */
  private static Fields routerIds(List<Held> group) {
    Fields ids = new Fields();
    for (Held held : group)
      held.machine()
          .ifPresent(
              machine ->
                  held.kubeVip()
                      .settings()
                      .text("bgp_routerid")
                      .value()
                      .flatMap(IpAddress::parse)
                      .filter(id -> !machine.addresses().contains(id))
                      .ifPresent(id -> ids.put(machine.name(), id.toString())));
    return ids;
  }

  /**
   * The proxies that its own load balancer is.
   *
   * @param taken names of the spec's other proxies
   */
  List<YamlText> proxies(Set<String> taken) {
    List<YamlText> all = new ArrayList<>();
    for (List<Held> group : groups.values()) {
      KubeVip kubeVip = group.getFirst().kubeVip();
      KubeVipSettings settings = kubeVip.settings();
      if (!carries(kubeVip) || !balances(kubeVip)) continue;
      String name = taken.contains("api") ? "api-kube-vip" : "api";
      for (int next = 2; taken.contains(name); next++) name = "api-kube-vip-" + next;
      Fields fields = new Fields().put("name", name).put("engine", "kube-vip");
      settings
          .number("lb_port")
          .value()
          .ifPresent(port -> fields.put("listen", YamlText.row(List.of("*:" + port))));
      settings
          .number("backend_health_check_interval")
          .value()
          .filter(_ -> KubeVipAges.counts(kubeVip, "backend_health_check_interval"))
          .ifPresent(
              seconds ->
                  fields.put("check", new Fields().put("interval", seconds + "s").compact(99)));
      all.add(fields);
      break;
    }
    return all;
  }

  private static Optional<Long> as(KubeVip kubeVip) {
    return kubeVip
        .settings()
        .text("bgp_as")
        .value()
        .filter(text -> text.matches("[1-9]\\d{0,9}"))
        .map(Long::valueOf);
  }

  /** Empty where one of them has another form. */
  private static List<YamlText> peers(KubeVip kubeVip) {
    List<YamlText> peers = new ArrayList<>();
    Optional<String> list = kubeVip.settings().text("bgp_peers").value();
    Optional<String> single = singlePeer(kubeVip.settings());
    List<String> all =
        Stream.concat(
                list.stream().flatMap(text -> Stream.of(text.split(",", -1))), single.stream())
            .toList();
    for (String text : all) {
      Matcher peer = PEER.matcher(text.strip());
      if (!peer.matches()) return List.of();
      Optional<String> port = Optional.ofNullable(peer.group(5)).filter(own -> !own.equals("179"));
      boolean plain =
          Optional.ofNullable(peer.group(3)).orElse("").isEmpty()
              && !"true".equals(peer.group(4))
              && port.isEmpty();
      String address = peer.group(1).replaceAll("[\\[\\]]", "");
      if (plain) peers.add(YamlText.leaf(peer.group(1) + ":" + peer.group(2)));
      else {
        Fields fields = new Fields().put("address", address).put("as", Long.valueOf(peer.group(2)));
        Optional.ofNullable(peer.group(3))
            .filter(password -> !password.isEmpty())
            .ifPresent(password -> fields.put("password", password));
        port.ifPresent(own -> fields.put("port", Integer.valueOf(own)));
        if ("true".equals(peer.group(4))) fields.put("multihop", true);
        peers.add(fields);
      }
    }
    return peers;
  }

  /** Whether build can write its own load balancer for this release. */
  private static boolean balances(KubeVip kubeVip) {
    return kubeVip.settings().isOn("lb_enable") && KubeVipAges.counts(kubeVip, "lb_enable");
  }

  /** The one of variables of its own, which kube-vip adds to the list. */
  private static Optional<String> singlePeer(KubeVipSettings settings) {
    String as = settings.text("bgp_peeras").value().orElse(STANDARD_AS);
    String password = settings.text("bgp_peerpass").value().orElse("");
    boolean far = settings.isOn("bgp_multihop");
    return settings
        .text("bgp_peeraddress")
        .value()
        .map(
            peer ->
                IpAddress.parse(peer)
                    .filter(IpAddress::isV6)
                    .map(ip -> "[" + ip + "]")
                    .orElse(peer))
        .map(peer -> "%s:%s:%s:%s".formatted(peer, as, password, far));
  }

  private void decide(KubeVip kubeVip, int apiServerPort) {
    for (KubeVipSettings.Written setting : kubeVip.settings().written()) decide(kubeVip, setting);
    Setting<Integer> port = kubeVip.port();
    if (port.orDefault(API_SERVER_PORT).filter(number -> number != apiServerPort).isPresent())
      notes.add(
          NOT_CARRIED,
          port.span().orElse(kubeVip.span()),
          "the port %s is not that of the API servers, %d, which build writes"
              .formatted(port.value().map(String::valueOf).orElse("?"), apiServerPort));
  }

  private void decide(KubeVip kubeVip, KubeVipSettings.Written setting) {
    String variable = setting.means();
    String name = setting.name().value();
    boolean silent = setting.value().isUnset() || setting.value().is("false");
    boolean ours = setting.value().value().equals(Optional.ofNullable(OURS.get(variable)));
    boolean readyz =
        variable.equals("control_plane_health_check_address")
            && setting.value().value().filter(url -> READYZ.matcher(url).matches()).isPresent();
    if (silent) return;
    if (!readyz && !ours && !FIELDS.contains(variable))
      notes.add(
          NOT_CARRIED, setting.entry(), "kube-vip's `%s` is not carried over".formatted(name));
    else if (variable.startsWith("lb_") && !balances(kubeVip))
      notes.add(
          NOT_CARRIED,
          setting.entry(),
          "kube-vip's `%s` is not carried over: build writes its load balancer from 0.6.0 on"
              .formatted(name),
          "take a later release and write a proxy with `engine: kube-vip`");
    else if (!KubeVipAges.counts(kubeVip, variable))
      notes.add(
          WITHOUT_EFFECT,
          setting.entry(),
          "`%s` does nothing in this release of kube-vip".formatted(name));
    else if (!KubeVipAges.isOfMode(kubeVip, variable) && kubeVip.runs("arp"))
      notes.add(
          WITHOUT_EFFECT,
          setting.entry(),
          "`%s` does nothing in kube-vip's ARP mode".formatted(name));
    else if (!KubeVipAges.isOfMode(kubeVip, variable))
      notes.add(
          NOT_CARRIED,
          setting.entry(),
          "kube-vip's `%s` is not carried over: by BGP every node announces the address, and build writes no election"
              .formatted(name));
    else if (OF_SINGLE_PEER.contains(variable)
        && kubeVip.settings().text("bgp_peeraddress").isUnset())
      notes.add(
          WITHOUT_EFFECT,
          setting.entry(),
          "`%s` does nothing without `bgp_peeraddress`".formatted(name));
    else if (variable.equals("vip_interface")
        && !kubeVip.runs("arp")
        && !setting.value().is(LOOPBACK))
      notes.add(
          WRITTEN_ANEW,
          setting.entry(),
          "build puts an address that is announced by BGP on `lo` of every node");
    else if (variable.equals("bgp_routerid") && kubeVip.form() == KubeVip.Form.DAEMON_SET)
      notes.add(
          WRITTEN_ANEW,
          setting.entry(),
          "one router ID for every node of a DaemonSet: build has each node take its interface's");
  }

  private void unwritten(KubeVip kubeVip) {
    if (kubeVip.imageVersion().isEmpty())
      notes.add(
          GUESSED,
          kubeVip.image().span().orElse(kubeVip.span()),
          "the image names no release of kube-vip; build takes the newest that vipc knows",
          "write `versions: { kube-vip: X.Y.Z }`");
  }
}
