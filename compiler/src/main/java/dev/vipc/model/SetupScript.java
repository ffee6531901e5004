package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Set;

/**
 * A shell script that sets machines up: an installer, a runbook's commands.
 *
 * @param assigned the variables that it gives values itself
 * @param readsOthers whether it reads another file that may assign some ({@code source})
 */
public record SetupScript(
    SourceFile file, List<Command> commands, Set<String> assigned, boolean readsOthers)
    implements Part {
  /** A simple command, wrappers such as {@code sudo} taken off. */
  public record Command(List<Word> words, Span span) {
    public Command {
      words = List.copyOf(words);
    }

    /** The program's name without its folder. */
    public String program() {
      String first = words.isEmpty() ? "" : words.getFirst().text();
      return first.substring(first.lastIndexOf('/') + 1);
    }

    public boolean has(String text) {
      return words.stream().anyMatch(word -> word.text().equals(text));
    }

    /**
     * The words behind a program, which may itself stand behind another one's ({@code exec --}).
     */
    public List<Word> behind(String program) {
      for (int at = 0; at < words.size(); at++) {
        String text = words.get(at).text();
        if (text.substring(text.lastIndexOf('/') + 1).equals(program))
          return words.subList(at + 1, words.size());
      }
      return List.of();
    }

    /** Whether these words stand in it side by side. */
    public boolean says(String... wanted) {
      for (int at = 0; at + wanted.length <= words.size(); at++) {
        boolean all = true;
        for (int i = 0; i < wanted.length; i++) all &= words.get(at + i).text().equals(wanted[i]);
        if (all) return true;
      }
      return false;
    }
  }

  /**
   * A word.
   *
   * @param text without quotes, the expansions made whose value is known
   * @param variables the names of those that are not
   * @param quoted whether it begins with a quote sign
   */
  public record Word(String text, List<String> variables, boolean quoted, Span span) {
    public Located<String> located() {
      return new Located<>(text, span);
    }
  }

  public SetupScript {
    commands = List.copyOf(commands);
    assigned = Set.copyOf(assigned);
  }
}
