package dev.vipc.agent;

import dev.vipc.agent.vip.VipCommand;
import java.util.Optional;

/** The commands by their names. */
final class Commands {
  static final String USAGE =
      """
      usage: vipd check PLAN
             vipd run PLAN
             vipd status [--format text|json] [--socket PATH]
             vipd drain [--limit SECONDS] [--socket PATH]
             vipd reload [--socket PATH]
             vipd preflight PLAN [--ntp HOST]...
             vipd --version
      """;

  private Commands() {}

  /** A switch and not a map, so that only the class of the command that is run is loaded. */
  static Optional<Command> named(String name) {
    return switch (name) {
      case "check" -> Optional.of(new CheckCommand());
      case "proxy" -> Optional.of(new ProxyCommand());
      case "prepare" -> Optional.of(new PrepareCommand());
      case "train" -> Optional.of(new TrainCommand());
      case "status" -> Optional.of(AskCommand.status());
      case "drain" -> Optional.of(AskCommand.drain());
      case "preflight" -> Optional.of(new PreflightCommand());
      case "reload" -> Optional.of(AskCommand.reload());
      case "vip" -> Optional.of(new VipCommand());
      default -> Optional.empty();
    };
  }
}
