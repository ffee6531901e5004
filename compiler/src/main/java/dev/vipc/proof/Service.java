package dev.vipc.proof;

import java.util.List;

/** An address that clients use, and how it moves. */
interface Service {
  String name();

  /** The components whose failure can matter to it, a list of ways to fail for each. */
  List<Fault> singleFaults();

  /** The machines between which the segment can break. */
  List<Host> segment();

  /**
   * A word for all that the proof knows of a machine: machines of one word are alike, and a case is
   * worked out for one of them.
   */
  String likeness(Host host);

  /** What becomes of it in faults that come one after the other, and once they are mended. */
  List<Case> judge(List<Fault> faults);
}
