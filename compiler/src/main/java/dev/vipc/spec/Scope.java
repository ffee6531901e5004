package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.DUPLICATE_NAME;
import static dev.vipc.spec.SpecRules.MISSING_VALUE;
import static dev.vipc.spec.SpecRules.NOT_BUILT_YET;
import static dev.vipc.spec.SpecRules.UNKNOWN_REFERENCE;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the parts of a spec refer to while it is read. */
record Scope(List<SpecNode> nodes, List<Network> networks, int apiServerPort, Reporter out) {

  /** Nodes by role, by name, or all of them; load balancers, or else control-plane nodes. */
  Chosen<Selection> selection(Fields fields, String key) {
    Optional<YamlNode> written = fields.mapping().get(key);
    if (written.isEmpty()) return defaultSelection(fields.anchor());
    Span place = written.get().span();
    if (written.get() instanceof YamlNode.Sequence)
      return Chosen.written(new Selection.ByName(fields.texts(key)), place);
    String word = fields.required(key).value();
    return Chosen.written(
        Role.of(word).<Selection>map(Selection.ByRole::new).orElseGet(Selection.EveryNode::new),
        place);
  }

  /** The nodes that a selection means; reports names and roles that mean nothing. */
  List<SpecNode> resolve(Chosen<Selection> selection) {
    return switch (selection.value()) {
      case Selection.EveryNode _ -> nodes;
      case Selection.ByRole(var role) -> withRole(role, selection.span());
      case Selection.ByName(var names) ->
          names.stream().flatMap(name -> node(name).stream()).distinct().toList();
    };
  }

  List<SpecNode> withRole(Role role, Span place) {
    List<SpecNode> found = nodes.stream().filter(node -> node.is(role)).toList();
    if (found.isEmpty())
      out.report(
          Diagnostic.of(
                  UNKNOWN_REFERENCE, place, "no node has the role `%s`".formatted(role.word()))
              .help("give the role to a node, or name the nodes"));
    return found;
  }

  /** The node of a name; reports a name that no node has. */
  Optional<SpecNode> node(Located<String> name) {
    Optional<SpecNode> found =
        nodes.stream().filter(node -> node.name().value().equals(name.value())).findFirst();
    if (found.isEmpty())
      unknown(name, "node", nodes.stream().map(node -> node.name().value()).toList());
    return found;
  }

  void unknown(Located<String> name, String what, List<String> known) {
    String list = known.isEmpty() ? "there is none" : String.join(", ", known);
    out.report(
        Diagnostic.of(
                UNKNOWN_REFERENCE, name.span(), "there is no %s `%s`".formatted(what, name.value()))
            .help("write one of: " + list));
  }

  void notBuilt(Span place, String what, String instead) {
    out.report(Diagnostic.of(NOT_BUILT_YET, place, what + " is not built yet").help(instead));
  }

  void missing(Span place, String message, String help) {
    out.report(Diagnostic.of(MISSING_VALUE, place, message).help(help));
  }

  /** Reports every name that stands twice. */
  void unique(List<Located<String>> names, String what) {
    Map<String, Located<String>> first = new HashMap<>();
    for (Located<String> name : names) {
      Located<String> earlier = first.putIfAbsent(name.value(), name);
      if (earlier == null) continue;
      out.report(
          Diagnostic.of(
                  DUPLICATE_NAME,
                  name.span(),
                  "there are two %s called `%s`".formatted(what, name.value()))
              .also(earlier.span(), "the first is here")
              .help("give one of them another name"));
    }
  }

  private Chosen<Selection> defaultSelection(Span anchor) {
    boolean hasBalancers = nodes.stream().anyMatch(node -> node.is(Role.LOAD_BALANCER));
    return hasBalancers
        ? Chosen.assumed(
            new Selection.ByRole(Role.LOAD_BALANCER), anchor, "there are load-balancer nodes")
        : Chosen.assumed(
            new Selection.ByRole(Role.CONTROL_PLANE), anchor, "there are no load-balancer nodes");
  }
}
