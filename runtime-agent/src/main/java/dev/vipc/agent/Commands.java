package dev.vipc.agent;

import java.util.Optional;

/** The commands by their names. */
final class Commands {
  static final String USAGE =
      """
      usage: vipd check PLAN
             vipd run PLAN | status | preflight PLAN | drain | reload   (not built yet)
      """;

  private Commands() {}

  /** A switch and not a map, so that only the class of the command that is run is loaded. */
  static Optional<Command> named(String name) {
    return switch (name) {
      case "check" -> Optional.of(new CheckCommand());
      case "prepare" -> Optional.of(new PrepareCommand());
      case "train" -> Optional.of(new TrainCommand());
      default -> Optional.empty();
    };
  }
}
