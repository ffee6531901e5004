package dev.vipc.cli;

import dev.vipc.model.BuildOptions;
import dev.vipc.model.Version;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vipc check}: would this program, at this version, accept the files. */
@Command(
    name = "check",
    description = "Tell whether a program, at a version, would accept its files.")
final class CheckCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The files of one run of the program; - reads standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--program",
      required = true,
      paramLabel = "PROGRAM",
      description = "The program that is to read them, such as haproxy.")
  private String program = "";

  @Option(
      names = "--target",
      paramLabel = "VERSION",
      description =
          "Its version, such as 2.8 (without one: what Debian 12 has), and how it was built where"
              + " that is not as distributions do: 2.2.7-snmp-dbus, 2.2.7+iptables.")
  private @Nullable String target;

  @Option(
      names = "--config-id",
      paramLabel = "ID",
      description = "keepalived's: lines that begin with @ID are read (default: this host's name).")
  private @Nullable String configId;

  @Mixin private ReportOptions report = new ReportOptions();

  /** Set by picocli before {@link #call}. */
  @SuppressWarnings("NullAway.Init")
  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Version> version = Optional.ofNullable(target).map(this::version);
    BuildOptions build = target == null ? BuildOptions.NONE : BuildOptions.of(target);
    return new Check(
            program,
            version,
            build,
            Optional.ofNullable(configId),
            paths,
            report.format(),
            report.failOn())
        .run(console);
  }

  private Version version(String text) {
    return Version.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "--target " + text + ": a version is x.y or x.y.z"));
  }
}
