package dev.vipc.cli;

import dev.vipc.compile.LintResult;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that changed since a git revision: since it and the checked out commit parted, and
 * whether committed or not; new files that git does not ignore are among them.
 */
final class ChangedFiles {
  private final Set<Path> changed = new HashSet<>();
  private final Map<String, Boolean> known = new HashMap<>();
  private final List<String> failures = new ArrayList<>();

  private ChangedFiles() {}

  /** Asks git in the repository of each path. */
  static ChangedFiles since(String revision, List<String> paths) throws IOException {
    ChangedFiles files = new ChangedFiles();
    Set<Path> roots = new HashSet<>();
    for (String path : paths) {
      Path folder = Path.of(path.equals("-") ? "" : path).toAbsolutePath();
      if (!Files.isDirectory(folder)) folder = folder.resolveSibling("");
      if (!Files.isDirectory(folder)) continue; // the lint has said that there is no such file
      Git.Answer top = Git.run(folder, "rev-parse", "--show-toplevel");
      if (top.failed()) files.failures.add(top.why("--since"));
      else if (roots.add(Path.of(top.line()))) files.ask(Path.of(top.line()), revision);
    }
    return files;
  }

  private void ask(Path root, String revision) throws IOException {
    Git.Answer commit =
        Git.run(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    if (commit.failed()) {
      failures.add("--since %s: no revision that git knows in %s".formatted(revision, root));
      return;
    }
    Git.Answer parted = Git.run(root, "merge-base", commit.line(), "HEAD");
    String from = parted.failed() ? commit.line() : parted.line();
    take(root, Git.run(root, "diff", "--name-only", "--no-renames", "-z", from, "--"));
    take(root, Git.run(root, "ls-files", "--others", "--exclude-standard", "-z"));
  }

  private void take(Path root, Git.Answer names) throws IOException {
    if (names.failed()) {
      failures.add(names.why("--since"));
      return;
    }
    for (String name : names.out().split("\0"))
      if (!name.isEmpty()) {
        Path file = root.resolve(name);
        changed.add(Files.exists(file) ? file.toRealPath() : file);
      }
  }

  /** The findings in changed files, and what kept git from its work. */
  LintResult select(LintResult result) {
    LintResult some = result.only(finding -> holds(finding.span().file()));
    List<String> all = Stream.concat(result.failures().stream(), failures.stream()).toList();
    return new LintResult(
        some.files(), some.diagnostics(), all, some.skipped(), some.targets(), some.silenced());
  }

  /** Standard input is as new as can be. */
  boolean holds(SourceFile file) {
    return known.computeIfAbsent(file.path(), path -> path.equals("-") || isChanged(path));
  }

  private boolean isChanged(String path) {
    try {
      return changed.contains(Path.of(path).toRealPath());
    } catch (IOException _) {
      return true; // gone since it was read
    }
  }

  /** Runs git. */
  private static final class Git {
    private static final int NOT_FOUND = 127;

    /** What git printed. */
    record Answer(int status, String out, String error) {
      boolean failed() {
        return status != 0;
      }

      String line() {
        return out.strip();
      }

      String why(String option) {
        return "%s: git: %s"
            .formatted(option, error.isBlank() ? "status " + status : error.strip());
      }
    }

    static Answer run(Path folder, String... arguments) throws IOException {
      List<String> words = new ArrayList<>(List.of("git", "-C", folder.toString()));
      words.addAll(List.of(arguments));
      Path errors = Files.createTempFile("vipc-git", ".err");
      try {
        Optional<Process> started = start(words, errors);
        if (started.isEmpty()) return new Answer(NOT_FOUND, "", "cannot be run; is it installed?");
        Process process = started.get();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), out, Files.readString(errors));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while git ran", e);
      } finally {
        Files.delete(errors);
      }
    }

    private static Optional<Process> start(List<String> words, Path errors) {
      ProcessBuilder git = new ProcessBuilder(words).redirectError(errors.toFile());
      git.environment().put("LC_ALL", "C");
      try {
        return Optional.of(git.start());
      } catch (IOException _) {
        return Optional.empty();
      }
    }
  }
}
