package dev.vipc.spec;

import dev.vipc.model.Cidr;
import dev.vipc.source.Located;
import dev.vipc.spec.HostFiles.Allowed;
import dev.vipc.spec.HostFiles.Firewall;
import dev.vipc.spec.HostFiles.Ports;
import dev.vipc.spec.HostFiles.Protocol;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads which files of the machines are wanted. */
final class HostFilesReader {
  private static final Map<String, Firewall> FIREWALLS =
      Fields.words(Firewall.values(), Firewall::word);
  private static final Map<String, Protocol> PROTOCOLS =
      Fields.words(Protocol.values(), Protocol::word);

  private final Scope scope;
  private final boolean asksItself;

  /**
   * @param asksItself whether each node has to resolve the way in's name to itself, which no name
   *     server can tell all of them
   */
  HostFilesReader(Scope scope, boolean asksItself) {
    this.scope = scope;
    this.asksItself = asksItself;
  }

  HostFiles read(Fields fields) {
    return new HostFiles(
        fields.word("firewall", FIREWALLS, Firewall.NONE, "the machines' own is left as it is"),
        fields.integer("sshPort", 22, "sshd's own"),
        fields.items("allow").stream()
            .map(item -> Fields.of(item, scope.out()))
            .flatMap(this::allowed)
            .toList(),
        asksItself
            ? fields.flag("hosts", true, "each node must find the way in at itself")
            : fields.flag("hosts", false, "names are resolved elsewhere"));
  }

  private Stream<Allowed> allowed(Fields fields) {
    Optional<Located<Ports>> ports =
        fields.parsed(
            "ports",
            HostFilesReader::ports,
            "a port or a range of ports",
            "a number from 1 to 65535, or FIRST-LAST");
    Chosen<Selection> on =
        fields.has("on")
            ? scope.selection(fields, "on")
            : Chosen.assumed(new Selection.EveryNode(), fields.anchor(), "nobody is left out");
    return ports.stream()
        .map(
            wanted ->
                new Allowed(
                    wanted,
                    fields.word("protocol", PROTOCOLS, Protocol.TCP, "the usual one"),
                    fields.parsedItems("from", Cidr::parse, "a network", "ADDRESS/LENGTH"),
                    on,
                    scope.resolve(on)));
  }

  private static Optional<Ports> ports(String text) {
    String[] ends = text.split("-", 2);
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[ends.length - 1]);
    return first >= 1 && last >= first && last <= 65_535
        ? Optional.of(new Ports(first, last))
        : Optional.empty();
  }
}
