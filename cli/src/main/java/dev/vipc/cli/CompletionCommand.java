package dev.vipc.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vipc completion SHELL}: a script that completes vipc's command lines. */
@Command(name = "completion", description = "Print the completion script of a shell.")
final class CompletionCommand implements Callable<Integer> {
  enum Shell {
    bash,
    zsh,
    fish
  }

  private final Console console;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommandLine commands = Main.everyCommand(console);
    console.out().print(script(commands));
    return ExitStatus.CLEAN;
  }

  private String script(CommandLine commands) {
    return switch (shell) {
      case bash, zsh -> AutoComplete.bash("vipc", commands);
      case fish -> new FishCompletion(commands.getCommandSpec()).script();
    };
  }
}
