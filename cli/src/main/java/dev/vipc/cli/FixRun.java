package dev.vipc.cli;

import dev.vipc.compile.Fixing;
import dev.vipc.compile.LintResult;
import dev.vipc.emit.UnifiedDiff;
import dev.vipc.source.SopsText;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Brings what {@code --fix} made to the files, or shows it. */
final class FixRun {
  private static final Set<PosixFilePermission> WRITES =
      Set.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  private FixRun() {}

  /** Prints the difference of each file. */
  static void show(Fixing.Outcome outcome, Console console) {
    for (Fixing.Changed file : outcome.files())
      console
          .out()
          .print(
              UnifiedDiff.of(file.path(), Optional.of(file.before()), Optional.of(file.after())));
  }

  /** Writes each file; what is left to find, and why files could not be written. */
  static LintResult write(Fixing.Outcome outcome, boolean quiet, Console console) {
    List<String> failures = new ArrayList<>();
    int written = 0;
    for (Fixing.Changed file : outcome.files()) {
      Optional<String> failure = write(file);
      failure.ifPresent(failures::add);
      if (failure.isEmpty()) written++;
    }
    if (!quiet && written > 0)
      console.complain(
          "lint: %d fix%s in %d file%s"
              .formatted(
                  outcome.fixes(),
                  outcome.fixes() == 1 ? "" : "es",
                  written,
                  written == 1 ? "" : "s"));
    LintResult left = outcome.remaining();
    List<String> all = Stream.concat(left.failures().stream(), failures.stream()).toList();
    return new LintResult(
        left.files(), left.diagnostics(), all, left.skipped(), left.targets(), left.silenced());
  }

  private static Optional<String> write(Fixing.Changed file) {
    if (SopsText.isEncrypted(file.before()))
      return Optional.of(file.path() + ": is encrypted by SOPS; not fixed");
    try {
      if (isReadOnly(file.real())) return Optional.of(file.path() + ": is read-only; not fixed");
      boolean same = Arrays.equals(Files.readAllBytes(file.real()), Utf8.encode(file.before()));
      if (!same) return Optional.of(file.path() + ": was changed meanwhile; not fixed");
      SafeWrite.replace(file.real(), Utf8.encode(file.after()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(file.path() + ": cannot be written: " + e);
    }
  }

  /** A file that nobody may write is left alone, though root could and its folder would let us. */
  private static boolean isReadOnly(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null || !Files.isWritable(file)) return !Files.isWritable(file);
    return view.readAttributes().permissions().stream().noneMatch(WRITES::contains);
  }
}
