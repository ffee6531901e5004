package dev.vipc.diff;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The places whose values the model carries, so that the text there needs not be compared, and the
 * servers that the text there is about.
 */
final class Carried {
  private final Map<SourceFile, NavigableMap<Integer, List<Span>>> places = new IdentityHashMap<>();

  /** What each server is called, by the place where it is written. */
  private final Map<SourceFile, NavigableMap<Integer, String>> servers = new IdentityHashMap<>();

  Carried(Iterable<Thing> things) {
    things.forEach(this::add);
  }

  private void add(Thing thing) {
    for (Statement said : thing.says()) said.place().ifPresent(this::add);
    if (thing.kind().equals(Thing.SERVER))
      thing
          .place()
          .ifPresent(
              place ->
                  servers
                      .computeIfAbsent(place.file(), _ -> new TreeMap<>())
                      .put(place.start(), thing.label()));
    thing.parts().forEach(this::add);
  }

  private void add(Span place) {
    places
        .computeIfAbsent(place.file(), _ -> new TreeMap<>())
        .computeIfAbsent(place.start(), _ -> new ArrayList<>(1))
        .add(place);
  }

  /** What the first server is called that is written within a place. */
  Optional<String> server(Span place) {
    return Optional.ofNullable(servers.get(place.file()))
        .map(all -> all.ceilingEntry(place.start()))
        .filter(first -> first.getKey() < place.end())
        .map(Map.Entry::getValue);
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
