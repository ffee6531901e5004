package dev.vipc.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completions for fish, which picocli does not write: a {@code complete} line for each thing. */
final class FishCompletion {
  private static final String NO_COMMAND_YET = "__fish_use_subcommand";

  private final CommandSpec program;
  private final StringBuilder script = new StringBuilder();

  FishCompletion(CommandSpec program) {
    this.program = program;
  }

  String script() {
    for (OptionSpec option : program.options()) option(NO_COMMAND_YET, option);
    program.subcommands().values().stream().map(CommandLine::getCommandSpec).forEach(this::command);
    return script.toString();
  }

  private void command(CommandSpec command) {
    line(
        NO_COMMAND_YET,
        "-f -a " + quoted(command.name()),
        String.join(" ", command.usageMessage().description()));
    String here = "__fish_seen_subcommand_from " + command.name();
    for (OptionSpec option : command.options()) option(here, option);
    for (PositionalParamSpec parameter : command.positionalParameters())
      if (!candidates(parameter).isEmpty())
        line(here, "-f -a " + quoted(candidates(parameter)), text(parameter));
  }

  private void option(String where, OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String name : option.names())
      words.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
    if (option.arity().max() > 0)
      words.append(candidates(option).isEmpty() ? " -r" : " -x -a " + quoted(candidates(option)));
    line(where, words.toString().strip(), text(option));
  }

  private void line(String where, String words, String text) {
    script
        .append("complete -c vipc -n ")
        .append(quoted(where))
        .append(' ')
        .append(words)
        .append(" -d ")
        .append(quoted(text))
        .append('\n');
  }

  private static String text(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  private static String candidates(ArgSpec argument) {
    List<String> all = new ArrayList<>();
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates != null) candidates.forEach(all::add);
    return String.join(" ", all);
  }

  /** A word in single quotes, where fish takes a backslash and a quote after a backslash alone. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
