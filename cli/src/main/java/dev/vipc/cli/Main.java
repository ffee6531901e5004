package dev.vipc.cli;

import dev.vipc.cli.report.Release;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code vipc}: compiles and lints the high-availability layer of a Kubernetes control plane. */
@Command(
    name = "vipc",
    description = "Compiles and lints the high-availability layer of a Kubernetes control plane.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Main.VersionLine.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Set by picocli before {@link #run}. */
  @SuppressWarnings("NullAway.Init")
  private Main() {}

  public static void main(String[] arguments) {
    if (Boolean.getBoolean("vipc.early") && EarlyStart.isWrong(arguments))
      Runtime.getRuntime().halt(EarlyStart.AGAIN);
    Console console = Console.standard();
    int status = run(console, arguments);
    console.flush();
    // halt, since exit would start the JDK's logging to note that it ends (JDK 21's RuntimeExit),
    // and no hook waits
    Runtime.getRuntime().halt(console.out().checkError() ? ExitStatus.FAILED : status);
  }

  /** Runs one command line without colour; the exit status. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    Console console = new Console(out, err, false);
    int status = run(console, arguments);
    console.flush();
    return status;
  }

  /** Every way into vipc comes through here. */
  static int run(Console console, String... arguments) {
    // digits and letters in files and findings are the same wherever vipc runs
    Locale.setDefault(Locale.ROOT);
    try {
      Optional<Check> check = Check.usual(arguments);
      if (check.isPresent()) return check.get().run(console);
      Optional<Lint> lint = Lint.usual(arguments);
      if (lint.isPresent()) return lint.get().run(console);
    } catch (IOException | RuntimeException fault) {
      return ourFault(console, fault);
    }
    return commandLine(console, arguments).execute(arguments);
  }

  /** All commands, as {@code vipc} knows them. */
  static CommandLine everyCommand(Console console) {
    return commandLine(console, new String[0]);
  }

  /** picocli looks at every command that it is given by reflection: only the one named is. */
  private static CommandLine commandLine(Console console, String[] arguments) {
    CommandLine commands = new CommandLine(new Main());
    String first = arguments.length == 0 ? "" : arguments[0];
    Commands.ALL.forEach(
        (name, command) -> {
          if (name.equals(first) || !Commands.ALL.containsKey(first))
            commands.addSubcommand(command.apply(console));
        });
    return commands
        .setOut(console.out())
        .setErr(console.err())
        .setUsageHelpAutoWidth(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((fault, _, _) -> ourFault(console, fault));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }

  /**
   * The one place where a fault of our own ends: one line, and the trace only for who asks for it.
   */
  private static int ourFault(Console console, Exception fault) {
    console.complain("a fault of vipc's own, please report it: " + fault);
    if (System.getenv("VIPC_TRACE") != null) fault.printStackTrace(console.err());
    else console.complain("VIPC_TRACE=1 prints where it happened");
    return ExitStatus.FAILED;
  }

  /** The commands; apart, since the usual check and lint need none of them. */
  private static final class Commands {
    /** In the order of the help, each made when it is needed. */
    private static final Map<String, Function<Console, Object>> ALL = new LinkedHashMap<>();

    static {
      ALL.put("lint", LintCommand::new);
      ALL.put("check", CheckCommand::new);
      ALL.put("build", BuildCommand::new);
      ALL.put("import", ImportCommand::new);
      ALL.put("fmt", FmtCommand::new);
      ALL.put("prove", ProveCommand::new);
      ALL.put("diff", DiffCommand::new);
      ALL.put("migrate", MigrateCommand::new);
      ALL.put("rules", RulesCommand::new);
      ALL.put("explain", ExplainCommand::new);
      ALL.put("completion", CompletionCommand::new);
    }
  }

  /** What {@code --version} says. */
  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"vipc " + Release.number()};
    }
  }
}
