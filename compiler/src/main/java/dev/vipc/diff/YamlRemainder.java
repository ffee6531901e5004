package dev.vipc.diff;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import dev.vipc.syntax.yaml.YamlNode.Sequence;
import dev.vipc.syntax.yaml.YamlSyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What of a YAML file the model does not carry: its leaves, by the keys that lead to them. */
final class YamlRemainder {
  /** A plain text that means something else than the same text in quotes. */
  private static final Pattern TYPED =
      Pattern.compile("(?i)true|false|null|~|yes|no|on|off|[-+]?[0-9][0-9_.e+-]*");

  /** Keys whose value names an item of a list. */
  private static final List<String> NAMES = List.of("name", "key", "node", "proxy", "mountPath");

  /** Keys of an item that is one of Envoy's servers, which have no names. */
  private static final List<String> SERVERS =
      List.of("endpoint", "socket_address", "socketAddress");

  private final Carried carried;
  private final List<Remainder> all = new ArrayList<>();
  private final Map<String, Integer> met = new HashMap<>();

  private YamlRemainder(Carried carried) {
    this.carried = carried;
  }

  static List<Remainder> of(SourceFile file, Carried carried) {
    YamlRemainder remainder = new YamlRemainder(carried);
    for (YamlNode document : YamlSyntax.parse(file, _ -> {})) remainder.document(document);
    return remainder.all;
  }

  private void document(YamlNode document) {
    String title =
        document instanceof Mapping mapping
            ? Stream.of(
                    text(mapping, "kind"),
                    mapping.mapping("metadata").flatMap(m -> text(m, "name")))
                .flatMap(Optional::stream)
                .reduce("", (one, other) -> (one + " " + other).strip())
            : "";
    int before = met.merge(title, 1, Integer::sum);
    node(document, before > 1 ? title + " #" + before : title, "", document.span());
  }

  private static Optional<String> text(Mapping mapping, String key) {
    return mapping.scalar(key).map(Scalar::value);
  }

  private void node(YamlNode node, String title, String path, Span header) {
    switch (node) {
      case Scalar leaf -> leaf(leaf, title, path, header);
      case Mapping mapping -> {
        for (Entry entry : mapping.entries()) {
          String key = entry.key().value();
          node(entry.value(), title, path.isEmpty() ? key : path + "." + key, header);
        }
      }
      case Sequence(var items, _) -> {
        Map<String, Integer> before = new HashMap<>();
        for (YamlNode item : items)
          if (item instanceof Mapping mapping) item(mapping, title, path, header, before);
          else node(item, title, path, header);
      }
    }
  }

  private void item(
      Mapping item, String title, String path, Span header, Map<String, Integer> before) {
    String name =
        NAMES.stream()
            .flatMap(key -> text(item, key).stream())
            .findFirst()
            .or(() -> server(item))
            .orElse("");
    int count = before.merge(name, 1, Integer::sum);
    String label = name.isEmpty() || count > 1 ? (name + "#" + count) : name;
    boolean named = !name.isEmpty();
    for (Entry entry : item.entries()) {
      boolean isName =
          named
              && entry.value() instanceof Scalar(var value, _, _)
              && value.equals(name)
              && NAMES.contains(entry.key().value());
      if (!isName)
        node(entry.value(), title, path + "[" + label + "]." + entry.key().value(), header);
    }
    // an item that is nothing but its name is a leaf itself
    if (named
        && item.entries().size() == 1
        && item.entries().getFirst().value() instanceof Scalar leaf)
      leaf(leaf, title, path + "[" + label + "]", header);
  }

  private Optional<String> server(Mapping item) {
    return SERVERS.stream().anyMatch(key -> item.entry(key).isPresent())
        ? carried.server(item.span())
        : Optional.empty();
  }

  private void leaf(Scalar leaf, String title, String path, Span header) {
    if (leaf.isNull() || carried.isCarried(leaf.span())) return;
    String text =
        leaf.plain() || !TYPED.matcher(leaf.value()).matches()
            ? leaf.value().strip()
            : "\"" + leaf.value() + "\"";
    String key = path.substring(path.lastIndexOf('.') + 1);
    boolean secret = Secrets.isSecret(key) || Secrets.isSecret(inBrackets(path));
    all.add(
        new Remainder(
            title.isEmpty() ? List.of() : List.of(title),
            path,
            path,
            text,
            secret ? Secrets.MASK : text,
            leaf.span(),
            header));
  }

  /** {@code env[bgp_peerpass].value} is named by its item. */
  private static String inBrackets(String path) {
    int open = path.lastIndexOf('[');
    int shut = path.indexOf(']', open + 1);
    return open < 0 || shut < 0 ? "" : path.substring(open + 1, shut);
  }
}
