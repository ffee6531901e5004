package dev.vipc.spec;

import static dev.vipc.spec.SpecRules.CANNOT_MOVE_TOGETHER;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Asks whether virtual addresses that are to move together can. */
record GroupCheck(Reporter out) {

  void check(List<VirtualAddress> addresses) {
    Map<String, List<VirtualAddress>> groups = new LinkedHashMap<>();
    for (VirtualAddress address : addresses)
      address
          .together()
          .ifPresent(
              name -> groups.computeIfAbsent(name.value(), _ -> new ArrayList<>()).add(address));
    groups.values().forEach(this::checkGroup);
  }

  private void checkGroup(List<VirtualAddress> group) {
    VirtualAddress first = group.getFirst();
    long routers =
        group.stream().mapToLong(a -> Stream.of(false, true).filter(a::has).count()).sum();
    if (routers < 2)
      report(
          first,
          "nothing else moves together with `%s`".formatted(first.name().value()),
          "write the same `together` at another virtual address, or remove it");
    group.stream().skip(1).forEach(other -> check(first, other));
  }

  private void check(VirtualAddress first, VirtualAddress other) {
    if (first.engine().value() != other.engine().value())
      differ(first, other, "engine", "write the same engine for both");
    else if (!first.holders().equals(other.holders()))
      differ(first, other, "holders", "write the same `holders` for both, in one order");
    else if (first.vrrp().isPresent() && other.vrrp().isPresent())
      check(first, other, first.vrrp().get(), other.vrrp().get());
  }

  private void check(VirtualAddress first, VirtualAddress other, Vrrp one, Vrrp two) {
    if (!sameOrder(one.priorities(), two.priorities()))
      differ(first, other, "preferred holder", "let the priorities of both have one order");
    if (!one.preempt().value().equals(two.preempt().value())
        || !one.preemptDelay().value().equals(two.preemptDelay().value()))
      differ(first, other, "preemption", "write the same `preempt` and `preemptDelay` for both");
    for (Track track : other.tracks().value())
      for (Track known : first.tracks().value())
        if (known.name().equals(track.name())
            && !known.weight().value().equals(track.weight().value()))
          differ(
              first, other, "weight of `%s`".formatted(track.name()), "write one weight for both");
  }

  private static boolean sameOrder(List<Chosen<Integer>> one, List<Chosen<Integer>> two) {
    for (int i = 0; i < Math.min(one.size(), two.size()); i++)
      for (int k = 0; k < i; k++)
        if (Integer.compare(one.get(i).value(), one.get(k).value())
            != Integer.compare(two.get(i).value(), two.get(k).value())) return false;
    return true;
  }

  private void differ(VirtualAddress first, VirtualAddress other, String what, String help) {
    out.report(
        Diagnostic.of(
                CANNOT_MOVE_TOGETHER,
                place(other).span(),
                "`%s` does not share its %s with `%s`, with which it is to move"
                    .formatted(other.name().value(), what, first.name().value()))
            .also(place(first).span(), "the other one")
            .help(help));
  }

  private void report(VirtualAddress address, String message, String help) {
    out.report(Diagnostic.of(CANNOT_MOVE_TOGETHER, place(address).span(), message).help(help));
  }

  private static Located<String> place(VirtualAddress address) {
    return address.together().orElse(address.name());
  }
}
