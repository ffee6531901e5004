package dev.vipc.compile;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.model.Facts;
import dev.vipc.model.Machine;
import dev.vipc.model.Targets;
import dev.vipc.model.Thresholds;
import dev.vipc.settings.Settings;
import dev.vipc.settings.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The {@code .vipc.yaml} of each PATH of a command, and what they say together. */
final class RunSettings {
  private final List<Path> paths;
  private final List<Settings> byRoot = new ArrayList<>();
  private final Map<Path, SettingsFile.Read> files = new LinkedHashMap<>();

  RunSettings(List<Path> paths) {
    this.paths = paths;
    for (Path path : paths) byRoot.add(read(path).settings());
  }

  private SettingsFile.Read read(Path path) {
    Optional<Path> file = SettingsFile.find(path);
    if (file.isEmpty()) return SettingsFile.Read.NOTHING;
    return files.computeIfAbsent(file.get(), found -> SettingsFile.read(path, found));
  }

  /** Why files could not be used, a line each. */
  List<String> failures() {
    return files.values().stream().flatMap(file -> file.failures().stream()).toList();
  }

  List<Diagnostic> findings() {
    return files.values().stream().flatMap(file -> file.findings().stream()).toList();
  }

  Settings of(Input input) {
    return input.root() < byRoot.size() ? byRoot.get(input.root()) : Settings.NONE;
  }

  Machine machineOf(Input input) {
    Settings settings = of(input);
    if (settings.hosts().isEmpty()) return Machine.UNKNOWN;
    return settings.machineOf(absolute(input).toString());
  }

  /** The versions that the command line states go before those of the files. */
  Targets targets(Targets stated) {
    Targets targets = stated;
    for (Settings settings : byRoot) targets = targets.or(settings.targets());
    return targets;
  }

  /** Those of the first file that belongs to a deployment and has any. */
  Thresholds thresholds(List<Input> inputs) {
    for (Input input : inputs) {
      Thresholds stated = of(input).thresholds();
      if (!stated.equals(Thresholds.NONE)) return stated;
    }
    return Thresholds.NONE;
  }

  /** What the files say together that a deployment's inputs were found under. */
  Facts facts(List<Input> inputs) {
    Set<Integer> roots = new TreeSet<>();
    for (Input input : inputs) roots.add(input.root());
    Facts facts = Facts.NONE;
    for (int root : roots) if (root < byRoot.size()) facts = facts.and(byRoot.get(root).facts());
    return facts;
  }

  /** The names that variables have, of all files together; the first file's goes before. */
  Map<String, String> variables() {
    Map<String, String> all = new HashMap<>();
    for (Settings settings : byRoot) settings.variables().forEach(all::putIfAbsent);
    return all;
  }

  /** The machine that a file is stated to be of. */
  StatedNodes nodes(Map<String, List<Path>> ofCommandLine) {
    Map<String, List<Path>> all = new LinkedHashMap<>();
    ofCommandLine.forEach((name, files) -> all.put(name, absolute(files)));
    for (Settings settings : byRoot) settings.nodes().forEach(all::putIfAbsent);
    return new StatedNodes(all);
  }

  private static List<Path> absolute(List<Path> files) {
    return files.stream().map(file -> file.toAbsolutePath().normalize()).toList();
  }

  private static Path absolute(Input input) {
    return Path.of(input.file().path()).toAbsolutePath().normalize();
  }

  /** Whether everything below the folder of a {@code .vipc.yaml} was read. */
  boolean wholeFolder(Settings settings) {
    for (Path path : paths) {
      Path read = path.toAbsolutePath().normalize();
      if (settings.folder().filter(folder -> folder.startsWith(read)).isPresent()
          && Files.isDirectory(read)) return true;
    }
    return false;
  }

  /**
   * Machines that are stated instead of told by folders.
   *
   * @param files their files and folders, absolute, by the machine's name
   */
  record StatedNodes(Map<String, List<Path>> files) {
    /** The machine whose file or folder is nearest to the file. */
    Optional<String> of(Input input) {
      if (files.isEmpty()) return Optional.empty();
      Path file = absolute(input);
      String nearest = "";
      int depth = 0;
      for (Map.Entry<String, List<Path>> node : files.entrySet())
        for (Path own : node.getValue())
          if (file.startsWith(own) && own.getNameCount() > depth) {
            nearest = node.getKey();
            depth = own.getNameCount();
          }
      return Optional.of(nearest).filter(name -> !name.isEmpty());
    }
  }
}
