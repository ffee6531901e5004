package dev.vipc.check.keepalived;

import dev.vipc.source.Located;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keepalived has read of one {@code vrrp_instance}. Filled line by line. */
final class Instance {
  /** The state that a line asks for. */
  enum State {
    MASTER,
    BACKUP
  }

  /** An entry of a {@code track_*} block that keepalived keeps. */
  record Track(Trackers.Kind kind, Word name, int weight) {}

  /** What use_vmac or use_ipvlan says. */
  record Vmac(ReadLine line, boolean ipvlan, Optional<String> name, boolean hasMac) {}

  final Word name;
  Optional<Boolean> v6 = Optional.empty();
  Optional<Located<String>> iface = Optional.empty();
  boolean ifaceRefused;

  /** The keywords of lines that are refused, from which nothing follows. */
  final Set<String> refused = new HashSet<>();

  Optional<Located<String>> vrf = Optional.empty();
  Optional<Integer> vrid = Optional.empty();
  Optional<Word> vridWord = Optional.empty();
  boolean vridRefused;
  Optional<Located<Integer>> priority = Optional.empty();
  boolean priorityRefused;
  Optional<Located<State>> state = Optional.empty();
  Optional<Located<Integer>> version = Optional.empty();
  Optional<Located<Long>> advertMicros = Optional.empty();
  Optional<Word> authType = Optional.empty();
  Optional<Word> authPass = Optional.empty();
  Optional<Word> nopreempt = Optional.empty();
  Optional<Word> preemptDelay = Optional.empty();
  Optional<Boolean> accept = Optional.empty();
  Optional<Located<Boolean>> strict = Optional.empty();
  Optional<Word> unicastSetting = Optional.empty();
  Optional<Word> unicastTtl = Optional.empty();
  boolean faultWithoutPeers;
  Optional<Located<Inet>> source = Optional.empty();
  Optional<Located<Inet>> mcastTarget = Optional.empty();
  final List<Located<Inet>> peers = new ArrayList<>();
  boolean peerRefused;
  final List<AddressEntries.Entry> vips = new ArrayList<>();
  final List<AddressEntries.Entry> excluded = new ArrayList<>();
  boolean vipRefused;
  Optional<Word> noVip = Optional.empty();
  Optional<Vmac> vmac = Optional.empty();
  Optional<Word> vmacAddr = Optional.empty();
  Optional<Word> xmitBase = Optional.empty();
  boolean ipvlanAddress;
  Optional<Word> promoteSecondaries = Optional.empty();
  Optional<Word> downTimer = Optional.empty();
  Optional<Word> lowerPrioRepeat = Optional.empty();
  Optional<Word> lowerPrioDelay = Optional.empty();
  Optional<Located<Boolean>> lowerPrioNoAdvert = Optional.empty();
  Optional<Located<Boolean>> higherPrioSendAdvert = Optional.empty();
  final List<Track> tracks = new ArrayList<>();

  Instance(Word name) {
    this.name = name;
  }

  boolean isUnicast() {
    return !peers.isEmpty();
  }

  boolean isV6() {
    return v6.orElse(false);
  }

  /** 255 where {@code state MASTER} stands without a priority, as keepalived has it. */
  int basePriority() {
    int assumed = state.filter(wanted -> wanted.value() == State.MASTER).isPresent() ? 255 : 100;
    return priority.map(Located::value).orElse(priorityRefused ? 100 : assumed);
  }

  boolean isOwner() {
    return basePriority() == 255;
  }

  /** The state before any check resets it. */
  State wanted() {
    return state.map(Located::value).orElse(isOwner() ? State.MASTER : State.BACKUP);
  }
}
