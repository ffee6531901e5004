package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.VirtualAddress.Ip;
import dev.vipc.spec.Vrrp.Transport;
import dev.vipc.syntax.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads how the holders of one virtual address agree. */
final class VrrpReader {
  /** RFC 9568, section 5.2.7: 12 bits of centiseconds. */
  private static final Fields.Range VERSION_3_INTERVAL =
      new Fields.Range(Duration.ofMillis(10), Duration.ofMillis(40_950), Duration.ofMillis(10));

  /** RFC 3768, section 5.3.7: 8 bits of seconds. */
  private static final Fields.Range VERSION_2_INTERVAL = Fields.Range.seconds(1, 255);

  private static final Map<String, Transport> TRANSPORTS =
      Fields.words(Transport.values(), transport -> transport.name().toLowerCase(Locale.ROOT));

  private final Scope scope;
  private final VirtualAddress.Engine engine;
  private final List<SpecNode> holders;
  private final List<Ip> addresses;
  private final List<Track> tracks;
  private final Optional<Located<String>> iface;

  VrrpReader(
      Scope scope,
      VirtualAddress.Engine engine,
      List<SpecNode> holders,
      List<Ip> addresses,
      List<Track> tracks,
      Optional<Located<String>> iface) {
    this.scope = scope;
    this.engine = engine;
    this.holders = holders;
    this.addresses = addresses;
    this.tracks = tracks;
    this.iface = iface;
  }

  Optional<Vrrp> read(Fields address) {
    Optional<Fields> written = address.optionalChild("vrrp");
    if (written.isEmpty())
      scope.missing(
          address.anchor(),
          "`%s` has no virtual router ID".formatted(address.required("name").value()),
          "add `vrrp: { routerId: NUMBER }` with a number that nothing else on the segment uses");
    return written.map(this::vrrp);
  }

  private Vrrp vrrp(Fields fields) {
    Chosen<Integer> version = fields.integer("version", 3, "the current one, RFC 9568");
    Chosen<Transport> transport =
        fields.word("transport", TRANSPORTS, Transport.UNICAST, "it works on every network");
    Optional<Secret> password = password(fields, version);
    checkHolders(transport);
    Optional<Located<IpAddress>> group =
        fields.parsed("multicastGroup", this::group, "a multicast address", "a multicast group");
    if (group.isPresent() && transport.value() == Transport.UNICAST)
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan("multicastGroup"),
          "`multicastGroup` means nothing to unicast",
          "remove it, or write `transport: multicast`");
    Chosen<Boolean> virtualMac = fields.flag("virtualMac", false, "works on every network card");
    if (virtualMac.value() && engine == VirtualAddress.Engine.KEEPALIVED)
      scope.notBuilt(
          virtualMac.span(),
          "a virtual MAC address with keepalived",
          "remove `virtualMac`, or write the engine vipd");
    Chosen<Boolean> preempt = fields.flag("preempt", true, "the preferred node holds the address");
    return new Vrrp(
        fields.integer("routerId").orElseThrow(),
        version,
        fields.duration(
            "advertisementInterval",
            version.value() == 2 ? VERSION_2_INTERVAL : VERSION_3_INTERVAL,
            Duration.ofSeconds(1),
            "finds a dead holder within 3 to 4 s"),
        transport,
        group,
        password,
        priorities(fields),
        preempt,
        preemptDelay(fields, preempt),
        virtualMac,
        fields.anchor());
  }

  private Chosen<Duration> preemptDelay(Fields fields, Chosen<Boolean> preempt) {
    if (fields.has("preemptDelay") && !preempt.value())
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan("preemptDelay"),
          "`preemptDelay` means nothing without preemption",
          "remove it, or write `preempt: true`");
    return fields.duration(
        "preemptDelay", Fields.Range.millis(0, Duration.ofSeconds(1000)), Duration.ZERO, "at once");
  }

  private Optional<IpAddress> group(String text) {
    return IpAddress.parse(text).filter(address -> address.address().isMulticastAddress());
  }

  private void checkHolders(Chosen<Transport> transport) {
    for (SpecNode holder : holders) {
      String name = holder.name().value();
      if (holder.iface().isEmpty() && iface.isEmpty())
        scope.missing(
            holder.name().span(),
            "`%s` holds a virtual address and names no interface".formatted(name),
            "add `interface: NAME` to the node");
      if (transport.value() == Transport.MULTICAST) continue;
      for (boolean v6 : new boolean[] {false, true})
        if (has(v6) && holder.address(v6).isEmpty())
          scope.missing(
              holder.name().span(),
              "`%s` has no %s address for unicast advertisements"
                  .formatted(name, v6 ? "IPv6" : "IPv4"),
              "add one to its `addresses`, or write `transport: multicast`");
    }
  }

  private boolean has(boolean v6) {
    return addresses.stream().anyMatch(ip -> ip.address().value().isV6() == v6);
  }

  private Optional<Secret> password(Fields fields, Chosen<Integer> version) {
    if (!fields.has("password")) return Optional.empty();
    if (version.value() == 3)
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan("password"),
          "VRRP 3 has no password",
          "remove it, or write `version: 2`");
    return SecretReader.read(fields, "password", "password");
  }

  private List<Chosen<Integer>> priorities(Fields fields) {
    Optional<Fields> written = fields.optionalChild("priorities");
    return written
        .map(byName -> written(byName))
        .orElseGet(() -> Priorities.byOrder(holders.size(), tracks, fields.anchor()));
  }

  private List<Chosen<Integer>> written(Fields byName) {
    List<String> names = holders.stream().map(holder -> holder.name().value()).toList();
    for (YamlNode.Entry entry : byName.mapping().entries())
      if (!names.contains(entry.key().value()))
        scope.unknown(entry.key().located(), "holder", names);
    List<Chosen<Integer>> priorities = new ArrayList<>();
    for (String name : names) {
      Optional<Located<Integer>> priority = byName.integer(name);
      if (priority.isEmpty()) missingPriority(name, byName.anchor());
      priorities.add(byName.chosen(priority, Priorities.LOWEST, "the lowest that is given out"));
    }
    return priorities;
  }

  private void missingPriority(String name, Span place) {
    scope.missing(
        place,
        "`%s` holds the address and has no priority".formatted(name),
        "give every holder a priority, or remove `priorities`");
  }
}
