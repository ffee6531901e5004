package dev.vipc.check.keepalived;

import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;

/** What keepalived has read of one {@code vrrp_sync_group}. Filled line by line. */
final class SyncGroup {
  final Word name;
  final List<Word> members = new ArrayList<>();
  final List<Instance.Track> tracks = new ArrayList<>();
  boolean hasList;
  boolean listRefused;
  boolean trackingWeight;

  SyncGroup(Word name) {
    this.name = name;
  }
}
