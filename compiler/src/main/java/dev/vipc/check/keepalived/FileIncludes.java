package dev.vipc.check.keepalived;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.keepalived.reading.Includes;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Finds included files on disk, within the folder of the file that is checked.
 *
 * @param root the folder; what stands outside of it is not read
 * @param shown the folder as the user typed it, with a slash at its end, or nothing
 */
record FileIncludes(Path root, String shown) implements Includes {
  private static final int MAX_FILES = 1_000;

  /** The includes of a file; a text that is no file includes from the working folder. */
  static FileIncludes around(SourceFile file) {
    String path = file.path();
    return new FileIncludes(folderOf(file), path.substring(0, path.lastIndexOf('/') + 1));
  }

  @Override
  public Found find(SourceFile from, String pattern) {
    List<SourceFile> files = new ArrayList<>();
    Problem problem = Problem.NONE;
    List<String> alternatives = alternatives(pattern);
    for (String one : alternatives) {
      Problem here = findOne(folderOf(from), one, files);
      boolean missing = here == Problem.MISSING_FILE && alternatives.size() > 1;
      if (here != Problem.NONE) problem = missing ? Problem.MISSING_ALTERNATIVE : here;
    }
    return new Found(files, problem);
  }

  private static Path folderOf(SourceFile file) {
    try {
      Path folder = Path.of(file.path()).toAbsolutePath().normalize().getParent();
      return folder == null ? Path.of("/") : folder;
    } catch (InvalidPathException _) {
      return Path.of("").toAbsolutePath();
    }
  }

  private Problem findOne(Path folder, String pattern, List<SourceFile> files) {
    try {
      return findValid(folder, pattern, files);
    } catch (InvalidPathException | PatternSyntaxException _) {
      return Problem.UNREADABLE;
    }
  }

  private Problem findValid(Path folder, String pattern, List<SourceFile> files) {
    Path wanted = folder.resolve(pattern).normalize();
    if (!wanted.startsWith(root)) return Problem.OUTSIDE;
    boolean wildcard = pattern.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    List<Path> found = wildcard ? matches(folder, pattern) : List.of(wanted);
    if (wildcard && found.isEmpty()) return Problem.NO_MATCH;
    Problem problem = Problem.NONE;
    for (Path path : found) {
      Problem here = read(folder, path, files);
      if (here != Problem.NONE) problem = here;
    }
    return problem;
  }

  private Problem read(Path folder, Path path, List<SourceFile> files) {
    if (!Files.exists(path)) return Problem.MISSING_FILE;
    if (!Files.isRegularFile(path) || isProgram(path) || !Files.isReadable(path))
      return Problem.UNREADABLE;
    try {
      if (!path.toRealPath().startsWith(root.toRealPath())) return Problem.OUTSIDE;
      files.add(new SourceFile(shown + root.relativize(path), Utf8.read(path)));
      return Problem.NONE;
    } catch (IOException _) {
      return Problem.UNREADABLE;
    }
  }

  private static boolean isProgram(Path path) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return permissions.contains(PosixFilePermission.OWNER_EXECUTE)
          || permissions.contains(PosixFilePermission.GROUP_EXECUTE)
          || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  private List<Path> matches(Path folder, String pattern) {
    String glob = folder.resolve(pattern).normalize().toString();
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    int depth = Path.of(glob).getNameCount() - root.getNameCount();
    try (Stream<Path> paths = Files.walk(root, Math.max(depth, 1))) {
      return paths
          .filter(matcher::matches)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .limit(MAX_FILES)
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /** The patterns that a pattern with {@code {a,b}} stands for. */
  static List<String> alternatives(String pattern) {
    int open = pattern.indexOf('{');
    int close = open < 0 ? -1 : closing(pattern, open);
    if (close < 0) return List.of(pattern);
    List<String> all = new ArrayList<>();
    int start = open + 1;
    int depth = 0;
    for (int at = open + 1; at <= close; at++) {
      char c = pattern.charAt(at);
      if (c == '{') depth++;
      if (c == '}' && at < close) depth--;
      if (at == close || (c == ',' && depth == 0)) {
        String one = pattern.substring(0, open) + pattern.substring(start, at);
        if (all.size() < MAX_FILES) all.addAll(alternatives(one + pattern.substring(close + 1)));
        start = at + 1;
      }
    }
    return all;
  }

  private static int closing(String pattern, int open) {
    int depth = 0;
    for (int at = open; at < pattern.length(); at++) {
      if (pattern.charAt(at) == '{') depth++;
      if (pattern.charAt(at) == '}' && --depth == 0) return at;
    }
    return -1;
  }
}
