package dev.vipc.check.nginx;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Finds the files that {@code include} names: relative to the folder of the main file, as nginx
 * does whichever file the line stands in, and within that folder only. An absolute name below
 * {@code /etc/nginx} is taken for one below that folder, so that a copy of a machine's files reads
 * as on the machine.
 */
public final class NginxIncludes {
  private static final int MOST_FILES = 1_000;
  private static final String INSTALLED = "/etc/nginx/";

  /** What an include finds. */
  public record Found(List<SourceFile> files, Problem problem) {}

  /** Why an include finds nothing. */
  public enum Problem {
    NONE,
    /** A file without wildcards in its name is not there; a wildcard may match nothing. */
    MISSING,
    /** It cannot be read, or is a folder. */
    UNREADABLE,
    /** It stands outside of the main file's folder, which is not looked into. */
    OUTSIDE
  }

  private final Path root;
  private final String shown;
  private final Map<Path, SourceFile> read = new HashMap<>();

  private NginxIncludes(Path root, String shown) {
    this.root = root;
    this.shown = shown;
  }

  /** The includes of a main file; a text that is no file includes from the working folder. */
  public static NginxIncludes around(SourceFile main) {
    String path = main.path();
    return new NginxIncludes(folderOf(path), path.substring(0, path.lastIndexOf('/') + 1));
  }

  private static Path folderOf(String path) {
    try {
      Path folder = Path.of(path).toAbsolutePath().normalize().getParent();
      return folder == null ? Path.of("/") : folder;
    } catch (InvalidPathException _) {
      return Path.of("").toAbsolutePath();
    }
  }

  /** The files of a name or a pattern, in the order in which nginx reads them. */
  public Found find(String pattern) {
    try {
      return findValid(pattern);
    } catch (InvalidPathException | PatternSyntaxException _) {
      return new Found(List.of(), Problem.UNREADABLE);
    }
  }

  private Found findValid(String pattern) {
    Path wanted = root.resolve(pattern).normalize();
    if (!wanted.startsWith(root) && pattern.startsWith(INSTALLED))
      wanted = root.resolve(pattern.substring(INSTALLED.length())).normalize();
    if (!wanted.startsWith(root)) return new Found(List.of(), Problem.OUTSIDE);
    boolean wildcard = pattern.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    List<SourceFile> files = new ArrayList<>();
    Problem problem = Problem.NONE;
    for (Path path : wildcard ? matches(wanted) : List.of(wanted)) {
      Problem here = read(path, files);
      if (here != Problem.NONE) problem = here;
    }
    return new Found(files, problem);
  }

  private Problem read(Path path, List<SourceFile> files) {
    SourceFile known = read.get(path);
    if (known != null) {
      files.add(known);
      return Problem.NONE;
    }
    if (!Files.exists(path)) return Problem.MISSING;
    if (!Files.isRegularFile(path)) return Problem.UNREADABLE;
    try {
      if (!path.toRealPath().startsWith(root.toRealPath())) return Problem.OUTSIDE;
      SourceFile file = new SourceFile(shown + root.relativize(path), Utf8.read(path));
      read.put(path, file);
      files.add(file);
      return Problem.NONE;
    } catch (IOException _) {
      return Problem.UNREADABLE;
    }
  }

  private List<Path> matches(Path pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + literal(pattern));
    int depth = Math.max(pattern.getNameCount() - root.getNameCount(), 1);
    try (Stream<Path> paths = Files.walk(root, depth)) {
      return paths
          .filter(matcher::matches)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /** Braces, which glob(7) does not know. */
  private static String literal(Path pattern) {
    return pattern.toString().replace("{", "\\{").replace("}", "\\}");
  }
}
