package dev.vipc.check.keepalived;

import dev.vipc.model.Machine;
import dev.vipc.model.Version;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One reading of a file: what was read so far, and where findings go. */
final class Reading {
  /** The version in which most of what differs from 2.2.7 came. */
  private static final Version NEXT = new Version(2, 2, 8);

  final Version version;
  final Refusals refusals;
  final Numbers numbers;
  final OnMachine machine;
  final Scripts scripts;
  final Globals globals = new Globals();
  final Trackers trackers;
  final AddressEntries addresses;
  final List<Instance> instances = new ArrayList<>();
  final List<SyncGroup> groups = new ArrayList<>();
  final List<VirtualServer> servers = new ArrayList<>();
  final List<ServerGroup> serverGroups = new ArrayList<>();

  Reading(Version version, Machine machine, Refusals refusals) {
    this.machine = new OnMachine(machine, refusals);
    this.version = version;
    this.refusals = refusals;
    this.numbers = new Numbers(refusals);
    this.scripts = new Scripts(this.machine, refusals);
    this.trackers = new Trackers(this.machine, refusals);
    this.addresses = new AddressEntries(this.machine, refusals, globals.trackGroups);
  }

  /** Whether the version is one after 2.2.7. */
  boolean isNew() {
    return version.compareTo(NEXT) >= 0;
  }

  /** A word of the line that the table demands. */
  static Word argument(ReadLine line) {
    return line.words().get(1);
  }

  /** What a line's boolean word means; true where there is none. */
  static boolean bool(ReadLine line) {
    Optional<Word> word = line.word(1);
    return word.flatMap(given -> Numbers.bool(given.value())).orElse(true);
  }

  /** Whether a line of its kind stands for the first time; refuses a later one. */
  boolean once(String key, ReadLine line) {
    if (globals.seen.add(key)) return true;
    refusals.refuse(
        KeepalivedFindings.TWICE,
        line.keywordSpan(),
        "`%s` stands here for the second time, and this one is ignored".formatted(line.keyword()),
        "keep one");
    return false;
  }
}
