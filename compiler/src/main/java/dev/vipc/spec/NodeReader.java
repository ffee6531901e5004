package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.RESERVED_ADDRESS;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.AddressRange;
import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Reads the networks and the nodes of a spec. */
final class NodeReader {
  private static final List<Role> DEFAULT_ROLES = List.of(Role.CONTROL_PLANE);
  private final Reporter out;

  NodeReader(Reporter out) {
    this.out = out;
  }

  List<Network> networks(List<YamlNode> items) {
    return items.stream().map(item -> network(Fields.of(item, out))).toList();
  }

  List<SpecNode> nodes(List<YamlNode> items, List<Network> networks) {
    List<SpecNode> nodes = items.stream().map(item -> node(Fields.of(item, out))).toList();
    for (SpecNode node : nodes)
      for (Located<IpAddress> address : node.addresses())
        gatewayOf(networks, address.value())
            .ifPresent(
                gateway -> reserved(address, gateway.span(), "the gateway has this address"));
    return nodes;
  }

  /** Reports an address that must not be given to a virtual address. */
  void checkFree(Located<IpAddress> address, List<Network> networks) {
    gatewayOf(networks, address.value())
        .ifPresent(gateway -> reserved(address, gateway.span(), "the gateway has this address"));
    for (Network network : networks)
      for (Located<AddressRange> range : network.reserved())
        if (range.value().contains(address.value()))
          reserved(address, range.span(), "reserved here");
  }

  private Network network(Fields fields) {
    return new Network(
        fields.required("name"),
        fields.parsedItems("cidrs", Cidr::parse, "a prefix", "an address and a prefix length"),
        fields.parsed("gateway", IpAddress::parse, "an address", "an IPv4 or IPv6 address"),
        fields.parsedItems(
            "reserved", AddressRange::parse, "a range", "an address, FIRST-LAST or a prefix"));
  }

  private SpecNode node(Fields fields) {
    return new SpecNode(
        fields.required("name"),
        fields.parsedItems(
            "addresses",
            IpAddress::parse,
            "an address",
            "an IPv4 or IPv6 address without a prefix"),
        fields.text("interface"),
        roles(fields),
        fields.text("zone"),
        fields.mapping().span());
  }

  private Chosen<List<Role>> roles(Fields fields) {
    List<Located<String>> written = fields.texts("roles");
    if (written.isEmpty())
      return Chosen.assumed(DEFAULT_ROLES, fields.anchor(), "a node without a role is one");
    List<Role> roles = written.stream().flatMap(word -> Role.of(word.value()).stream()).toList();
    return Chosen.written(roles, fields.mapping().get("roles").orElseThrow().span());
  }

  private void reserved(Located<IpAddress> address, Span other, String why) {
    out.report(
        Diagnostic.of(
                RESERVED_ADDRESS,
                address.span(),
                "`%s` is reserved for something else".formatted(address.value()))
            .also(other, why)
            .help("choose a free address"));
  }

  private static Optional<Located<IpAddress>> gatewayOf(List<Network> networks, IpAddress address) {
    return networks.stream()
        .flatMap(network -> network.gateway().stream())
        .filter(gateway -> gateway.value().equals(address))
        .findFirst();
  }
}
