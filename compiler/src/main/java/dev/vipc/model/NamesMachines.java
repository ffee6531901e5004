package dev.vipc.model;

import java.util.stream.Stream;

/** Lines that give machines addresses: a host list, a server line, kubeadm's own address … */
public interface NamesMachines extends Part {
  /**
   * One entry for each line.
   *
   * @param known tells a virtual address, which host lists and server lines may hold too, from a
   *     machine's own
   */
  Stream<Inventory.Entry> machines(Inventory.Known known);
}
