package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.UNREADABLE_VALUE;
import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.model.AddressRange;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.KubeVip.Bgp;
import dev.vipc.spec.KubeVip.Check;
import dev.vipc.spec.KubeVip.Mode;
import dev.vipc.spec.KubeVip.Peer;
import dev.vipc.spec.KubeVip.Pool;
import dev.vipc.spec.KubeVip.Source;
import dev.vipc.syntax.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads how kube-vip announces one virtual address. */
final class KubeVipReader {
  private static final Map<String, Mode> MODES =
      Fields.words(Mode.values(), mode -> mode.name().toLowerCase(Locale.ROOT));
  private static final Map<String, Source> SOURCES =
      Fields.words(Source.values(), source -> source.name().toLowerCase(Locale.ROOT));

  /** kube-vip counts whole seconds. */
  private static final Fields.Range SECONDS = Fields.Range.seconds(1, 3600);

  /** RFC 4271, section 4.2: 16 bits of seconds, and neither 1 nor 2. */
  private static final Fields.Range HOLD_TIME = Fields.Range.seconds(3, 65_535);

  private static final int BGP_PORT = 179;

  private final Scope scope;
  private final List<SpecNode> holders;

  KubeVipReader(Scope scope, List<SpecNode> holders) {
    this.scope = scope;
    this.holders = holders;
  }

  KubeVip read(Fields address) {
    Fields fields = address.child("kubeVip");
    Chosen<Mode> mode = fields.word("mode", MODES, Mode.ARP, "it needs nothing of the routers");
    if (mode.value() == Mode.ARP) withoutEffect(fields, "bgp", "ARP mode");
    else
      Stream.of("leaseDuration", "renewDeadline", "retryPeriod")
          .forEach(key -> withoutEffect(fields, key, "BGP mode, where nobody is elected"));
    Chosen<Boolean> services = fields.flag("services", false, "only the API is announced");
    if (!services.value())
      Stream.of("serviceElection", "pools")
          .forEach(key -> withoutEffect(fields, key, "a kube-vip without `services`"));
    Optional<Bgp> bgp = mode.value() == Mode.BGP ? bgp(fields, mode) : Optional.empty();
    checkInterfaces(mode);
    return new KubeVip(
        mode,
        fields.duration("leaseDuration", SECONDS, Duration.ofSeconds(15), "kube-vip's since 1.1"),
        fields.duration("renewDeadline", SECONDS, Duration.ofSeconds(10), "kube-vip's since 1.1"),
        fields.duration("retryPeriod", SECONDS, Duration.ofSeconds(2), "kube-vip's since 1.1"),
        services,
        fields.flag("serviceElection", false, "one node announces all Services"),
        bgp,
        services.value() ? pools(fields) : List.of(),
        fields.anchor());
  }

  private void checkInterfaces(Chosen<Mode> mode) {
    if (mode.value() == Mode.BGP) return;
    for (SpecNode holder : holders)
      if (holder.iface().isEmpty())
        scope.missing(
            holder.name().span(),
            "`%s` holds a virtual address and names no interface".formatted(holder.name().value()),
            "add `interface: NAME` to the node");
  }

  private Optional<Bgp> bgp(Fields fields, Chosen<Mode> mode) {
    Optional<Fields> written = fields.optionalChild("bgp");
    if (written.isEmpty())
      scope.missing(
          mode.span(),
          "BGP mode names no router",
          "add `bgp: { as: NUMBER, peers: [\"ADDRESS:AS\"] }`");
    return written.flatMap(this::bgp);
  }

  private Optional<Bgp> bgp(Fields fields) {
    Optional<Located<Long>> as = as(fields);
    Map<String, Located<IpAddress>> routerIds = routerIds(fields);
    checkRouterIds(routerIds);
    List<Peer> peers =
        fields.items("peers").stream()
            .flatMap(
                item ->
                    (item instanceof YamlNode.Mapping ? full(item) : brief(fields, item)).stream())
            .toList();
    Chosen<Source> source =
        fields.word("source", SOURCES, Source.ROUTE, "what the route to the router has");
    return as.map(
        own ->
            new Bgp(
                own,
                peers,
                routerIds,
                source,
                fields.duration("holdTime", HOLD_TIME, Duration.ofSeconds(30), "kube-vip's own"),
                fields.duration(
                    "keepaliveInterval", SECONDS, Duration.ofSeconds(10), "kube-vip's own"),
                check(fields),
                fields.anchor()));
  }

  /** {@code ADDRESS:AS}. */
  private Optional<Peer> brief(Fields fields, YamlNode item) {
    Located<String> text = ((YamlNode.Scalar) item).located();
    int colon = text.value().lastIndexOf(':');
    Optional<IpAddress> address =
        colon < 0 ? Optional.empty() : host(text.value().substring(0, colon));
    Optional<Long> as = colon < 0 ? Optional.empty() : number(text.value().substring(colon + 1));
    if (address.isEmpty() || as.isEmpty()) {
      fields.report(
          UNREADABLE_VALUE,
          text.span(),
          "`%s` is not a router and its AS".formatted(text.value()),
          "write ADDRESS:AS, an IPv6 address in brackets");
      return Optional.empty();
    }
    return Optional.of(
        new Peer(
            new Located<>(address.get(), text.span()),
            new Located<>(as.get(), text.span()),
            Chosen.assumed(BGP_PORT, text.span(), "BGP's own"),
            Chosen.assumed(false, text.span(), "the router is on the segment"),
            Optional.empty()));
  }

  /** An IPv6 address in brackets, since the AS follows a colon too. */
  private static Optional<IpAddress> host(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    return IpAddress.parse(brackets ? text.substring(1, text.length() - 1) : text)
        .filter(address -> address.isV6() == brackets);
  }

  private Optional<Peer> full(YamlNode item) {
    Fields fields = Fields.of(item, scope.out());
    Optional<Located<IpAddress>> address =
        fields.parsed("address", IpAddress::parse, "an address", "an IPv4 or IPv6 address");
    Optional<Located<Long>> as = as(fields);
    return address.flatMap(
        at ->
            as.map(
                of ->
                    new Peer(
                        at,
                        of,
                        fields.integer("port", BGP_PORT, "BGP's own"),
                        fields.flag("multihop", false, "the router is on the segment"),
                        SecretReader.read(fields, "password", "password"))));
  }

  private static Optional<Located<Long>> as(Fields fields) {
    return fields.parsed("as", KubeVipReader::number, "an AS number", "1 to 4294967295");
  }

  private static Optional<Long> number(String text) {
    return text.matches("[1-9]\\d{0,9}")
        ? Optional.of(Long.parseLong(text)).filter(as -> as <= 0xffff_ffffL)
        : Optional.empty();
  }

  private Map<String, Located<IpAddress>> routerIds(Fields fields) {
    Map<String, Located<IpAddress>> ids = new LinkedHashMap<>();
    List<String> names = holders.stream().map(holder -> holder.name().value()).toList();
    Fields byName = fields.child("routerIds");
    for (YamlNode.Entry entry : byName.mapping().entries()) {
      if (!names.contains(entry.key().value()))
        scope.unknown(entry.key().located(), "holder", names);
      byName
          .parsed(entry.key().value(), KubeVipReader::routerId, "a router ID", "an IPv4 address")
          .ifPresent(id -> ids.put(entry.key().value(), id));
    }
    return ids;
  }

  private static Optional<IpAddress> routerId(String text) {
    return IpAddress.parse(text).filter(address -> !address.isV6());
  }

  private void checkRouterIds(Map<String, Located<IpAddress>> routerIds) {
    for (SpecNode holder : holders)
      if (holder.address(false).isEmpty() && !routerIds.containsKey(holder.name().value()))
        scope.missing(
            holder.name().span(),
            "`%s` has no IPv4 address that could be its router ID".formatted(holder.name().value()),
            "add `routerIds: { %s: NUMBER }` below `bgp`, in the form of an IPv4 address"
                .formatted(holder.name().value()));
  }

  private Check check(Fields bgp) {
    Fields fields = bgp.child("check");
    return new Check(
        fields.duration("interval", SECONDS, Duration.ofSeconds(5), "kube-vip's own"),
        fields.duration("timeout", SECONDS, Duration.ofSeconds(3), "kube-vip's own"),
        fields.integer("fall", 3, "kube-vip's own"),
        bgp.has("check"),
        fields.anchor());
  }

  private List<Pool> pools(Fields fields) {
    List<Pool> pools =
        fields.items("pools").stream().map(item -> pool(Fields.of(item, scope.out()))).toList();
    scope.unique(pools.stream().flatMap(pool -> pool.namespace().stream()).toList(), "pools");
    return pools;
  }

  /** The cloud provider takes the networks of a namespace and then never looks at its ranges. */
  private Pool pool(Fields fields) {
    List<Located<String>> addresses = fields.texts("addresses");
    for (Located<String> text : addresses)
      fields.parse(
          text,
          AddressRange::parse,
          "a pool of addresses",
          "a prefix such as 10.0.0.64/28, or FIRST-LAST");
    boolean networks = addresses.stream().anyMatch(text -> text.value().contains("/"));
    boolean ranges = addresses.stream().anyMatch(text -> !text.value().contains("/"));
    if (networks && ranges) {
      Span place = addresses.getFirst().span().to(addresses.getLast().span());
      fields.report(
          UNREADABLE_VALUE,
          place,
          "one pool has networks and ranges, of which only the networks are used",
          "write all of them as FIRST-LAST");
    }
    return new Pool(fields.text("namespace"), addresses);
  }

  private static void withoutEffect(Fields fields, String key, String what) {
    if (fields.has(key))
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan(key),
          "`%s` means nothing to %s".formatted(key, what),
          "remove it");
  }
}
