package dev.vipc.diff;

import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.ReadText;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.SourceFile;
import dev.vipc.syntax.keepalived.KeepalivedSyntax;
import dev.vipc.syntax.nginx.NginxSyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One of two deployments to compare.
 *
 * @param spec the text of the spec that it was made from; absent where files state it
 */
public record Side(Deployment deployment, Optional<SourceFile> spec) {
  /** What a certificate says is compared as the certificate itself. */
  private static final Set<String> WITHOUT_TEXT = Set.of("certificate");

  /** Everything that a node, or what belongs to no node, says. */
  static List<Thing> things(Parts parts, Optional<Node> node) {
    List<Thing> things = new ArrayList<>();
    node.ifPresent(
        of -> {
          new VrrpThings(of).all().forEach(things::add);
          new ProxyThings(of).all().forEach(things::add);
        });
    new ClusterThings(parts).all().forEach(things::add);
    return things;
  }

  /** What no thing carries of the texts of a node, by kind of file. */
  static Map<String, List<Remainder>> remainders(Parts parts, List<Thing> things) {
    Carried carried = new Carried(things);
    Map<String, String> names = blockNames(parts);
    Map<String, List<Remainder>> all = new HashMap<>();
    for (ReadText text : parts.all(ReadText.class))
      if (!WITHOUT_TEXT.contains(text.kind()))
        all.computeIfAbsent(text.kind(), _ -> new ArrayList<>())
            .addAll(remainder(text, carried, names));
    return all;
  }

  private static List<Remainder> remainder(
      ReadText text, Carried carried, Map<String, String> names) {
    return switch (text.kind()) {
      case "haproxy" -> HaproxyRemainder.of(text.file(), carried);
      case "keepalived" ->
          BlockRemainder.of(
              KeepalivedSyntax.parse(text.file(), _ -> {}),
              carried,
              head -> names.getOrDefault(head, head));
      case "nginx" ->
          BlockRemainder.of(NginxSyntax.parse(text.file(), _ -> {}), carried, head -> head);
      default ->
          isYaml(text.file())
              ? YamlRemainder.of(text.file(), carried)
              : TextRemainder.of(text.file(), carried);
    };
  }

  static boolean isYaml(SourceFile file) {
    return file.path().matches("(?s).*\\.(ya?ml|json)") || file.text().startsWith("apiVersion:");
  }

  /** Virtual routers are the same by their addresses, whatever their names. */
  private static Map<String, String> blockNames(Parts parts) {
    Map<String, String> names = new HashMap<>();
    for (VrrpDaemon daemon : parts.all(VrrpDaemon.class))
      for (VirtualRouter router : daemon.routers()) {
        String addresses =
            router.knownAddresses().stream()
                .map(address -> address.value().address().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!addresses.isEmpty())
          names.put("vrrp_instance " + router.name().value(), "virtual router " + addresses);
      }
    return names;
  }
}
