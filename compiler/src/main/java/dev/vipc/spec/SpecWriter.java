package dev.vipc.spec;

import dev.vipc.source.Located;
import dev.vipc.spec.Track.Weight;
import dev.vipc.spec.YamlText.Fields;
import dev.vipc.spec.YamlText.Items;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes a whole spec as YAML with every default filled in. */
public final class SpecWriter {
  private final boolean explain;

  private SpecWriter(boolean explain) {
    this.explain = explain;
  }

  /** Every value, and behind each default where it came from. */
  public static String explained(HaSpec spec) {
    return new SpecWriter(true).spec(spec).render();
  }

  /** Every value and nothing else: two specs that mean the same give the same text. */
  public static String complete(HaSpec spec) {
    return new SpecWriter(false).spec(spec).render();
  }

  private Fields spec(HaSpec spec) {
    Fields all =
        new Fields()
            .put("apiVersion", "vipc.dev/v1")
            .put("kind", "HighAvailability")
            .put("metadata", new Fields().put("name", spec.name().value()));
    spec.kubernetes().ifPresent(cluster -> all.put("kubernetes", kubernetes(cluster)));
    list(all, "networks", spec.networks(), SpecWriter::network);
    list(all, "nodes", spec.nodes(), this::node);
    list(all, "virtualAddresses", spec.virtualAddresses(), this::address);
    list(all, "proxies", spec.proxies(), proxy -> proxy(spec, proxy));
    programs(all, "delivery", spec.delivery(), delivery -> delivery.word());
    programs(all, "versions", spec.versions(), version -> version.toString());
    programs(all, "images", spec.images(), image -> image);
    spec.recovery()
        .ifPresent(
            limit ->
                all.put(
                    "objectives", new Fields().put("recovery", Durations.format(limit.value()))));
    all.put("hostFiles", hostFiles(spec.hostFiles()));
    list(all, "extra", spec.extra(), SpecWriter::extra);
    list(all, "accepted", spec.accepted(), SpecWriter::accepted);
    return all;
  }

  private Fields kubernetes(Kubernetes cluster) {
    Fields fields =
        new Fields()
            .put("version", cluster.version().value().toString())
            .put("endpoint", leaf(cluster.endpoint(), Object::toString))
            .put("apiServerPort", leaf(cluster.apiServerPort()))
            .put("podSubnets", row(cluster.podSubnets()))
            .put("serviceSubnets", row(cluster.serviceSubnets()))
            .put("cni", leaf(cluster.cni(), cni -> cni.name().toLowerCase(Locale.ROOT)))
            .put("extraSANs", YamlText.row(texts(cluster.extraSans())));
    fields.put("etcd", etcd(cluster));
    fields.put("installer", leaf(cluster.installer(), Installer::word));
    if (!cluster.join().isEmpty()) fields.put("join", join(cluster.join()));
    return fields;
  }

  private YamlText etcd(Kubernetes cluster) {
    return switch (cluster.etcd().value()) {
      case Kubernetes.Etcd.Stacked _ -> leaf(cluster.etcd(), _ -> "stacked");
      case Kubernetes.Etcd.External(var endpoints, var ca, var cert, var key, _) ->
          new Fields()
              .put(
                  "external",
                  new Fields()
                      .put("endpoints", YamlText.row(texts(endpoints.value()), why(endpoints)))
                      .put("caFile", leaf(ca))
                      .put("certFile", leaf(cert))
                      .put("keyFile", leaf(key)));
    };
  }

  private Fields join(JoinSecrets join) {
    Fields fields = new Fields();
    join.token().ifPresent(token -> fields.put("token", secret(token)));
    join.certificateKey().ifPresent(key -> fields.put("certificateKey", secret(key)));
    if (!join.caHashes().isEmpty())
      fields.put("caCertHashes", YamlText.row(texts(join.caHashes())));
    return fields;
  }

  private static Fields network(Network network) {
    Fields fields =
        new Fields()
            .put("name", network.name().value())
            .put("cidrs", YamlText.row(shown(network.cidrs())));
    network.gateway().ifPresent(gateway -> fields.put("gateway", gateway.value().toString()));
    if (!network.reserved().isEmpty())
      fields.put("reserved", YamlText.row(shown(network.reserved())));
    return fields;
  }

  private Fields node(SpecNode node) {
    Fields fields = new Fields().put("name", node.name().value());
    if (!node.addresses().isEmpty()) fields.put("addresses", YamlText.row(shown(node.addresses())));
    node.iface().ifPresent(iface -> fields.put("interface", iface.value()));
    fields.put(
        "roles",
        YamlText.row(node.roles().value().stream().map(Role::word).toList(), why(node.roles())));
    node.zone().ifPresent(zone -> fields.put("zone", zone.value()));
    return fields;
  }

  private Fields address(VirtualAddress address) {
    Fields fields =
        new Fields()
            .put("name", address.name().value())
            .put("addresses", YamlText.row(addresses(address), prefixes(address)))
            .put("holders", selection(address.selection()))
            .put("engine", leaf(address.engine(), VirtualAddress.Engine::word));
    address.vrrp().ifPresent(vrrp -> fields.put("vrrp", vrrp(address, vrrp)));
    address
        .kubeVip()
        .ifPresent(kubeVip -> fields.put("kubeVip", new KubeVipWriter(this).kubeVip(kubeVip)));
    if (address.vrrp().isPresent()) {
      List<YamlText> tracks = address.tracks().value().stream().<YamlText>map(this::track).toList();
      fields.put("track", new Items(tracks));
    }
    address.iface().ifPresent(iface -> fields.put("interface", iface.value()));
    address.together().ifPresent(group -> fields.put("together", group.value()));
    return fields;
  }

  private static List<String> addresses(VirtualAddress address) {
    return address.addresses().stream()
        .map(ip -> ip.address().value() + "/" + ip.prefixLength().value())
        .toList();
  }

  private Optional<String> prefixes(VirtualAddress address) {
    return address.addresses().stream()
        .flatMap(ip -> why(ip.prefixLength()).stream())
        .findFirst()
        .map(why -> why.replace("default: ", "default prefix: "));
  }

  private Fields vrrp(VirtualAddress address, Vrrp vrrp) {
    Fields fields =
        new Fields()
            .put("routerId", vrrp.routerId().value())
            .put("version", leaf(vrrp.version()))
            .put("advertisementInterval", time(vrrp.advertisementInterval()))
            .put(
                "transport",
                leaf(vrrp.transport(), transport -> transport.name().toLowerCase(Locale.ROOT)));
    vrrp.multicastGroup()
        .ifPresent(group -> fields.put("multicastGroup", group.value().toString()));
    vrrp.password().ifPresent(password -> fields.put("password", secret(password)));
    Fields priorities = new Fields();
    for (int i = 0; i < address.holders().size(); i++)
      priorities.put(address.holders().get(i).name().value(), leaf(vrrp.priorities().get(i)));
    return fields
        .put("priorities", priorities)
        .put("preempt", leaf(vrrp.preempt()))
        .put("preemptDelay", time(vrrp.preemptDelay()))
        .put("virtualMac", leaf(vrrp.virtualMac()));
  }

  /** What is printed to be read by people does not hold a secret. */
  YamlText secret(Secret secret) {
    return switch (secret) {
      case Secret.Literal(var text, _) ->
          explain
              ? YamlText.leaf("********", Optional.of("the spec has it in clear text"))
              : YamlText.leaf(text);
      case Secret.Encrypted(var text, _) -> YamlText.leaf(text);
      case Secret.Env(var variable, _) -> new Fields().put("env", variable);
      case Secret.File(var path, _) -> new Fields().put("file", path);
      case Secret.Command(var line, _) -> new Fields().put("command", line);
    };
  }

  private Fields track(Track track) {
    Fields fields =
        switch (track) {
          case Track.OfProxy(var proxy, _, _, _) -> new Fields().put("proxy", proxy.value());
          case Track.OfApiServer _ -> new Fields().put("apiServer", "local");
          case Track.OfInterface(var iface, _, _) -> new Fields().put("interface", iface.value());
          case Track.OfProcess(var process, _, _) -> new Fields().put("process", process.value());
          case Track.OfScript(var path, var user, _, _, _) ->
              new Fields().put("script", path.value()).put("user", leaf(user));
        };
    track
        .timing()
        .ifPresent(
            timing ->
                fields
                    .put("interval", time(timing.interval()))
                    .put("timeout", time(timing.timeout()))
                    .put("rise", leaf(timing.rise()))
                    .put("fall", leaf(timing.fall())));
    return fields.put("weight", YamlText.leaf(weight(track.weight().value()), why(track.weight())));
  }

  private static Object weight(Weight weight) {
    return switch (weight) {
      case Weight.Fault _ -> "fault";
      case Weight.Points(var points) -> points;
    };
  }

  /** What means nothing to the proxy's engine is left out: a spec that says it is warned of. */
  private Fields proxy(HaSpec spec, SpecProxy proxy) {
    Fields fields =
        new Fields()
            .put("name", proxy.name().value())
            .put("on", selection(proxy.selection()))
            .put("engine", leaf(proxy.engine(), SpecProxy.Engine::word));
    if (proxy.engine().value() == SpecProxy.Engine.VIPD)
      fields.put("mode", leaf(proxy.mode(), SpecProxy.Mode::word));
    fields
        .put(
            "listen",
            YamlText.row(
                proxy.listen().value().stream().map(Object::toString).toList(),
                why(proxy.listen())))
        .put("servers", servers(proxy))
        .put("balance", leaf(proxy.balance(), SpecProxy.Balance::word));
    check(spec, proxy).ifPresent(check -> fields.put("check", check));
    if (proxy.engine().value().countsFailures())
      fields.put(
          "passive",
          new Fields()
              .put("failures", leaf(proxy.passive().failures()))
              .put("pause", time(proxy.passive().pause())));
    if (!proxy.isTranslated()) fields.put("timeouts", timeouts(proxy));
    if (proxy.lvs().isEmpty() && !proxy.isTranslated())
      fields.put("maxConnections", leaf(proxy.maxConnections()));
    proxy.metrics().ifPresent(at -> fields.put("metrics", at.value().toString()));
    proxy.lvs().ifPresent(lvs -> fields.put("lvs", lvs(lvs)));
    return fields;
  }

  private Fields timeouts(SpecProxy proxy) {
    SpecProxy.Timeouts timeouts = proxy.timeouts();
    if (proxy.lvs().isPresent()) return new Fields().put("client", time(timeouts.client()));
    Fields fields =
        new Fields()
            .put("connect", time(timeouts.connect()))
            .put("client", time(timeouts.client()))
            .put("server", time(timeouts.server()));
    return proxy.engine().value().countsFailures()
        ? fields
        : fields.put("queue", time(timeouts.queue()));
  }

  private Fields lvs(Lvs lvs) {
    Fields fields = new Fields().put("forwarding", leaf(lvs.forwarding(), Lvs.Forwarding::word));
    lvs.persistence().ifPresent(time -> fields.put("persistence", Durations.format(time.value())));
    return fields
        .put("quorum", leaf(lvs.quorum()))
        .put("onFailure", leaf(lvs.onFailure(), Lvs.OnFailure::word))
        .put("assumeUp", leaf(lvs.assumeUp()));
  }

  private Optional<Fields> check(HaSpec spec, SpecProxy proxy) {
    if (proxy.engine().value() != SpecProxy.Engine.NGINX) return Optional.of(check(proxy.check()));
    if (!spec.isTracked(proxy)) return Optional.empty();
    SpecProxy.Check check = proxy.check();
    Fields asked = new Fields().put("type", leaf(check.type(), SpecProxy.Check.Type::word));
    return Optional.of(
        check.type().value().isHttp() ? asked.put("path", leaf(check.path())) : asked);
  }

  private YamlText servers(SpecProxy proxy) {
    return proxy
        .serverRole()
        .value()
        .<YamlText>map(role -> YamlText.leaf(role.word(), why(proxy.serverRole())))
        .orElseGet(() -> new Items(servers(proxy.servers(), proxy.isTranslated())));
  }

  private List<YamlText> servers(List<SpecProxy.Server> servers, boolean translated) {
    return servers.stream().<YamlText>map(server -> server(server, translated)).toList();
  }

  private Fields server(SpecProxy.Server server, boolean translated) {
    Fields fields =
        new Fields()
            .put("name", server.name().value())
            .put("address", server.address().value())
            .put("port", leaf(server.port()))
            .putIfPresent("weight", server.weight().map(Located::value))
            .put("backup", leaf(server.backup()));
    return translated
        ? fields
        : fields.putIfPresent("maxConnections", server.maxConnections().map(Located::value));
  }

  private Fields check(SpecProxy.Check check) {
    SpecProxy.Check.Type type = check.type().value();
    Fields fields = new Fields().put("type", leaf(check.type(), SpecProxy.Check.Type::word));
    if (type.isHttp()) fields.put("path", leaf(check.path())).put("expect", leaf(check.expect()));
    if (type == SpecProxy.Check.Type.HTTPS) fields.put("verify", leaf(check.verify()));
    return fields
        .put("interval", time(check.interval()))
        .put("timeout", time(check.timeout()))
        .put("rise", leaf(check.rise()))
        .put("fall", leaf(check.fall()));
  }

  private Fields hostFiles(HostFiles wanted) {
    Fields fields =
        new Fields()
            .put("firewall", leaf(wanted.firewall(), HostFiles.Firewall::word))
            .put("sshPort", leaf(wanted.sshPort()));
    list(fields, "allow", wanted.allow(), this::allowed);
    return fields.put("hosts", leaf(wanted.hosts()));
  }

  private Fields allowed(HostFiles.Allowed allowed) {
    Fields fields =
        new Fields()
            .put("ports", allowed.ports().value().toString())
            .put("protocol", leaf(allowed.protocol(), HostFiles.Protocol::word))
            .put("from", YamlText.row(shown(allowed.from())));
    if (allowed.on().isWritten()) fields.put("on", selection(allowed.on()));
    return fields;
  }

  private static Fields extra(Extra extra) {
    return new Fields()
        .put("program", extra.program().value().word())
        .putIfPresent("node", extra.node().map(Located::value))
        .put("section", extra.section().value())
        .put(
            "lines",
            new Items(
                extra.lines().stream()
                    .<YamlText>map(line -> YamlText.leaf(line.value()))
                    .toList()));
  }

  private static Fields accepted(Accepted accepted) {
    return new Fields()
        .put("code", accepted.code().value())
        .put("reason", accepted.reason().value())
        .putIfPresent("place", accepted.place().map(Accepted.Place::path));
  }

  private YamlText selection(Chosen<Selection> selection) {
    return switch (selection.value()) {
      case Selection.EveryNode _ -> YamlText.leaf("every-node", why(selection));
      case Selection.ByRole(var role) -> YamlText.leaf(role.word(), why(selection));
      case Selection.ByName(var names) -> YamlText.row(texts(names), why(selection));
    };
  }

  private <T> void programs(
      Fields all, String key, Map<Program, Chosen<T>> values, Function<T, Object> shown) {
    if (values.isEmpty()) return;
    Fields fields = new Fields();
    values.forEach((program, value) -> fields.put(program.word(), leaf(value, shown)));
    all.put(key, fields);
  }

  private static <T> void list(Fields all, String key, List<T> values, Function<T, YamlText> each) {
    if (!values.isEmpty()) all.put(key, new Items(values.stream().map(each).toList()));
  }

  private YamlText row(List<? extends Chosen<?>> values) {
    return YamlText.row(
        values.stream().map(value -> value.value().toString()).toList(),
        values.stream().flatMap(value -> why(value).stream()).findFirst());
  }

  YamlText time(Chosen<Duration> time) {
    return leaf(time, Durations::format);
  }

  YamlText leaf(Chosen<?> value) {
    return leaf(value, shown -> shown);
  }

  <T> YamlText leaf(Chosen<T> value, Function<T, Object> shown) {
    return YamlText.leaf(shown.apply(value.value()), why(value));
  }

  private Optional<String> why(Chosen<?> value) {
    return value.assumed().filter(_ -> explain).map(reason -> "default: " + reason);
  }

  private static List<String> texts(List<Located<String>> values) {
    return values.stream().map(Located::value).toList();
  }

  private static List<String> shown(List<? extends Located<?>> values) {
    return values.stream().map(value -> value.value().toString()).toList();
  }
}
