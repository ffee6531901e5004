package dev.vipc.agent;

import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Optional;

/** The command line of vipd: 0 all is well, 1 the plan is wrong, 2 vipd could not do its work. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), new Terminal(System.out, System.err)));
  }

  static int run(List<String> arguments, Terminal terminal) {
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    Optional<Command> command = Commands.named(name);
    if (command.isPresent())
      return command.get().run(arguments.subList(1, arguments.size()), terminal);
    if (name.equals("--help")) {
      terminal.out().print(Commands.USAGE);
      return 0;
    }
    if (name.equals("--version")) {
      terminal.out().println("vipd " + version());
      return 0;
    }
    if (name.equals("run"))
      return terminal.failed("`run` is the launcher's, which starts two processes: use `vipd run`");
    terminal.err().print(Commands.USAGE);
    return 2;
  }

  /** The module's; classes outside of it, as in tests, have none. */
  private static String version() {
    return Optional.ofNullable(Main.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("of a build tree");
  }
}
