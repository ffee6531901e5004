package dev.vipc.check.keepalived;

import dev.vipc.rule.vrrp.DuplicateVrid;
import dev.vipc.source.Located;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;

/** Finds virtual routers that share a VRID where they would hear each other. */
record VridConflicts(Reading reading) {
  void check() {
    List<Instance> all = reading.instances;
    for (int second = 1; second < all.size(); second++)
      for (int first = 0; first < second; first++)
        if (conflict(all.get(first), all.get(second))) {
          report(all.get(first), all.get(second));
          break;
        }
  }

  private boolean conflict(Instance one, Instance other) {
    boolean same =
        one.vrid.isPresent() && one.vrid.equals(other.vrid) && one.isV6() == other.isV6();
    if (!same || one.isUnicast() != other.isUnicast()) return false;
    return one.isUnicast() ? unicast(one, other) : multicast(one, other);
  }

  private static boolean unicast(Instance one, Instance other) {
    boolean apart = one.iface.isPresent() && other.iface.isPresent() && !sameInterface(one, other);
    if (apart || one.source.isEmpty() != other.source.isEmpty()) return false;
    boolean sameSource =
        one.source
            .map(source -> source.value().equals(other.source.orElseThrow().value()))
            .orElse(sameInterface(one, other));
    return sameSource && one.peers.stream().anyMatch(peer -> isPeer(other, peer.value()));
  }

  private static boolean isPeer(Instance instance, Inet address) {
    return instance.peers.stream().anyMatch(peer -> peer.value().equals(address));
  }

  private boolean multicast(Instance one, Instance other) {
    return one.iface.isPresent() && sameInterface(one, other) && group(one).equals(group(other));
  }

  private static boolean sameInterface(Instance one, Instance other) {
    return one.iface.map(Located::value).equals(other.iface.map(Located::value));
  }

  private Optional<Inet> group(Instance instance) {
    Optional<Inet> own = instance.mcastTarget.map(Located::value);
    Optional<Inet> global =
        instance.isV6() ? reading.globals.mcastGroup6 : reading.globals.mcastGroup4;
    return own.or(() -> global).or(() -> Inet.parse(instance.isV6() ? "ff02::12" : "224.0.0.18"));
  }

  private void report(Instance first, Instance second) {
    Word vrid = second.vridWord.orElse(second.name);
    reading.refusals.refuse(
        DuplicateVrid.META,
        vrid.span(),
        "`%s` and `%s` both use VRID %d"
            .formatted(first.name.value(), second.name.value(), second.vrid.orElse(0)),
        "give one of the two virtual routers another VRID (1..255)");
  }
}
