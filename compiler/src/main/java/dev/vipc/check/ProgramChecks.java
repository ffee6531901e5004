package dev.vipc.check;

import dev.vipc.check.haproxy.HaproxyProgramCheck;
import dev.vipc.check.keepalived.KeepalivedProgramCheck;
import dev.vipc.check.kubeadm.KubeadmProgramCheck;
import dev.vipc.check.kubevip.KubeVipProgramCheck;
import dev.vipc.check.nginx.NginxProgramCheck;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Machine;
import dev.vipc.model.Version;
import dev.vipc.settings.SettingsFile;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Unreadable;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The checks of all programs, and the reading of what they check. */
public final class ProgramChecks {
  /**
   * The programs in the order of the alphabet. No {@link java.util.ServiceLoader}: it opens every
   * jar of the class path, which takes as long as the check of a small file
   * (docs/decisions/0004-small-and-large-files.md).
   */
  private static final Map<String, Supplier<ProgramCheck>> ALL =
      new TreeMap<>(
          Map.of(
              "haproxy", HaproxyProgramCheck::new,
              "keepalived", KeepalivedProgramCheck::new,
              "kube-vip", KubeVipProgramCheck::new,
              "kubeadm", KubeadmProgramCheck::new,
              "nginx", NginxProgramCheck::new));

  private ProgramChecks() {}

  /** The programs that can be checked for, in the order of the alphabet. */
  public static List<String> programs() {
    return List.copyOf(ALL.keySet());
  }

  /** Judges the files as one run of the program. */
  public static CheckResult check(CheckRequest request) {
    Supplier<ProgramCheck> program = ALL.get(request.program());
    if (program != null) return check(program.get(), request);
    return CheckResult.failed(
        "--program %s: not one of %s%s"
            .formatted(
                request.program(),
                String.join(", ", programs()),
                request.program().equals("vipd") ? "; `vipd check PLAN` reads vipd's plans" : ""));
  }

  private static CheckResult check(ProgramCheck check, CheckRequest request) {
    Optional<String> senseless = senseless(check, request);
    if (senseless.isPresent()) return CheckResult.failed(senseless.get());
    var failures = new ArrayList<String>();
    var files = new ArrayList<SourceFile>();
    var machines = new IdentityHashMap<SourceFile, Machine>();
    for (Path path : request.paths()) {
      List<SourceFile> named = read(check, path, failures);
      SettingsFile.Read settings = SettingsFile.of(path);
      failures.addAll(settings.failures());
      for (SourceFile file : named)
        machines.put(file, settings.settings().machineOf(absolute(file)));
      files.addAll(named);
    }
    files.addAll(request.texts());
    Version stated = request.target().orElseGet(check::assumed);
    ProgramCheck.Target target = check.target(stated);
    var verdicts = new ArrayList<CheckResult.FileVerdict>();
    for (List<SourceFile> run : runs(check, files)) {
      Machine machine =
          run.isEmpty() ? Machine.UNKNOWN : machines.getOrDefault(run.getFirst(), Machine.UNKNOWN);
      Conditions conditions =
          new Conditions(target.version(), request.build(), request.configId(), machine);
      Findings findings = new Findings();
      check.check(run, conditions, findings);
      for (SourceFile file : run)
        verdicts.add(
            CheckResult.FileVerdict.of(
                file, check.program(), target, conditions, own(file, run, findings.sorted())));
    }
    return new CheckResult(verdicts, failures);
  }

  private static List<List<SourceFile>> runs(ProgramCheck check, List<SourceFile> files) {
    return check.takesSeveralFiles() ? List.of(files) : files.stream().map(List::of).toList();
  }

  /** Where a run has one file, all that is found is its own, also in files that it includes. */
  private static List<Diagnostic> own(
      SourceFile file, List<SourceFile> run, List<Diagnostic> found) {
    if (run.size() == 1) return found;
    return found.stream().filter(d -> d.span().file() == file).toList();
  }

  /** What is asked of a program that does not have it. */
  private static Optional<String> senseless(ProgramCheck check, CheckRequest request) {
    if (request.configId().isPresent() && !check.hasConfigId())
      return Optional.of("--config-id: %s has none".formatted(check.program()));
    Set<String> options = check.buildOptions();
    if (options.isEmpty()) return Optional.empty();
    return request
        .build()
        .unknown(options)
        .map(
            option ->
                "--target: `%s` is no build option of %s that changes its language; they are %s"
                    .formatted(option, check.program(), String.join(", ", new TreeSet<>(options))));
  }

  /** A folder's name is a host's, wherever the command was started. */
  private static String absolute(SourceFile file) {
    return Path.of(file.path()).toAbsolutePath().normalize().toString();
  }

  private static List<SourceFile> read(ProgramCheck check, Path named, List<String> failures) {
    var files = new ArrayList<SourceFile>();
    try {
      for (Path path : check.filesOf(named))
        files.add(new SourceFile(path.toString(), Utf8.read(path)));
    } catch (IOException e) {
      failures.add(Unreadable.why(named.toString(), e));
    }
    return files;
  }
}
