package dev.vipc.lab.vrrp;

import java.util.List;
import java.util.stream.Stream;

/** One way in which VRRP goes over the wire. */
record Cell(int version, boolean unicast, boolean v6) {
  /** The address that the members take over from each other. */
  String virtual() {
    return v6 ? "fd00:9::100" : "10.9.0.100";
  }

  /** All virtual addresses, with prefix lengths; of IPv6 the first must be link-local. */
  List<String> addresses() {
    return v6 ? List.of("fe80::100/128", "fd00:9::100/128") : List.of("10.9.0.100/32");
  }

  /**
   * The addresses of a member.
   *
   * @param number 1 or 2
   */
  List<String> own(int number) {
    return v6
        ? List.of("fe80::" + number + "/64", "fd00:9::" + number + "/64")
        : List.of("10.9.0." + number + "/24");
  }

  /** What a member's unicasts come from. */
  String source(int number) {
    return v6 ? "fd00:9::" + number : "10.9.0." + number;
  }

  /** Version 2 has no IPv6. */
  static Stream<Cell> all() {
    return Stream.of(
        new Cell(2, false, false),
        new Cell(2, true, false),
        new Cell(3, false, false),
        new Cell(3, true, false),
        new Cell(3, false, true),
        new Cell(3, true, true));
  }

  @Override
  public String toString() {
    return "v%d %s %s".formatted(version, unicast ? "unicast" : "multicast", v6 ? "IPv6" : "IPv4");
  }
}
