package dev.vipc.settings;

import dev.vipc.model.Facts;
import dev.vipc.model.Machine;
import dev.vipc.model.Targets;
import dev.vipc.model.Thresholds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one {@code .vipc.yaml} says.
 *
 * @param folder the file's, absolute; absent where there is no file
 * @param grades by which findings are graded anew, the later before the earlier
 * @param nodes the files and folders of machines, absolute, by the machine's name
 * @param variables what {@code ${NAME}} in files stands for
 * @param hosts what is known of each machine, by the name of its folder; {@code *} is for all that
 *     have no entry of their own
 * @param facts the networks, and what is wanted of the deployment
 */
public record Settings(
    Optional<Path> folder,
    List<Grade> grades,
    List<Ignore> ignores,
    Thresholds thresholds,
    Targets targets,
    Map<String, List<Path>> nodes,
    Map<String, String> variables,
    Map<String, Machine> hosts,
    Facts facts) {
  public static final Settings NONE =
      new Settings(
          Optional.empty(),
          List.of(),
          List.of(),
          Thresholds.NONE,
          Targets.NONE,
          Map.of(),
          Map.of(),
          Map.of(),
          Facts.NONE);
  private static final String EVERY_OTHER = "*";

  public Settings {
    grades = List.copyOf(grades);
    ignores = List.copyOf(ignores);
    nodes = Map.copyOf(nodes);
    variables = Map.copyOf(variables);
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

  /** A path relative to the file's folder, {@code /} between names. */
  public String relative(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    Path shown = folder.filter(whole::startsWith).map(own -> own.relativize(whole)).orElse(whole);
    return shown.toString().replace(shown.getFileSystem().getSeparator(), "/");
  }
}
