package dev.vipc.model;

import java.util.stream.Stream;

/** Lines that say on which port API servers listen. */
public interface ServesApi extends Part {
  Stream<Setting<Integer>> apiServerPorts();
}
