package dev.vipc.lower.script;

import dev.vipc.lower.Holes;
import dev.vipc.lower.script.ShellWord.Part;
import dev.vipc.source.Located;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of one script: what it assigns, and what it expects from somebody else. */
final class Assignments {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("([A-Za-z_]\\w*)\\+?=(.*)", Pattern.DOTALL);
  private static final Set<String> DECLARES =
      Set.of("export", "local", "readonly", "declare", "typeset");
  private static final Set<String> READS = Set.of("read", "for", "getopts", "mapfile", "readarray");

  private final Map<String, Optional<String>> values = new HashMap<>();
  private final Set<String> assigned = new HashSet<>();
  private boolean readsOtherFiles;

  Assignments(List<ShellCommand> commands) {
    for (ShellCommand command : commands) names(command);
  }

  /** The names of those that the script gives a value. */
  Set<String> names() {
    return Set.copyOf(assigned);
  }

  /** Whether it reads another file, which may assign some. */
  boolean readsOtherFiles() {
    return readsOtherFiles;
  }

  /** Whether the variable has a value that is known here. */
  boolean knows(Part.Variable variable) {
    return value(variable).isPresent();
  }

  /** Makes the command's assignments, if it has any. */
  void run(ShellCommand command) {
    boolean declares = DECLARES.contains(command.program());
    for (ShellWord word : command.words()) {
      Matcher assignment = ASSIGNMENT.matcher(word.written());
      if (assignment.matches()) values.put(assignment.group(1), value(word));
      else if (!declares) return;
    }
  }

  /** The word with every expansion made; absent where the value of one is not known. */
  Optional<String> value(ShellWord word) {
    String shown = shown(word);
    boolean known =
        word.parts().stream()
            .allMatch(
                part ->
                    switch (part) {
                      case Part.Text _ -> true;
                      case Part.Variable variable -> value(variable).isPresent();
                      case Part.Output _ -> false;
                    });
    Matcher assignment = ASSIGNMENT.matcher(shown);
    return known
        ? Optional.of(assignment.matches() ? assignment.group(2) : shown)
        : Optional.empty();
  }

  /** The word with those expansions made whose value is known. */
  String shown(ShellWord word) {
    StringBuilder all = new StringBuilder();
    for (Part part : word.parts())
      switch (part) {
        case Part.Text(var text) -> all.append(text);
        case Part.Variable variable -> all.append(value(variable).orElse(variable.raw()));
        case Part.Output(var raw) -> all.append(raw);
      }
    return all.toString();
  }

  /** Remembers the variables of the word that nobody gives a value. */
  void holes(ShellWord word, Holes holes) {
    if (readsOtherFiles) return;
    for (Part part : word.parts())
      if (part instanceof Part.Variable variable
          && variable.plain()
          && !assigned.contains(variable.name()))
        holes.in(new Located<>(variable.raw(), variable.span()));
  }

  private Optional<String> value(Part.Variable variable) {
    Optional<String> known = values.getOrDefault(variable.name(), Optional.empty());
    boolean given = values.containsKey(variable.name());
    if (known.isPresent() || given || variable.fallback().isEmpty()) return known;
    return variable.fallback().indexOf('$') < 0
        ? Optional.of(variable.fallback())
        : Optional.empty();
  }

  private void names(ShellCommand command) {
    String program = command.program();
    if (program.equals(".") || program.equals("source")) readsOtherFiles = true;
    for (ShellWord word : command.words()) {
      Matcher assignment = ASSIGNMENT.matcher(word.written());
      if (assignment.matches()) assigned.add(assignment.group(1));
      else if (READS.contains(program) || DECLARES.contains(program)) assigned.add(word.written());
    }
  }
}
