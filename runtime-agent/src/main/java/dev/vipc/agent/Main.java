package dev.vipc.agent;

import dev.vipc.agent.plan.PlanReader;
import dev.vipc.agent.plan.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The command line of vipd: 0 all is well, 1 the plan is wrong, 2 vipd could not do its work. */
public final class Main {
  private static final String USAGE =
      """
      usage: vipd check PLAN
             vipd run PLAN | status | preflight PLAN | drain | reload   (not built yet)
      """;

  private static final List<String> NOT_BUILT =
      List.of("run", "status", "preflight", "drain", "reload");

  /** Larger than any plan that its schema allows. */
  private static final long MOST_BYTES = 64L << 20;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(new Main(System.out, System.err).run(List.of(arguments)));
  }

  int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    if (command.equals("check") && arguments.size() == 2) return check(arguments.get(1));
    if (command.equals("--help")) {
      out.print(USAGE);
      return 0;
    }
    if (NOT_BUILT.contains(command)) err.println("vipd: `" + command + "` is not built yet");
    else err.print(USAGE);
    return 2;
  }

  private int check(String name) {
    Optional<String> text = read(name);
    if (text.isEmpty()) return 2;
    List<Problem> problems = PlanReader.read(text.get()).problems();
    for (Problem problem : problems)
      out.printf(
          "%s:%s: error: %s%n  help: %s%n",
          name, problem.place(), problem.message(), problem.help());
    if (problems.isEmpty()) out.printf("%s: the plan is good%n", name);
    return problems.isEmpty() ? 0 : 1;
  }

  private Optional<String> read(String name) {
    try {
      Path path = Path.of(name);
      if (Files.size(path) > MOST_BYTES) return unreadable(name, "is larger than 64 MiB");
      byte[] bytes = Files.readAllBytes(path);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return unreadable(name, "is not UTF-8 text");
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return unreadable(name, "cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Optional<String> unreadable(String name, String why) {
    err.println("vipd: " + name + " " + why);
    return Optional.empty();
  }
}
