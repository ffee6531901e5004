package dev.vipc.check.keepalived;

import java.util.ArrayList;
import java.util.List;

/** What keepalived has read of one {@code virtual_server_group}. */
final class ServerGroup {
  final String name;
  final List<Integer> ports = new ArrayList<>();
  boolean v4;
  boolean v6;
  boolean hasMarks;
  boolean markWithoutFamily;
  boolean refused;

  ServerGroup(String name) {
    this.name = name;
  }

  boolean hasAddresses() {
    return !ports.isEmpty();
  }
}
