package dev.vipc.cli;

import dev.vipc.model.BuildOptions;
import dev.vipc.model.Targets;
import dev.vipc.model.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --target PROGRAM=VERSION,…}, as every command but {@code check} takes it. */
final class TargetOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private Targets targets = Targets.NONE;

  /** Set by picocli before use. */
  @SuppressWarnings("NullAway.Init")
  TargetOption() {}

  Targets targets() {
    return targets;
  }

  @Option(
      names = "--target",
      split = ",",
      paramLabel = "PROGRAM=VERSION",
      description = "Check for these versions: haproxy=2.8,kubernetes=1.34,…")
  void setTargets(Map<String, String> stated) {
    Map<String, Version> versions = new LinkedHashMap<>();
    stated.forEach((program, text) -> versions.put(known(program), version(program, text)));
    Map<String, BuildOptions> builds = new LinkedHashMap<>();
    stated.forEach((program, text) -> builds.put(program, BuildOptions.of(text)));
    targets = new Targets(versions, builds);
  }

  private String known(String program) {
    if (Targets.PROGRAMS.contains(program)) return program;
    throw new ParameterException(
        spec.commandLine(),
        "--target " + program + ": not one of " + String.join(", ", Targets.PROGRAMS));
  }

  private Version version(String program, String text) {
    return Version.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--target %s=%s: a version is x.y or x.y.z".formatted(program, text)));
  }
}
