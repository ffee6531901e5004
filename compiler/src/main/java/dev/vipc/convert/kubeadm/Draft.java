package dev.vipc.convert.kubeadm;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.KubeadmVersion;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.yaml.YamlNode;
import dev.vipc.syntax.yaml.YamlNode.Entry;
import dev.vipc.syntax.yaml.YamlNode.Mapping;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The text of a file on its way from one version to the next, with the edits of one step. Block
 * style keeps its lines and comments; a mapping in braces is written anew where its fields change.
 */
final class Draft {
  static final String GROUP = "kubeadm.k8s.io/";
  private static final int INDENT = 2;

  private final String text;
  private final Lines lines;
  private final List<Mapping> roots;
  private final KubeadmVersion from;
  private final Edits edits = new Edits();
  private final List<Diagnostic> notes = new ArrayList<>();

  Draft(SourceFile file, List<Mapping> roots, KubeadmVersion from) {
    this.text = file.text();
    this.lines = new Lines(text);
    this.roots = roots;
    this.from = from;
  }

  Edits edits() {
    return edits;
  }

  Lines lines() {
    return lines;
  }

  List<Diagnostic> notes() {
    return notes;
  }

  /** Every document of the version that is left. */
  List<Mapping> documents() {
    return roots.stream().filter(root -> isOf(root, from)).toList();
  }

  /** The documents of a kind, of the version that is left. */
  List<Mapping> documents(String kind) {
    return documents().stream().filter(root -> isKind(root, kind)).toList();
  }

  /** The first document of a kind, of this version or the next. */
  Optional<Mapping> firstOf(String kind) {
    KubeadmVersion next = KubeadmVersion.values()[from.ordinal() + 1];
    return roots.stream()
        .filter(root -> isKind(root, kind) && (isOf(root, from) || isOf(root, next)))
        .findFirst();
  }

  List<Mapping> roots() {
    return roots;
  }

  private static boolean isKind(Mapping root, String kind) {
    return root.scalar("kind").filter(scalar -> scalar.value().equals(kind)).isPresent();
  }

  static boolean isOf(Mapping root, KubeadmVersion version) {
    return root.scalar("apiVersion")
        .filter(scalar -> scalar.value().equals(GROUP + version))
        .isPresent();
  }

  /** A mapping below a key of another, written in its place. */
  record Held(Entry key, Mapping mapping) {}

  Optional<Held> at(Mapping mapping, String key) {
    return mapping
        .entry(key)
        .filter(entry -> entry.value() instanceof Mapping && Lines.isInPlace(entry))
        .map(entry -> new Held(entry, (Mapping) entry.value()));
  }

  void note(RuleMeta rule, Span place, String message, String help) {
    notes.add(Diagnostic.of(rule, place, message).help(help));
  }

  void replace(Span span, String with) {
    edits.replace(span.start(), span.end(), with);
  }

  void rename(Entry entry, String key) {
    replace(entry.key().span(), key);
  }

  /** Leaves an entry as a comment where it stood; in braces it goes. */
  void commentOut(Held held, String key) {
    commentOut(held.mapping(), Optional.of(held.key()), Set.of(key));
  }

  void commentOut(Mapping document, String key) {
    commentOut(document, Optional.empty(), Set.of(key));
  }

  void commentOut(Mapping document, Set<String> keys) {
    commentOut(document, Optional.empty(), keys);
  }

  private void commentOut(Mapping mapping, Optional<Entry> holder, Set<String> keys) {
    List<Entry> kept =
        mapping.entries().stream().filter(e -> !keys.contains(e.key().value())).toList();
    if (lines.isFlow(mapping)) {
      rewrite(mapping, kept.stream().map(this::rawEntry).toList());
      return;
    }
    for (int index = 0; index < mapping.entries().size(); index++) {
      Entry entry = mapping.entries().get(index);
      if (!keys.contains(entry.key().value())) continue;
      int end = lines.contentEnd(entry);
      int column = lines.column(entry.key().span().start());
      for (int at = lines.start(entry.key().span().start()); at < end; at = lines.next(at)) {
        boolean blank = text.substring(at, lines.next(at)).isBlank();
        int indent = Math.min(column, lines.indent(at));
        if (!blank) edits.insert(at + indent, "# ");
      }
    }
    if (kept.isEmpty()) holder.ifPresent(this::emptied);
  }

  /** A mapping whose last field went is written as an empty one. */
  void emptied(Entry holder) {
    int colon = text.indexOf(':', holder.key().span().end());
    edits.insert(colon + 1, " {}");
  }

  /** Takes an entry out, its own comments included; gives its lines. */
  String cut(Held held, String key) {
    Mapping mapping = held.mapping();
    int index = indexOf(mapping, key);
    Entry entry = mapping.entries().get(index);
    boolean only = mapping.entries().size() == 1;
    if (lines.isFlow(mapping)) {
      List<String> kept =
          mapping.entries().stream().filter(e -> e != entry).map(this::rawEntry).toList();
      rewrite(mapping, kept);
      return rawEntry(entry);
    }
    Lines.Region region = lines.region(mapping, index);
    edits.delete(region.start(), region.end());
    if (only) emptied(held.key());
    return text.substring(region.start(), region.end());
  }

  static int indexOf(Mapping mapping, String key) {
    for (int index = mapping.entries().size() - 1; index >= 0; index--)
      if (mapping.entries().get(index).key().value().equals(key)) return index;
    throw new IllegalArgumentException(key);
  }

  /** Adds an entry behind the others, its value as it is to be written. */
  void add(Mapping mapping, String key, String value) {
    add(mapping, key, value, Optional.empty());
  }

  /**
   * The same.
   *
   * @param origin what it is written for, where that stands elsewhere
   */
  void add(Mapping mapping, String key, String value, Optional<Span> origin) {
    if (lines.isFlow(mapping)) {
      int last = mapping.entries().isEmpty() ? 0 : lines.contentEnd(mapping.entries().getLast());
      int at = mapping.entries().isEmpty() ? mapping.span().start() + 1 : last;
      String added = (mapping.entries().isEmpty() ? "" : ", ") + key + ": " + value;
      edits.insert(at, added, origin.map(Span::start).orElse(at));
      return;
    }
    int column = lines.column(mapping.entries().getFirst().key().span().start());
    addLines(mapping, " ".repeat(column) + key + ": " + value + lines.newline(), origin);
  }

  /** Adds an entry right behind another one of its mapping. */
  void addBehind(Mapping mapping, Entry entry, String key, String value) {
    int end = lines.contentEnd(entry);
    if (lines.isFlow(mapping)) {
      edits.insert(end, ", " + key + ": " + value);
      return;
    }
    int column = lines.column(entry.key().span().start());
    int next = lines.next(end);
    boolean open = text.charAt(next - 1) != '\n';
    String line = " ".repeat(column) + key + ": " + value;
    edits.insert(next, open ? lines.newline() + line : line + lines.newline());
  }

  /** Adds whole lines behind a block mapping's entries. */
  void addLines(Mapping mapping, String added, Optional<Span> origin) {
    int behind = lines.behind(mapping);
    boolean open = behind > 0 && text.charAt(behind - 1) != '\n';
    String before = open && !edits.deletesUpTo(behind) ? lines.newline() : "";
    String put = open ? before + added.stripTrailing() : added;
    edits.insert(behind, put, origin.map(Span::start).orElse(behind));
  }

  /**
   * Puts entries of a mapping below a new key, which stands where the first of them stood.
   *
   * @param names the new names by the old
   */
  void wrap(Mapping mapping, String parent, Map<String, String> names) {
    List<Integer> found = new ArrayList<>();
    for (int index = 0; index < mapping.entries().size(); index++)
      if (names.containsKey(mapping.entries().get(index).key().value())) found.add(index);
    if (found.isEmpty()) return;
    Entry first = mapping.entries().get(found.getFirst());
    if (mapping.entry(parent).isPresent() && !names.containsKey(parent)) {
      note(
          ConversionNotes.NOT_CONVERTED,
          first.key().span(),
          "`%s` stands beside `%s`, which takes its place".formatted(first.key().value(), parent),
          "write both into `" + parent + "`");
      return;
    }
    if (lines.isFlow(mapping)) wrapInBraces(mapping, parent, names, found);
    else wrapLines(mapping, parent, names, found);
  }

  private void wrapLines(
      Mapping mapping, String parent, Map<String, String> names, List<Integer> found) {
    int column = lines.column(mapping.entries().getFirst().key().span().start());
    StringBuilder below = new StringBuilder(" ".repeat(column) + parent + ":" + lines.newline());
    for (int index : found) {
      Lines.Region region = lines.region(mapping, index);
      Entry entry = mapping.entries().get(index);
      below.append(lines.ended(Lines.moved(renamed(region, entry, names), column, INDENT)));
      edits.delete(region.start(), region.end());
    }
    edits.insert(lines.region(mapping, found.getFirst()).start(), below.toString());
  }

  private String renamed(Lines.Region region, Entry entry, Map<String, String> names) {
    Span key = entry.key().span();
    String name = names.getOrDefault(entry.key().value(), entry.key().value());
    return text.substring(region.start(), key.start())
        + name
        + text.substring(key.end(), region.end());
  }

  private void wrapInBraces(
      Mapping mapping, String parent, Map<String, String> names, List<Integer> found) {
    List<String> outer = new ArrayList<>();
    List<String> inner = new ArrayList<>();
    int place = 0;
    for (int index = 0; index < mapping.entries().size(); index++) {
      Entry entry = mapping.entries().get(index);
      String name = names.get(entry.key().value());
      if (name == null) outer.add(rawEntry(entry));
      else inner.add(name + ": " + rawValue(entry));
      if (index == found.getFirst()) place = outer.size();
    }
    outer.add(place, parent + ": {" + String.join(", ", inner) + "}");
    rewrite(mapping, outer);
  }

  /** Writes a mapping in braces anew, of these entries. */
  void rewrite(Mapping mapping, List<String> entries) {
    replace(mapping.span(), "{" + String.join(", ", entries) + "}");
  }

  String rawEntry(Entry entry) {
    return text.substring(entry.key().span().start(), lines.contentEnd(entry));
  }

  /** A value as it is written, with its anchor or tag, or the alias. */
  String rawValue(Entry entry) {
    int colon = text.indexOf(':', entry.key().span().end());
    return text.substring(colon + 1, Math.max(colon + 1, lines.contentEnd(entry))).strip();
  }

  String text() {
    return text;
  }

  /** The keys of a mapping, in the order of the alphabet. */
  static Set<String> keys(Mapping mapping) {
    Set<String> keys = new TreeSet<>();
    for (Entry entry : mapping.entries()) keys.add(entry.key().value());
    return keys;
  }

  /** The scalar of a key, where it is written in its place and is not empty. */
  static Optional<Scalar> written(Mapping mapping, String key) {
    return mapping
        .entry(key)
        .filter(Lines::isInPlace)
        .map(Entry::value)
        .filter(value -> value instanceof Scalar scalar && !scalar.isNull())
        .map(Scalar.class::cast);
  }

  /** The items of a list that are mappings, written in their place. */
  static List<Mapping> items(Mapping mapping, String key) {
    List<Mapping> found = new ArrayList<>();
    boolean here = mapping.entry(key).filter(Lines::isInPlace).isPresent();
    if (here) for (YamlNode item : mapping.items(key)) if (item instanceof Mapping m) found.add(m);
    return found;
  }
}
