package dev.vipc.check;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The checks of all programs, and the reading of what they check. */
public final class ProgramChecks {
  private final List<ProgramCheck> all =
      ServiceLoader.load(ProgramCheck.class).stream().map(ServiceLoader.Provider::get).toList();

  /** The programs that can be checked for, in the order of the alphabet. */
  public List<String> programs() {
    return all.stream().map(ProgramCheck::program).sorted().toList();
  }

  /** Judges the files as one run of the program. */
  public CheckResult check(CheckRequest request) {
    Optional<ProgramCheck> program =
        all.stream().filter(check -> check.program().equals(request.program())).findFirst();
    return program
        .map(check -> check(check, request))
        .orElseGet(
            () ->
                CheckResult.failed(
                    "--program %s: not one of %s"
                        .formatted(request.program(), String.join(", ", programs()))));
  }

  private static CheckResult check(ProgramCheck check, CheckRequest request) {
    var failures = new ArrayList<String>();
    var files = new ArrayList<SourceFile>();
    for (Path path : request.paths()) read(check, path, files, failures);
    files.addAll(request.texts());
    Version stated = request.target().orElseGet(() -> Targets.NONE.versionFor(request.program()));
    ProgramCheck.Target target = check.target(stated);
    Findings findings = new Findings();
    check.check(files, target.version(), findings);
    List<Diagnostic> found = findings.sorted();
    return new CheckResult(
        files.stream()
            .map(file -> CheckResult.FileVerdict.of(file, check.program(), target, found))
            .toList(),
        failures);
  }

  private static void read(
      ProgramCheck check, Path named, List<SourceFile> files, List<String> failures) {
    try {
      for (Path path : check.filesOf(named))
        files.add(new SourceFile(path.toString(), Utf8.read(path)));
    } catch (NoSuchFileException _) {
      failures.add(named + ": no such file");
    } catch (AccessDeniedException _) {
      failures.add(named + ": may not be read by this user");
    } catch (IOException e) {
      failures.add(named + ": cannot be read: " + e.getMessage());
    }
  }
}
