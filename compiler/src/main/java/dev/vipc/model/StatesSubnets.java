package dev.vipc.model;

import java.util.stream.Stream;

/** Lines that say where a cluster's pods and services get their addresses. */
public interface StatesSubnets extends Part {
  Stream<ClusterSubnets> subnets();
}
