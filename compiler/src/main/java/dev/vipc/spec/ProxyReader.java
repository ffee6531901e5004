package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.SpecProxy.Balance;
import dev.vipc.spec.SpecProxy.Check;
import dev.vipc.spec.SpecProxy.Engine;
import dev.vipc.spec.SpecProxy.Mode;
import dev.vipc.spec.SpecProxy.Passive;
import dev.vipc.spec.SpecProxy.Server;
import dev.vipc.spec.SpecProxy.Timeouts;
import dev.vipc.syntax.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads a proxy of a spec and fills in what it leaves out. */
final class ProxyReader {
  /** HAProxy counts milliseconds up to 2^31 - 1, which is 24.8 days. */
  static final Fields.Range HAPROXY_TIME = Fields.Range.millis(1, Duration.ofDays(24));

  private static final Map<String, Engine> ENGINES = Fields.words(Engine.values(), Engine::word);
  private static final Map<String, Mode> MODES = Fields.words(Mode.values(), Mode::word);
  private static final Map<String, Balance> BALANCES =
      Fields.words(Balance.values(), Balance::word);
  private static final Map<String, Check.Type> CHECKS =
      Fields.words(Check.Type.values(), Check.Type::word);

  private final Scope scope;
  private final boolean noAddressMoves;

  /**
   * @param noAddressMoves whether the spec has no virtual address, so that a proxy on every node
   *     serves its own node alone
   */
  ProxyReader(Scope scope, boolean noAddressMoves) {
    this.scope = scope;
    this.noAddressMoves = noAddressMoves;
  }

  SpecProxy read(Fields fields) {
    Chosen<Selection> on = scope.selection(fields, "on");
    List<SpecNode> nodes = scope.resolve(on);
    boolean everyNode = on.value() instanceof Selection.EveryNode;
    Chosen<Engine> engine =
        fields.word("engine", ENGINES, Engine.HAPROXY, "every distribution has it");
    Chosen<Mode> mode = mode(fields, engine.value());
    boolean kubeVip = engine.value() == Engine.KUBE_VIP;
    Chosen<List<HostPort>> listen =
        kubeVip && !fields.has("listen")
            ? inKernel(fields, engine)
            : listen(fields, nodes, engine.value(), everyNode && noAddressMoves);
    Chosen<Optional<Role>> role = serverRole(fields);
    return new SpecProxy(
        fields.required("name"),
        on,
        nodes,
        engine,
        mode,
        listen,
        role,
        role.value().map(of -> derived(of, role, listen)).orElseGet(() -> listed(fields)),
        balance(fields, engine.value(), mode.value()),
        check(fields.child("check"), engine.value(), everyNode),
        passive(fields.child("passive"), engine.value()),
        timeouts(fields.child("timeouts"), engine.value()),
        fields.integer("maxConnections", 8000, "ample for a few hundred nodes"),
        fields.parsed("metrics", ProxyReader::listener, "an address and a port", "ADDRESS:PORT"),
        new LvsReader().read(fields, engine.value()),
        fields.mapping().span());
  }

  private static Chosen<Mode> mode(Fields fields, Engine engine) {
    Chosen<Mode> mode =
        fields.word("mode", MODES, Mode.SPLICE, "it keeps the limits and the times of a spec");
    if (engine == Engine.VIPD || !mode.isWritten()) return mode;
    fields.report(
        VALUE_WITHOUT_EFFECT,
        fields.keySpan("mode"),
        "`mode` means nothing to the engine `%s`".formatted(engine.word()),
        "remove it, or write `engine: vipd`");
    return Chosen.assumed(Mode.SPLICE, fields.anchor(), "only vipd has another");
  }

  private static Chosen<Balance> balance(Fields fields, Engine engine, Mode mode) {
    if (engine == Engine.KUBE_VIP)
      return fields.word("balance", BALANCES, Balance.ROUND_ROBIN, "kube-vip knows no other");
    return mode == Mode.KERNEL
        ? fields.word("balance", BALANCES, Balance.RANDOM, "the kernel counts no connections")
        : fields.word(
            "balance", BALANCES, Balance.LEAST_CONNECTIONS, "API connections live for hours");
  }

  /** Reads {@code *:6443}, {@code 10.0.0.1:6443}, {@code [::]:6443}. */
  static Optional<HostPort> listener(String text) {
    return HostPort.parse(text)
        .filter(at -> at.port().isPresent() && at.port().getAsInt() > 0)
        .filter(at -> at.host().equals("*") || at.host().isEmpty() || at.address().isPresent())
        .map(at -> at.host().isEmpty() ? new HostPort("*", at.port()) : at);
  }

  private Chosen<List<HostPort>> listen(
      Fields fields, List<SpecNode> nodes, Engine engine, boolean local) {
    if (fields.has("listen")) {
      List<Located<HostPort>> written =
          fields.parsedItems(
              "listen", ProxyReader::listener, "a listener", "ADDRESS:PORT or *:PORT");
      if (!written.isEmpty())
        return Chosen.written(
            written.stream().map(Located::value).toList(),
            written.getFirst().span().to(written.getLast().span()));
    }
    if (engine == Engine.LVS)
      return Chosen.assumed(
          List.of(new HostPort("*", OptionalInt.of(scope.apiServerPort()))),
          fields.anchor(),
          "the port of the API servers, which LVS need not change");
    boolean besideApiServer =
        scope.apiServerPort() == 6443 && nodes.stream().anyMatch(n -> n.is(Role.CONTROL_PLANE));
    boolean onlyV6 =
        nodes.stream().anyMatch(node -> node.address(true).isPresent())
            && nodes.stream().noneMatch(node -> node.address(false).isPresent());
    String any = onlyV6 ? "::" : "*";
    String own = onlyV6 ? "::1" : "127.0.0.1";
    HostPort at = new HostPort(local ? own : any, OptionalInt.of(besideApiServer ? 8443 : 6443));
    String why =
        besideApiServer ? "the API server has 6443 on the same nodes" : "nothing else has the port";
    return Chosen.assumed(
        List.of(at), fields.anchor(), local ? "each node asks its own proxy, and " + why : why);
  }

  /** The kernel takes what comes to the virtual address before a socket of the API server does. */
  private Chosen<List<HostPort>> inKernel(Fields fields, Chosen<Engine> engine) {
    return Chosen.assumed(
        List.of(new HostPort("*", OptionalInt.of(scope.apiServerPort()))),
        fields.anchor(),
        "%s has no socket that could clash".formatted(engine.value().word()));
  }

  private Chosen<Optional<Role>> serverRole(Fields fields) {
    if (fields.mapping().get("servers").orElse(null) instanceof YamlNode.Sequence listed)
      return Chosen.written(Optional.empty(), listed.span());
    return fields.chosen(
        fields.text("servers").map(word -> word.map(Role::of)),
        Optional.of(Role.CONTROL_PLANE),
        "the API servers");
  }

  private List<Server> derived(Role role, Chosen<?> place, Chosen<List<HostPort>> listen) {
    boolean api = role == Role.CONTROL_PLANE;
    int port = api ? scope.apiServerPort() : listen.value().getFirst().port().orElseThrow();
    String why = api ? "the port of the API servers" : "the port of the listener";
    return scope.withRole(role, place.span()).stream()
        .flatMap(node -> derived(node, place.span(), port, why).stream())
        .toList();
  }

  private Optional<Server> derived(SpecNode node, Span place, int port, String why) {
    Optional<Located<IpAddress>> address = node.addresses().stream().findFirst();
    if (address.isEmpty())
      scope.missing(
          node.name().span(),
          "`%s` is a server and has no address".formatted(node.name().value()),
          "add `addresses: [ADDRESS]` to the node");
    return address.map(
        own ->
            new Server(
                node.name(),
                own.map(IpAddress::toString),
                Chosen.assumed(port, place, why),
                Optional.empty(),
                Chosen.assumed(false, place, "every server serves"),
                Optional.empty()));
  }

  private List<Server> listed(Fields fields) {
    List<Server> servers =
        fields.items("servers").stream()
            .map(item -> Fields.of(item, scope.out()))
            .flatMap(server -> server(server).stream())
            .toList();
    scope.unique(servers.stream().map(Server::name).toList(), "servers");
    return servers;
  }

  private Optional<Server> server(Fields fields) {
    Located<String> name = fields.required("name");
    Optional<Located<String>> written =
        fields.has("address")
            ? fields.parsed(
                "address", ProxyReader::host, "an address or a host name", "ADDRESS or NAME")
            : addressOfNode(name);
    return written.map(
        address ->
            new Server(
                name,
                address,
                fields.integer("port", scope.apiServerPort(), "the port of the API servers"),
                fields.integer("weight"),
                fields.flag("backup", false, "every server serves"),
                fields.integer("maxConnections")));
  }

  /** A colon is for IPv6 alone: a port has a field of its own. */
  private static Optional<String> host(String text) {
    String literal = text.substring(text.indexOf('@') + 1).replaceFirst("%.*", "");
    return text.indexOf(':') < 0 || IpAddress.parse(literal).isPresent()
        ? Optional.of(text)
        : Optional.empty();
  }

  private Optional<Located<String>> addressOfNode(Located<String> name) {
    Optional<String> address = scope.node(name).flatMap(SpecNode::address).map(IpAddress::toString);
    if (address.isEmpty())
      scope.missing(
          name.span(),
          "the server `%s` has no address".formatted(name.value()),
          "add `address: ADDRESS`, or an address to the node of this name");
    return address.map(text -> new Located<>(text, name.span()));
  }

  /** A proxy on every node asks every server from every node, so it asks less often. */
  private Check check(Fields fields, Engine engine, boolean everyNode) {
    Chosen<Check.Type> type =
        fields.word("type", CHECKS, Check.Type.HTTPS, "an API server speaks TLS");
    if (!type.value().isHttp())
      Stream.of("path", "expect").forEach(key -> withoutEffect(fields, key, type.value()));
    if (type.value() != Check.Type.HTTPS) withoutEffect(fields, "verify", type.value());
    return new Check(
        type,
        fields.text("path", "/readyz", "it is good only while the server can serve"),
        fields.integer("expect", 200, "what /readyz answers when it is ready"),
        fields.text("verify", "none", "the check asks for health, not for identity"),
        fields.duration(
            "interval",
            HAPROXY_TIME,
            Duration.ofSeconds(everyNode ? 5 : 2),
            everyNode ? "every node asks every server" : "the usual in HAProxy"),
        fields.duration("timeout", HAPROXY_TIME, Duration.ofSeconds(1), "less than the interval"),
        engine == Engine.LVS
            ? fields.integer(
                "rise", LvsReader.rise(fields), "keepalived counts so, and no other way")
            : fields.integer("rise", 2, "one good answer can be luck"),
        fields.integer("fall", 3, "one bad answer can be bad luck"));
  }

  private void withoutEffect(Fields fields, String key, Check.Type type) {
    if (fields.has(key))
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan(key),
          "`%s` means nothing to a check of type `%s`".formatted(key, type.word()),
          "remove it, or write another type");
  }

  private static Passive passive(Fields fields, Engine engine) {
    boolean envoy = engine == Engine.ENVOY;
    return new Passive(
        fields.integer(
            "failures",
            envoy ? 3 : 1,
            envoy ? "its checks notice the rest" : "each failure keeps a client waiting"),
        fields.duration(
            "pause", Fields.Range.seconds(1, 86_400), Duration.ofSeconds(10), "nginx's own"));
  }

  private static Timeouts timeouts(Fields fields, Engine engine) {
    boolean nginx = engine == Engine.NGINX;
    return new Timeouts(
        fields.duration(
            "connect",
            HAPROXY_TIME,
            Duration.ofSeconds(nginx ? 1 : 5),
            nginx
                ? "so long a client waits for a machine that is gone"
                : "a local network answers at once"),
        fields.duration(
            "client", HAPROXY_TIME, Duration.ofHours(1), "watches and exec sessions are silent"),
        fields.duration(
            "server", HAPROXY_TIME, Duration.ofHours(1), "watches and exec sessions are silent"),
        fields.duration("queue", HAPROXY_TIME, Duration.ofSeconds(10), "less than a client waits"));
  }
}
