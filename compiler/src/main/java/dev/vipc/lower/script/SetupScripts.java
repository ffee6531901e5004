package dev.vipc.lower.script;

import dev.vipc.lower.script.ShellWord.Part;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Command;
import dev.vipc.model.SetupScript.Word;
import dev.vipc.source.SourceFile;
import java.util.ArrayList;
import java.util.List;

/** Reads the commands of a script that sets machines up. */
public final class SetupScripts {
  private SetupScripts() {}

  public static SetupScript read(SourceFile file) {
    List<ShellCommand> commands = ShellLexer.commands(file.span(0, file.text().length()));
    Assignments assignments = new Assignments(commands);
    List<Command> read = new ArrayList<>();
    for (ShellCommand outer : commands) {
      assignments.run(outer);
      ShellCommand command = outer.unwrapped();
      if (!command.words().isEmpty()) read.add(command(command, assignments));
    }
    return new SetupScript(file, read, assignments.names(), assignments.readsOtherFiles());
  }

  private static Command command(ShellCommand command, Assignments assignments) {
    List<Word> words = command.words().stream().map(word -> word(word, assignments)).toList();
    return new Command(words, command.span());
  }

  private static Word word(ShellWord word, Assignments assignments) {
    List<String> open =
        word.parts().stream()
            .filter(part -> part instanceof Part.Variable)
            .map(part -> ((Part.Variable) part))
            .filter(variable -> !assignments.knows(variable))
            .map(Part.Variable::name)
            .toList();
    String raw = word.span().text();
    boolean quoted = raw.startsWith("\"") || raw.startsWith("'");
    return new Word(assignments.shown(word), open, quoted, word.span());
  }
}
