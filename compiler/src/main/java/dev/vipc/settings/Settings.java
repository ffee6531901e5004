package dev.vipc.settings;

import dev.vipc.model.Facts;
import dev.vipc.model.Machine;
import java.util.List;
import java.util.Map;

/**
 * What one {@code .vipc.yaml} says.
 *
 * @param hosts what is known of each machine, by the name of its folder; {@code *} is for all that
 *     have no entry of their own
 * @param facts the networks, and what is wanted of the deployment
 */
public record Settings(Map<String, Machine> hosts, Facts facts) {
  public static final Settings NONE = new Settings(Map.of(), Facts.NONE);
  private static final String EVERY_OTHER = "*";

  public Settings {
    hosts = Map.copyOf(hosts);
  }

  /** The machine that a file is for: the nearest folder above it that is a host's, or any. */
  public Machine machineOf(String path) {
    if (hosts.isEmpty()) return Machine.UNKNOWN;
    List<String> folders = List.of(path.split("/"));
    for (String folder : folders.subList(0, folders.size() - 1).reversed())
      if (hosts.containsKey(folder)) return hosts.getOrDefault(folder, Machine.UNKNOWN);
    return hosts.getOrDefault(EVERY_OTHER, Machine.UNKNOWN);
  }
}
