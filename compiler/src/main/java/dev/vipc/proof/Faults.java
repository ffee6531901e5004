package dev.vipc.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All combinations of faults of a service up to some number, one for those that differ only in
 * which of several machines that are alike they strike.
 */
final class Faults {
  /** Ten machines of which no two are alike. */
  private static final int MOST_PARTITIONS = 1024;

  private final Service service;
  private final Map<Host, String> likeness = new HashMap<>();

  Faults(Service service) {
    this.service = service;
  }

  List<List<Fault>> upTo(int most) {
    List<Fault> single = new ArrayList<>(service.singleFaults());
    single.addAll(partitions());
    Set<String> seen = new HashSet<>();
    List<Chosen> last = List.of(new Chosen(List.of(), 0));
    List<List<Fault>> all = new ArrayList<>(List.of(List.of()));
    for (int size = 1; size <= most; size++) {
      last =
          last.stream()
              .flatMap(fewer -> withOneMore(fewer, single))
              .filter(c -> seen.add(likeness(c.faults)))
              .toList();
      last.forEach(chosen -> all.add(chosen.faults));
    }
    return all;
  }

  /** Some of the single faults; {@code next} is the first that may be added. */
  private record Chosen(List<Fault> faults, int next) {}

  private static Stream<Chosen> withOneMore(Chosen fewer, List<Fault> single) {
    return IntStream.range(fewer.next, single.size())
        .filter(i -> !contradicts(fewer.faults, single.get(i)))
        .mapToObj(
            i ->
                new Chosen(
                    Stream.concat(fewer.faults.stream(), Stream.of(single.get(i))).toList(),
                    i + 1));
  }

  /** Two fates of one component, a second partition, or what runs on a machine that is down. */
  private static boolean contradicts(List<Fault> fewer, Fault more) {
    return fewer.stream()
        .anyMatch(
            one ->
                one.kind() == Fault.Kind.PARTITION && more.kind() == Fault.Kind.PARTITION
                    || one.hosts().equals(more.hosts())
                        && (one.component() == more.component()
                            || one.component() == Component.NODE
                            || more.component() == Component.NODE));
  }

  /** The faults with each machine told by its likeness and its turn among those alike. */
  private String likeness(List<Fault> faults) {
    Set<Host> apart =
        faults.stream()
            .filter(fault -> fault.kind() == Fault.Kind.PARTITION)
            .flatMap(fault -> fault.hosts().stream())
            .collect(Collectors.toSet());
    Map<Host, String> names = new HashMap<>();
    Map<String, Integer> turns = new HashMap<>();
    StringBuilder text = new StringBuilder();
    for (Fault fault : faults) {
      text.append(fault.kind()).append(fault.component());
      if (fault.kind() == Fault.Kind.PARTITION) {
        fault.hosts().stream().map(this::of).sorted().forEach(text::append);
        continue;
      }
      for (Host host : fault.hosts())
        text.append(
            names.computeIfAbsent(
                host,
                _ -> {
                  String like = of(host) + apart.contains(host);
                  return like + "#" + turns.merge(like, 1, Integer::sum);
                }));
    }
    return text.toString();
  }

  private String of(Host host) {
    return likeness.computeIfAbsent(host, service::likeness);
  }

  /** Of too many, those that cut off the fewest machines. */
  private static List<List<Host>> fewest(List<List<Host>> parts) {
    if (parts.size() <= MOST_PARTITIONS) return parts;
    return parts.stream()
        .sorted(Comparator.comparingInt(List::size))
        .limit(MOST_PARTITIONS)
        .toList();
  }

  /** The segment in two: of machines that are alike only their number on each side counts. */
  private List<Fault> partitions() {
    Map<String, List<Host>> alike = new LinkedHashMap<>();
    for (Host host : service.segment())
      alike.computeIfAbsent(of(host), _ -> new ArrayList<>()).add(host);
    List<List<Host>> parts = new ArrayList<>(List.of(List.of()));
    for (List<Host> group : alike.values()) {
      List<List<Host>> more = new ArrayList<>();
      for (List<Host> part : parts)
        for (int count = 0; count <= group.size(); count++) {
          List<Host> with = new ArrayList<>(part);
          with.addAll(group.subList(group.size() - count, group.size()));
          more.add(with);
        }
      parts = fewest(more);
    }
    List<Host> all = service.segment();
    return parts.stream()
        .filter(part -> !part.isEmpty() && !part.contains(all.getFirst()))
        .map(part -> new Fault(Fault.Kind.PARTITION, Component.LINK, part))
        .toList();
  }
}
