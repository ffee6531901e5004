package dev.vipc.diff;

import dev.vipc.diff.Difference.Said;
import dev.vipc.diff.NodePairs.Pair;
import dev.vipc.model.Node;
import dev.vipc.model.Parts;
import dev.vipc.model.Version;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares what two deployments mean: machine by machine, thing by thing, and line by line what no
 * thing carries.
 */
public final class Differ {
  private final Side before;
  private final Side after;
  private final Times times;
  private final Set<Difference> found = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /** What a spec has no field for: how many lines of a kind, and whose. */
  private final Map<String, Uncompared> uncompared = new TreeMap<>();

  /**
   * One side is a spec and the other files, so that what only one of them can say tells nothing.
   */
  private final boolean mixed;

  private record Uncompared(int lines, Set<String> nodes, Span first) {
    Uncompared and(Uncompared more) {
      Set<String> all = new LinkedHashSet<>(nodes);
      all.addAll(more.nodes);
      return new Uncompared(lines + more.lines, all, first);
    }

    String note(String kind) {
      return "%d %s of %s, from %s on, %s no field in a spec and %s not compared: build the spec, and compare the folders"
          .formatted(
              lines,
              kind + (lines == 1 ? " line" : " lines"),
              String.join(", ", nodes),
              first,
              lines == 1 ? "has" : "have",
              lines == 1 ? "is" : "are");
    }
  }

  private Differ(Side before, Side after) {
    this.before = before;
    this.after = after;
    this.times = new Times(before.deployment(), after.deployment());
    this.mixed = before.spec().isPresent() != after.spec().isPresent();
  }

  /** What differs; nothing is an empty result. */
  public static DiffResult diff(Side before, Side after) {
    return new Differ(before, after).result();
  }

  private DiffResult result() {
    for (Pair pair : NodePairs.of(before.deployment(), after.deployment())) node(pair);
    parts(
        Optional.empty(),
        before.deployment().shared(),
        after.deployment().shared(),
        Optional.empty(),
        Optional.empty());
    versions();
    specs();
    List<Difference> differences = List.copyOf(found);
    uncompared.forEach((kind, lines) -> notes.add(lines.note(kind)));
    return new DiffResult(
        differences, differences.isEmpty() ? List.of() : times.recoveries(), List.copyOf(notes));
  }

  private void node(Pair pair) {
    if (pair.before().isEmpty() || pair.after().isEmpty()) {
      Node only = pair.before().or(pair::after).orElseThrow();
      // a spec names machines for which it writes nothing
      if (mixed && Side.things(only.parts(), Optional.of(only)).isEmpty()) return;
      Optional<Said> said = Optional.of(new Said(contents(only), Optional.empty()));
      add(
          new Difference(
              only.name(),
              List.of("machine"),
              "",
              pair.before().isPresent() ? said : Optional.empty(),
              pair.after().isPresent() ? said : Optional.empty(),
              Aspect.NODE,
              times.fill(Aspect.NODE)));
      return;
    }
    parts(
        pair.name(),
        pair.before().get().parts(),
        pair.after().get().parts(),
        pair.before(),
        pair.after());
  }

  private static String contents(Node node) {
    List<String> things =
        Side.things(node.parts(), Optional.of(node)).stream()
            .map(thing -> (thing.kind() + " " + thing.label()).strip())
            .toList();
    return things.isEmpty() ? "nothing" : String.join("; ", things);
  }

  private void parts(
      Optional<String> name, Parts old, Parts now, Optional<Node> from, Optional<Node> to) {
    List<Thing> was = Side.things(old, from);
    List<Thing> is = Side.things(now, to);
    int known = found.size();
    things(name, List.of(), was, is);
    Set<Span> gone = new HashSet<>();
    found.stream()
        .skip(known)
        .filter(difference -> difference.field().isEmpty())
        .flatMap(difference -> Stream.of(difference.before(), difference.after()))
        .flatMap(said -> said.flatMap(Said::place).stream())
        .forEach(gone::add);
    Map<String, List<Remainder>> oldLines = Side.remainders(old, was);
    Map<String, List<Remainder>> newLines = Side.remainders(now, is);
    if (mixed) {
      uncompared(name, before.spec().isPresent() ? newLines : oldLines);
      return;
    }
    Set<String> kinds = new TreeSet<>(oldLines.keySet());
    kinds.addAll(newLines.keySet());
    for (String kind : kinds)
      lines(
          name,
          kind,
          without(oldLines.getOrDefault(kind, List.of()), gone),
          without(newLines.getOrDefault(kind, List.of()), gone));
  }

  /** What came or went as a whole is told once. */
  private static List<Remainder> without(List<Remainder> lines, Set<Span> gone) {
    return lines.stream()
        .filter(
            line ->
                gone.stream()
                    .noneMatch(
                        whole ->
                            whole.holds(line.place())
                                || line.place().holds(whole)
                                || line.header().equals(whole)))
        .toList();
  }

  private void uncompared(Optional<String> name, Map<String, List<Remainder>> lines) {
    lines.forEach(
        (kind, all) -> {
          if (!all.isEmpty())
            uncompared.merge(
                kind,
                new Uncompared(
                    all.size(), Set.of(name.orElse("the deployment")), all.getFirst().place()),
                Uncompared::and);
        });
  }

  private void things(Optional<String> node, List<String> outer, List<Thing> was, List<Thing> is) {
    Map<Thing, Thing> pairs = pairs(was, is);
    for (Thing old : was) {
      Thing now = pairs.get(old);
      if (now == null) whole(node, outer, old, true);
      else thing(node, outer, old, now);
    }
    for (Thing now : is) if (!pairs.containsValue(now)) whole(node, outer, now, false);
  }

  /** By the surest identity first, so that a weak likeness takes nobody's true counterpart. */
  private static Map<Thing, Thing> pairs(List<Thing> was, List<Thing> is) {
    Map<Thing, Thing> pairs = new java.util.IdentityHashMap<>();
    Set<Thing> taken = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    int most =
        Stream.concat(was.stream(), is.stream())
            .mapToInt(t -> t.identities().size())
            .max()
            .orElse(0);
    for (int rank = 0; rank < most; rank++) {
      Map<String, List<Thing>> byIdentity = new LinkedHashMap<>();
      for (Thing now : is)
        if (!taken.contains(now) && rank < now.identities().size())
          byIdentity
              .computeIfAbsent(
                  now.kind() + "\0" + now.identities().get(rank), _ -> new ArrayList<>())
              .add(now);
      for (Thing old : was) {
        if (pairs.containsKey(old) || rank >= old.identities().size()) continue;
        List<Thing> alike =
            byIdentity.getOrDefault(old.kind() + "\0" + old.identities().get(rank), List.of());
        if (alike.isEmpty()) continue;
        Thing now = alike.removeFirst();
        taken.add(now);
        pairs.put(old, now);
      }
    }
    return pairs;
  }

  private void whole(Optional<String> node, List<String> outer, Thing thing, boolean gone) {
    if (mixed && outer.isEmpty() && (node.isEmpty() || thing.aspect() == Aspect.HOST_LIST)) return;
    if (thing.place().isEmpty() && thing.says().stream().allMatch(said -> said.place().isEmpty()))
      return;
    Optional<Said> said =
        Optional.of(
            new Said(thing.label().isEmpty() ? thing.kind() : summary(thing), thing.place()));
    add(
        new Difference(
            node,
            subject(outer, thing),
            "",
            gone ? said : Optional.empty(),
            gone ? Optional.empty() : said,
            thing.aspect(),
            times.fill(thing.aspect())));
  }

  /** The thing with what is written for it. */
  private static String summary(Thing thing) {
    List<String> written =
        thing.says().stream()
            .filter(said -> said.place().isPresent() && !said.shown().equals(thing.label()))
            .filter(said -> !said.field().equals("name"))
            .map(said -> said.field() + " " + said.shown())
            .toList();
    String all = String.join(", ", written.subList(0, Math.min(4, written.size())));
    return all.isEmpty() ? thing.label() : thing.label() + " (" + all + ")";
  }

  private static List<String> subject(List<String> outer, Thing thing) {
    List<String> subject = new ArrayList<>(outer);
    subject.add((thing.kind() + " " + thing.label()).strip());
    return subject;
  }

  private void thing(Optional<String> node, List<String> outer, Thing old, Thing now) {
    List<String> subject = subject(outer, old);
    statements(node, subject, old, now);
    int known = found.size();
    things(node, subject, old.parts(), now.parts());
    boolean same =
        found.stream()
            .skip(known)
            .noneMatch(d -> d.field().isEmpty() && d.subject().size() == subject.size() + 1);
    if (same && (old.ordered() || now.ordered())) order(node, subject, old, now);
  }

  private void order(Optional<String> node, List<String> subject, Thing old, Thing now) {
    Map<Thing, Thing> pairs = pairs(old.parts(), now.parts());
    List<Thing> asNow = old.parts().stream().map(pairs::get).toList();
    if (asNow.equals(now.parts())) return;
    add(
        new Difference(
            node,
            subject,
            "order of the servers",
            Optional.of(labels(old.parts())),
            Optional.of(labels(now.parts())),
            Aspect.SERVER_ORDER,
            times.fill(Aspect.SERVER_ORDER)));
  }

  private static Said labels(List<Thing> things) {
    return new Said(
        String.join(", ", things.stream().map(Thing::label).toList()),
        things.stream().flatMap(thing -> thing.place().stream()).findFirst());
  }

  private void statements(Optional<String> node, List<String> subject, Thing old, Thing now) {
    Set<String> fields = new LinkedHashSet<>();
    old.says().forEach(said -> fields.add(said.field()));
    now.says().forEach(said -> fields.add(said.field()));
    for (String field : fields) {
      List<Statement> was = saying(old, field);
      List<Statement> is = saying(now, field);
      if (!areCompared(field, was, is)) continue;
      List<Statement> gone = minus(was, is);
      List<Statement> come = minus(is, was);
      for (int i = 0; i < Math.max(gone.size(), come.size()); i++)
        statement(
            node,
            subject,
            i < gone.size() ? Optional.of(gone.get(i)) : Optional.empty(),
            i < come.size() ? Optional.of(come.get(i)) : Optional.empty());
    }
  }

  private static List<Statement> saying(Thing thing, String field) {
    return thing.says().stream().filter(said -> said.field().equals(field)).toList();
  }

  private boolean areCompared(String field, List<Statement> was, List<Statement> is) {
    boolean filesOnly =
        Stream.concat(was.stream(), is.stream())
            .anyMatch(said -> said.kind() == Statement.Comparing.FILES_ONLY);
    if (mixed && filesOnly) return false;
    boolean detail =
        Stream.concat(was.stream(), is.stream())
            .anyMatch(said -> said.kind() == Statement.Comparing.DETAIL);
    if (detail && (was.isEmpty() || is.isEmpty())) return false;
    boolean open = isOpen(was) || isOpen(is) || mixed && lacksSecret(was, is);
    boolean same = minus(was, is).isEmpty() && minus(is, was).isEmpty();
    if (open && !same)
      notes.add("%s: one side does not hold it, so it is not compared".formatted(field));
    return !open;
  }

  /** A spec says where a secret comes from; what kubeadm is given of it stands in files alone. */
  private static boolean lacksSecret(List<Statement> was, List<Statement> is) {
    boolean secret =
        Stream.concat(was.stream(), is.stream())
            .anyMatch(said -> said.kind() == Statement.Comparing.SECRET);
    return secret
        && (was.stream().noneMatch(said -> said.place().isPresent())
            || is.stream().noneMatch(said -> said.place().isPresent()));
  }

  /** A spec's own words for what the machine decides are no text to compare. */
  private boolean isOpen(List<Statement> said) {
    return said.stream()
        .anyMatch(
            one ->
                one.kind() == Statement.Comparing.OPEN
                    || mixed && one.kind() == Statement.Comparing.UNKNOWN);
  }

  /** As sets in which a value may stand twice. */
  private static List<Statement> minus(List<Statement> some, List<Statement> others) {
    List<String> left = new ArrayList<>(others.stream().map(Statement::value).toList());
    return some.stream().filter(said -> !left.remove(said.value())).toList();
  }

  private void statement(
      Optional<String> node,
      List<String> subject,
      Optional<Statement> old,
      Optional<Statement> now) {
    Statement one = old.or(() -> now).orElseThrow();
    add(
        new Difference(
            node,
            subject,
            one.field(),
            old.map(said -> new Said(said.shown(), said.place())),
            now.map(said -> new Said(said.shown(), said.place())),
            one.aspect(),
            times.fill(one.aspect())));
  }

  private void lines(Optional<String> node, String kind, List<Remainder> was, List<Remainder> is) {
    Map<List<String>, List<Remainder>> old = grouped(was);
    Map<List<String>, List<Remainder>> now = grouped(is);
    Set<List<String>> groups = new LinkedHashSet<>(old.keySet());
    groups.addAll(now.keySet());
    for (List<String> group : groups) {
      List<Remainder> left = old.getOrDefault(group, List.of());
      List<Remainder> right = now.getOrDefault(group, List.of());
      for (Edits.Change<Remainder> change : Edits.between(left, right, Remainder::text)) {
        Remainder one = change.before().or(change::after).orElseThrow();
        Aspect aspect = Texts.aspect(kind);
        List<String> subject = new ArrayList<>(List.of(Texts.name(kind)));
        subject.addAll(one.section());
        add(
            new Difference(
                node,
                subject,
                one.field(),
                change.before().map(line -> new Said(line.shown(), Optional.of(line.place()))),
                change.after().map(line -> new Said(line.shown(), Optional.of(line.place()))),
                aspect,
                times.fill(aspect)));
      }
    }
  }

  private static Map<List<String>, List<Remainder>> grouped(List<Remainder> lines) {
    Map<List<String>, List<Remainder>> groups = new LinkedHashMap<>();
    for (Remainder line : lines) {
      List<String> key = new ArrayList<>(line.section());
      key.add(line.group());
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(line);
    }
    return groups;
  }

  /** The releases that somebody states. */
  private void versions() {
    Map<String, Version> was = before.deployment().targets().stated();
    Map<String, Version> is = after.deployment().targets().stated();
    Set<String> programs = new TreeSet<>(was.keySet());
    programs.addAll(is.keySet());
    for (String program : programs) {
      Optional<Version> old = Optional.ofNullable(was.get(program));
      Optional<Version> now = Optional.ofNullable(is.get(program));
      if (old.equals(now) || mixed) continue;
      add(
          new Difference(
              Optional.empty(),
              List.of("versions"),
              program,
              old.map(version -> new Said(version.toString(), Optional.empty())),
              now.map(version -> new Said(version.toString(), Optional.empty())),
              Aspect.VERSION,
              times.fill(Aspect.VERSION)));
    }
  }

  /** What a spec says beside what its files will say. */
  private void specs() {
    if (before.spec().isEmpty() || after.spec().isEmpty()) return;
    lines(
        Optional.empty(),
        Texts.SPEC,
        YamlRemainder.of(before.spec().get(), carried(before)),
        YamlRemainder.of(after.spec().get(), carried(after)));
  }

  private static Carried carried(Side side) {
    List<Thing> all = new ArrayList<>();
    for (Node node : side.deployment().nodes())
      all.addAll(Side.things(node.parts(), Optional.of(node)));
    all.addAll(Side.things(side.deployment().shared(), Optional.empty()));
    return new Carried(all);
  }

  private void add(Difference difference) {
    found.add(difference);
  }
}
