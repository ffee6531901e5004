package dev.vipc.diff;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The places whose values the model carries, so that the text there needs not be compared. */
final class Carried {
  private final Map<SourceFile, NavigableMap<Integer, List<Span>>> places = new IdentityHashMap<>();

  Carried(Iterable<Thing> things) {
    things.forEach(this::add);
  }

  private void add(Thing thing) {
    for (Statement said : thing.says()) said.place().ifPresent(this::add);
    thing.parts().forEach(this::add);
  }

  private void add(Span place) {
    places
        .computeIfAbsent(place.file(), _ -> new TreeMap<>())
        .computeIfAbsent(place.start(), _ -> new ArrayList<>(1))
        .add(place);
  }

  /** Those within a line; one that is the whole line only says where something is. */
  List<Span> within(Span line) {
    NavigableMap<Integer, List<Span>> all = places.get(line.file());
    if (all == null) return List.of();
    return all.subMap(line.start(), true, line.end(), false).values().stream()
        .flatMap(List::stream)
        .filter(place -> place.end() <= line.end() && place.end() > place.start())
        .filter(place -> place.start() > line.start() || place.end() < line.end())
        .toList();
  }

  /** Whether a value is carried that is all of a place. */
  boolean isCarried(Span place) {
    NavigableMap<Integer, List<Span>> all = places.get(place.file());
    if (all == null) return false;
    return all.subMap(place.start(), true, place.end(), false).values().stream()
        .flatMap(List::stream)
        .anyMatch(inner -> inner.end() <= place.end());
  }
}
