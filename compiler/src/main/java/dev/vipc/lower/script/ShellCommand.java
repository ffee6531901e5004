package dev.vipc.lower.script;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A simple command of a script.
 *
 * @param introducers the reserved words before it ({@code if}, {@code else}, {@code do} …)
 * @param redirections the words that its output goes to or its input comes from
 * @param piped whether its input is the output of the command before it
 * @param captured whether it stands in a command substitution
 */
record ShellCommand(
    List<String> introducers,
    List<ShellWord> words,
    List<ShellWord> redirections,
    boolean piped,
    boolean captured) {

  /** The program's name without its folder; empty for a command that is an assignment only. */
  String program() {
    if (words.isEmpty()) return "";
    String first = words.getFirst().written();
    return first.substring(first.lastIndexOf('/') + 1);
  }

  List<ShellWord> arguments() {
    return words.isEmpty() ? List.of() : words.subList(1, words.size());
  }

  boolean hasArgument(String text) {
    return arguments().stream().anyMatch(word -> word.is(text));
  }

  Span span() {
    return words.getFirst().span().to(words.getLast().span());
  }

  /** The command as it was written, where it stands. */
  Located<String> located() {
    return new Located<>(span().text(), span());
  }

  /** The command that a prefix such as {@code timeout 3} or {@code sudo} runs. */
  ShellCommand unwrapped() {
    return switch (program()) {
      case "sudo", "exec", "command", "nohup", "env", "time", "!" -> from(1).unwrapped();
      case "timeout" -> limitIndex().map(index -> from(index + 1).unwrapped()).orElse(this);
      default -> this;
    };
  }

  /** Where {@code timeout} has its duration. */
  Optional<Integer> limitIndex() {
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i).written();
      if (word.matches("\\d+(\\.\\d+)?s?")) return Optional.of(i);
      if (!word.startsWith("-")) return Optional.empty();
      if (word.equals("-k") || word.equals("-s")) i++;
    }
    return Optional.empty();
  }

  private ShellCommand from(int index) {
    int start = Math.min(index, words.size());
    return new ShellCommand(
        introducers, words.subList(start, words.size()), redirections, piped, captured);
  }
}
