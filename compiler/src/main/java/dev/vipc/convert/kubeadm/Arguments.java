package dev.vipc.convert.kubeadm;

import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Turns the mappings of arguments up to v1beta3 into the lists of name and value of v1beta4, in the
 * order of the names as kubeadm does (convertToArgs). Comments go with their arguments. In a
 * template whose statements stand among the arguments, the order stays.
 */
final class Arguments {
  /** What would be no text as a plain scalar. */
  private static final Pattern NOT_TEXT =
      Pattern.compile(
          "(?i)y|yes|n|no|on|off|true|false|null|~|[-+]?[0-9][0-9_.]*(e[-+]?[0-9]+)?|0x[0-9a-f]+|0o?[0-7]+");

  private final Draft draft;
  private final Lines lines;
  private final Set<Span> done = new HashSet<>();

  Arguments(Draft draft) {
    this.draft = draft;
    this.lines = draft.lines();
  }

  /** The step: every place where a document of v1beta3 holds arguments. */
  static void on(Draft draft) {
    Arguments arguments = new Arguments(draft);
    List<Entry> places = new ArrayList<>();
    for (Mapping cluster : draft.documents("ClusterConfiguration")) {
      for (String component : List.of("apiServer", "controllerManager", "scheduler"))
        cluster.mapping(component).flatMap(m -> m.entry("extraArgs")).ifPresent(places::add);
      cluster
          .mapping("etcd")
          .flatMap(etcd -> etcd.mapping("local"))
          .flatMap(local -> local.entry("extraArgs"))
          .ifPresent(places::add);
    }
    for (String kind : List.of("InitConfiguration", "JoinConfiguration"))
      for (Mapping document : draft.documents(kind))
        document
            .mapping("nodeRegistration")
            .flatMap(registration -> registration.entry("kubeletExtraArgs"))
            .ifPresent(places::add);
    places.stream().filter(Lines::isInPlace).forEach(arguments::convert);
    places.stream().filter(place -> !Lines.isInPlace(place)).forEach(arguments::alias);
  }

  private void convert(Entry place) {
    if (!(place.value() instanceof Mapping mapping) || !done.add(mapping.span())) return;
    if (mapping.entries().isEmpty()) draft.replace(mapping.span(), "[]");
    else if (isMerged(mapping) || lines.isFlow(mapping))
      draft.replace(mapping.span(), braces(mapping));
    else block(mapping);
  }

  /**
   * An alias of a mapping that is converted where it stands is good; of another it is written out.
   */
  private void alias(Entry place) {
    if (!(place.value() instanceof Mapping mapping) || done.contains(mapping.span())) return;
    int start = draft.text().indexOf('*', place.key().span().end());
    draft.edits().replace(start, lines.contentEnd(place), resolved(mapping));
  }

  private static boolean isMerged(Mapping mapping) {
    return mapping.entry("<<").isPresent();
  }

  private String braces(Mapping mapping) {
    if (isMerged(mapping)) return resolved(mapping);
    List<String> items = new ArrayList<>();
    for (Entry entry : ordered(mapping))
      items.add("{name: %s, value: %s}".formatted(name(entry.key()), value(entry)));
    return "[" + String.join(", ", items) + "]";
  }

  private String value(Entry entry) {
    String raw = draft.rawValue(entry);
    return raw.isEmpty() || raw.equals("null") || raw.equals("~") ? "\"\"" : raw;
  }

  /** The values as they are after aliases and merges. */
  private String resolved(Mapping mapping) {
    List<String> items = new ArrayList<>();
    for (Entry entry : ordered(merged(mapping, 0)))
      if (entry.value() instanceof Scalar scalar)
        items.add(
            "{name: %s, value: %s}".formatted(quoted(entry.key().value()), quoted(scalar.value())));
    return "[" + String.join(", ", items) + "]";
  }

  private static Mapping merged(Mapping mapping, int depth) {
    List<Entry> entries = new ArrayList<>();
    Set<String> own = Draft.keys(mapping);
    for (Entry entry : mapping.entries()) {
      if (!entry.key().value().equals("<<")) {
        entries.add(entry);
        continue;
      }
      List<YamlNode> sources =
          entry.value() instanceof YamlNode.Sequence several
              ? several.items()
              : List.of(entry.value());
      for (YamlNode source : sources)
        if (source instanceof Mapping brought && depth < 8)
          for (Entry each : merged(brought, depth + 1).entries())
            if (own.add(each.key().value())) entries.add(each);
    }
    return new Mapping(entries, mapping.span());
  }

  static String quoted(String text) {
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + "\"";
  }

  private List<Entry> ordered(Mapping mapping) {
    return mapping.entries().stream()
        .sorted(Comparator.comparing((Entry entry) -> entry.key().value()))
        .toList();
  }

  private void block(Mapping mapping) {
    int column = lines.column(mapping.entries().getFirst().key().span().start());
    Lines.Region first = lines.region(mapping, 0);
    Lines.Region last = lines.region(mapping, mapping.entries().size() - 1);
    List<String> items = new ArrayList<>();
    List<Entry> entries = mapping.entries();
    boolean template = draft.text().substring(first.start(), last.end()).contains("{%");
    List<Integer> order = order(entries, template);
    for (int index : order) {
      Lines.Region region = lines.region(mapping, index);
      String item = item(region, entries.get(index), column);
      items.add(index == order.getLast() ? item : lines.ended(item));
    }
    String whole = String.join("", items);
    boolean open = last.end() == draft.text().length() && !draft.text().endsWith("\n");
    draft
        .edits()
        .replace(first.start(), last.end(), open ? whole.stripTrailing() : lines.ended(whole));
  }

  private static List<Integer> order(List<Entry> entries, boolean template) {
    List<Integer> order = new ArrayList<>();
    for (int index = 0; index < entries.size(); index++) order.add(index);
    if (!template)
      order.sort(Comparator.comparing((Integer index) -> entries.get(index).key().value()));
    return order;
  }

  private String item(Lines.Region region, Entry entry, int column) {
    String text = draft.text();
    String blanks = " ".repeat(column);
    int colon = text.indexOf(':', entry.key().span().end());
    int lineEnd = Math.min(lines.next(colon), region.end());
    String rest = text.substring(colon + 1, lineEnd);
    boolean nothing = Lines.isInPlace(entry) && isNull(entry.value());
    String value = nothing ? " \"\"" + withoutNull(rest, entry) : rest;
    return text.substring(region.start(), region.key())
        + blanks
        + "- name: "
        + name(entry.key())
        + lines.newline()
        + blanks
        + "  value:"
        + value
        + Lines.moved(text.substring(lineEnd, region.end()), column + 1, 2);
  }

  private static boolean isNull(YamlNode value) {
    return value instanceof Scalar scalar && scalar.isNull();
  }

  /** What stands behind a null: its comment and the line's end. */
  private static String withoutNull(String rest, Entry entry) {
    String written = entry.value().span().text();
    int at = written.isEmpty() ? -1 : rest.indexOf(written);
    return at < 0 ? rest : rest.substring(at + written.length());
  }

  private String name(Scalar key) {
    String raw = key.span().text();
    return key.plain() && NOT_TEXT.matcher(raw).matches() ? "\"" + raw + "\"" : raw;
  }
}
