package dev.vipc.settings;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Unreadable;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds and reads the {@code .vipc.yaml} of a path. */
public final class SettingsFile {
  private static final String NAME = ".vipc.yaml";
  private static final String REPOSITORY = ".git";

  /**
   * What was read.
   *
   * @param failures why the file could not be used, a line each
   * @param findings what else is wrong with it
   */
  public record Read(Settings settings, List<String> failures, List<Diagnostic> findings) {
    public static final Read NOTHING = new Read(Settings.NONE, List.of(), List.of());
  }

  private SettingsFile() {}

  /** The settings for a file or folder; none where there is no such file. */
  public static Read of(Path path) {
    return find(path).map(file -> read(path, file)).orElse(Read.NOTHING);
  }

  /**
   * Where the settings for a file or folder are: in the path, or the file's folder, then upward to
   * the root of the git repository.
   */
  public static Optional<Path> find(Path path) {
    Path start = path.toAbsolutePath().normalize();
    // asked of java.io, which the JVM has at hand: for a small file java.nio.file is felt
    Path first = start.toFile().isDirectory() ? start : start.getParent();
    Optional<Path> nearest = Optional.empty();
    for (Path folder = first; folder != null; folder = folder.getParent()) {
      Path file = folder.resolve(NAME);
      boolean inPath = folder.equals(first);
      if (nearest.isEmpty() && file.toFile().isFile()) nearest = Optional.of(file);
      if (nearest.isPresent() && inPath) return nearest;
      if (folder.resolve(REPOSITORY).toFile().exists()) return nearest;
    }
    return Optional.empty();
  }

  /** Below the path as it was typed where the file is there; else from where one stands. */
  private static String shown(Path typed, Path file) {
    boolean below = Files.isDirectory(typed) && file.startsWith(typed.toAbsolutePath().normalize());
    if (below) return typed.resolve(NAME).toString();
    return typed.isAbsolute()
        ? file.toString()
        : Path.of("").toAbsolutePath().relativize(file).toString();
  }

  /**
   * Reads one that {@link #find} found.
   *
   * @param typed the path that it was found for
   */
  public static Read read(Path typed, Path path) {
    String shown = shown(typed, path);
    try {
      SourceFile file = new SourceFile(shown, Utf8.read(path));
      Findings findings = new Findings();
      List<String> failures = new ArrayList<>();
      Settings settings =
          SettingsReader.read(file, path.resolveSibling(""), findings, failures::add);
      List<Diagnostic> all = findings.sorted();
      all.stream().filter(SettingsFile::isError).map(SettingsFile::said).forEach(failures::add);
      return new Read(
          settings, failures, all.stream().filter(finding -> !isError(finding)).toList());
    } catch (IOException e) {
      return new Read(Settings.NONE, List.of(Unreadable.why(shown, e)), List.of());
    }
  }

  private static boolean isError(Diagnostic finding) {
    return finding.severity() == Severity.ERROR;
  }

  private static String said(Diagnostic finding) {
    return finding.span() + ": " + finding.message();
  }
}
