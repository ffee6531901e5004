package dev.vipc.agent.preflight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A machine of which everything is known: the texts of its files, and what its programs print. */
final class KnownMachine implements Machine {
  final Map<String, String> files = new HashMap<>();

  /** By a whole command, or by the program's name for whatever it is asked. */
  final Map<String, String> outputs = new HashMap<>();

  @Override
  public Optional<String> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public Optional<String> run(List<String> command) {
    return Optional.ofNullable(outputs.get(String.join(" ", command)))
        .or(() -> Optional.ofNullable(outputs.get(command.getFirst())));
  }
}
