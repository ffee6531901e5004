package dev.vipc.spec;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a spec carries verbatim, and what it accepts. */
final class ExtraReader {
  private final Scope scope;
  private final Fields root;

  ExtraReader(Scope scope, Fields root) {
    this.scope = scope;
    this.root = root;
  }

  List<Extra> extra() {
    return root.items("extra").stream().map(item -> extra(Fields.of(item, scope.out()))).toList();
  }

  List<Accepted> accepted() {
    return root.items("accepted").stream()
        .map(item -> accepted(Fields.of(item, scope.out())))
        .toList();
  }

  private Extra extra(Fields fields) {
    Optional<Located<String>> node = fields.text("node");
    node.ifPresent(scope::node);
    return new Extra(
        fields.required("program").map(word -> Program.of(word).orElseThrow()),
        node,
        fields.required("section"),
        fields.texts("lines"),
        fields.mapping().span());
  }

  private Accepted accepted(Fields fields) {
    Optional<Located<String>> place = fields.text("place");
    Optional<Accepted.Place> within =
        place.flatMap(
            path ->
                find(root.mapping(), Arrays.asList(path.value().split("\\.")))
                    .map(span -> new Accepted.Place(path.value(), span)));
    if (place.isPresent() && within.isEmpty())
      scope.unknown(
          place.get(), "place", List.of("names with dots, such as proxies.api or nodes.lb1"));
    return new Accepted(
        fields.required("code"), fields.required("reason"), within, fields.mapping().span());
  }

  /**
   * The entry that a path of keys and names leads to; a name may hold dots, so that it takes as
   * many parts as fit.
   */
  private static Optional<Span> find(YamlNode node, List<String> path) {
    if (path.isEmpty()) return Optional.of(node.span());
    for (int taken = path.size(); taken > 0; taken--) {
      String name = String.join(".", path.subList(0, taken));
      List<String> rest = path.subList(taken, path.size());
      Optional<Span> found =
          switch (node) {
            case YamlNode.Scalar _ -> Optional.empty();
            case YamlNode.Mapping mapping ->
                mapping
                    .entry(name)
                    .flatMap(
                        e ->
                            find(e.value(), rest)
                                .map(end -> rest.isEmpty() ? e.key().span().to(end) : end));
            case YamlNode.Sequence sequence ->
                sequence.items().stream()
                    .filter(item -> isNamed(item, name))
                    .findFirst()
                    .flatMap(item -> find(item, rest));
          };
      if (found.isPresent()) return found;
    }
    return Optional.empty();
  }

  private static boolean isNamed(YamlNode item, String name) {
    return item instanceof YamlNode.Mapping mapping
        && mapping.scalar("name").map(own -> own.value().equals(name)).orElse(false);
  }
}
