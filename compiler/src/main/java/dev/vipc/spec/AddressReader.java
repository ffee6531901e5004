package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.VALUE_WITHOUT_EFFECT;

import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.spec.VirtualAddress.Engine;
import dev.vipc.spec.VirtualAddress.Ip;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a virtual address of a spec and fills in what it leaves out. */
final class AddressReader {
  private static final Map<String, Engine> ENGINES = Fields.words(Engine.values(), Engine::word);

  private final Scope scope;
  private final NodeReader nodeReader;
  private final List<SpecProxy> proxies;

  AddressReader(Scope scope, List<SpecProxy> proxies) {
    this.scope = scope;
    this.nodeReader = new NodeReader(scope.out());
    this.proxies = proxies;
  }

  VirtualAddress read(Fields fields) {
    Chosen<Engine> engine =
        fields.word("engine", ENGINES, Engine.KEEPALIVED, "every distribution has it");
    boolean vrrp = engine.value().speaksVrrp();
    Chosen<Selection> selection = scope.selection(fields, "holders");
    List<SpecNode> holders = holders(selection, engine.value());
    List<Ip> addresses =
        fields.texts("addresses").stream()
            .flatMap(text -> ip(fields, text, engine.value()).stream())
            .toList();
    addresses.forEach(ip -> nodeReader.checkFree(ip.address(), scope.networks()));
    Chosen<List<Track>> tracked =
        vrrp
            ? new TrackReader(scope, engine.value(), proxies).read(fields, holders)
            : Chosen.assumed(List.of(), fields.anchor(), "somebody else moves the address");
    if (!vrrp) refuseForeign(fields, engine.value());
    withoutEffect(fields, "kubeVip", engine.value());
    return new VirtualAddress(
        fields.required("name"),
        addresses,
        selection,
        holders,
        engine,
        vrrp
            ? new VrrpReader(
                    scope,
                    engine.value(),
                    holders,
                    addresses,
                    tracked.value(),
                    fields.text("interface"))
                .read(fields)
            : Optional.empty(),
        engine.value() == Engine.KUBE_VIP
            ? Optional.of(new KubeVipReader(scope, holders).read(fields))
            : Optional.empty(),
        tracked,
        together(fields, engine),
        iface(fields, engine),
        fields.mapping().span());
  }

  private Optional<Located<String>> together(Fields fields, Chosen<Engine> engine) {
    Optional<Located<String>> together = fields.text("together");
    if (together.isPresent() && !engine.value().speaksVrrp())
      withoutEffect(fields, "together", engine.value());
    return together.filter(_ -> engine.value().speaksVrrp());
  }

  private Optional<Located<String>> iface(Fields fields, Chosen<Engine> engine) {
    if (!engine.value().speaksVrrp()) withoutEffect(fields, "interface", engine.value());
    return fields.text("interface").filter(_ -> engine.value().speaksVrrp());
  }

  /** An external address may be held where no node of the spec is. */
  private List<SpecNode> holders(Chosen<Selection> selection, Engine engine) {
    if (engine == Engine.EXTERNAL && !selection.isWritten()) return List.of();
    return scope.resolve(selection);
  }

  private Optional<Ip> ip(Fields fields, Located<String> text, Engine engine) {
    if (text.value().indexOf('/') >= 0)
      return fields
          .parse(text, Cidr::parse, "an address with a prefix length", "ADDRESS/LENGTH")
          .map(
              cidr ->
                  new Ip(
                      cidr.map(Cidr::address),
                      Chosen.written(cidr.value().prefixLength(), text.span())));
    return fields
        .parse(text, IpAddress::parse, "an address", "an IPv4 or IPv6 address")
        .map(address -> new Ip(address, prefixOf(address, engine)));
  }

  private Chosen<Integer> prefixOf(Located<IpAddress> address, Engine engine) {
    if (engine == Engine.KUBE_VIP)
      return Chosen.assumed(address.value().bits(), address.span(), "kube-vip's own");
    return scope.networks().stream()
        .flatMap(network -> network.cidrs().stream())
        .filter(cidr -> cidr.value().contains(address.value()))
        .findFirst()
        .map(
            cidr ->
                Chosen.assumed(
                    cidr.value().prefixLength(), address.span(), "the prefix of its network"))
        .orElseGet(
            () ->
                Chosen.assumed(
                    address.value().bits(), address.span(), "no network of the spec holds it"));
  }

  private void refuseForeign(Fields fields, Engine engine) {
    withoutEffect(fields, "vrrp", engine);
    withoutEffect(fields, "track", engine);
  }

  private void withoutEffect(Fields fields, String key, Engine engine) {
    if (fields.has(key) && !(key.equals("kubeVip") && engine == Engine.KUBE_VIP))
      fields.report(
          VALUE_WITHOUT_EFFECT,
          fields.keySpan(key),
          "`%s` means nothing to the engine `%s`".formatted(key, engine.word()),
          "remove it, or write another engine");
  }
}
