package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.rule.vrrp.UnmatchedTrack;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The things that virtual routers and groups can track, and the entries that name them. */
final class Trackers {
  /** The kinds of tracked things. */
  enum Kind {
    SCRIPT("vrrp_script", "track_script"),
    FILE("track_file", "track_file"),
    PROCESS("vrrp_track_process", "track_process"),
    BFD("bfd_instance", "track_bfd"),
    INTERFACE("interface", "track_interface");

    private final String block;
    private final String list;

    Kind(String block, String list) {
      this.block = block;
      this.list = list;
    }

    String list() {
      return list;
    }
  }

  private record Reference(Kind kind, Word name) {}

  private final OnMachine machine;
  private final Refusals refusals;
  private final Numbers numbers;
  private final Map<Kind, Map<String, Integer>> weights = new HashMap<>();
  private final Map<Kind, Set<String>> removed = new HashMap<>();
  private final List<Reference> unresolved = new ArrayList<>();

  Trackers(OnMachine machine, Refusals refusals) {
    this.machine = machine;
    this.refusals = refusals;
    this.numbers = new Numbers(refusals);
  }

  /** A thing of which the first definition counts. */
  void define(Kind kind, String name, int weight) {
    weights.computeIfAbsent(kind, _ -> new HashMap<>()).putIfAbsent(name, weight);
  }

  /** A thing that keepalived drops after it said why. */
  void remove(Kind kind, String name) {
    removed.computeIfAbsent(kind, _ -> new HashSet<>()).add(name);
  }

  boolean isDefined(Kind kind, String name) {
    return weights.getOrDefault(kind, Map.of()).containsKey(name);
  }

  /** The entry, added to those of its owner; absent where keepalived drops it. */
  Optional<Instance.Track> entry(Kind kind, ReadLine line, List<Instance.Track> earlier) {
    Word name = line.words().getFirst();
    if (kind == Kind.INTERFACE) machine.needsInterface(name);
    Integer own =
        kind == Kind.INTERFACE
            ? Integer.valueOf(0)
            : weights.getOrDefault(kind, Map.of()).get(name.value());
    if (own == null) {
      boolean said = removed.getOrDefault(kind, Set.of()).contains(name.value());
      if (!said) unresolved.add(new Reference(kind, name));
      return Optional.empty();
    }
    for (Instance.Track track : earlier)
      if (track.kind() == kind && track.name().value().equals(name.value())) {
        refuse(
            name.span(),
            "`%s` is tracked twice here".formatted(name.value()),
            "remove one of the two lines");
        return Optional.empty();
      }
    return weight(kind, line, own).map(weight -> new Instance.Track(kind, name, weight));
  }

  private Optional<Integer> weight(Kind kind, ReadLine line, int own) {
    if (line.size() == 1) return Optional.of(own);
    Word option = line.words().get(1);
    if (!option.is("weight") || line.size() == 2) {
      refuse(
          option.span(),
          option.is("weight")
              ? "`weight` lacks its number"
              : "`%s` is no option of a tracked thing".formatted(option.value()),
          "write `weight N` behind the name, or one name a line");
      return Optional.empty();
    }
    int most = kind == Kind.FILE || kind == Kind.PROCESS ? 254 : 253;
    Word number = line.words().get(2);
    OptionalLong given = numbers.whole(number, -most, most, "`weight`");
    line.word(3).ifPresent(word -> direction(kind, word));
    return Optional.of((int) given.orElse(own));
  }

  private void direction(Kind kind, Word word) {
    boolean known = word.is("reverse") || word.is("noreverse") && kind != Kind.INTERFACE;
    if (!known)
      refuse(
          word.span(),
          "`%s` is no option of a weight".formatted(word.value()),
          "write `reverse`, or nothing");
  }

  /** Refuses the names of which nothing of the kind stood above their use. */
  void checkReferences() {
    for (Reference reference : unresolved) {
      String name = reference.name().value();
      boolean below = isDefined(reference.kind(), name);
      RuleMeta rule =
          below || reference.kind() != Kind.SCRIPT
              ? KeepalivedFindings.TRACKED
              : UnmatchedTrack.META;
      refusals.refuse(
          rule,
          reference.name().span(),
          below
              ? "`%s` is tracked above its definition".formatted(name)
              : "no %s `%s` is defined".formatted(reference.kind().block, name),
          below
              ? "move its %s block above".formatted(reference.kind().block)
              : "define `%s %s { ... }` above, or remove this line"
                  .formatted(reference.kind().block, name));
    }
  }

  private void refuse(Span span, String message, String help) {
    refusals.refuse(KeepalivedFindings.TRACKED, span, message, help);
  }
}
