package dev.vipc.agent;

import dev.vipc.agent.status.ControlClient;
import dev.vipc.agent.status.ControlSocket;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands that ask a running vipd over its control socket. */
final class AskCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SOCKET = "/run/vipd/control.sock";

  /** What differs between them. */
  @FunctionalInterface
  private interface Request {
    /** The question for the rest of the arguments; absent where they are wrong. */
    Optional<Question> of(List<String> arguments);
  }

  /**
   * What is asked.
   *
   * @param takes how long vipd itself may need for it
   */
  private record Question(String text, Duration takes) {
    /** One that is answered at once. */
    Question(String text) {
      this(text, Duration.ZERO);
    }

    /** How long the answer is waited for. */
    Duration limit() {
      return takes.plus(PATIENCE);
    }
  }

  private final String usage;
  private final Request request;

  private AskCommand(String usage, Request request) {
    this.usage = usage;
    this.request = request;
  }

  /** {@code vipd status [--format text|json]}. */
  static AskCommand status() {
    return new AskCommand(
        "vipd status [--format text|json] [--socket PATH]", AskCommand::statusRequest);
  }

  /** {@code vipd drain [--limit SECONDS]}: 0 when the last connection has ended by itself. */
  static AskCommand drain() {
    return new AskCommand("vipd drain [--limit SECONDS] [--socket PATH]", AskCommand::drainRequest);
  }

  /** {@code vipd reload}: 1 where the plan is bad. */
  static AskCommand reload() {
    return new AskCommand(
        "vipd reload [--socket PATH]",
        arguments ->
            arguments.isEmpty()
                ? Optional.of(new Question("reload", Operation.RELOAD_LIMIT))
                : Optional.empty());
  }

  private static Optional<Question> statusRequest(List<String> arguments) {
    if (arguments.isEmpty()) return Optional.of(new Question("status text"));
    return arguments.size() == 2
            && arguments.getFirst().equals("--format")
            && List.of("text", "json").contains(arguments.get(1))
        ? Optional.of(new Question("status " + arguments.get(1)))
        : Optional.empty();
  }

  private static Optional<Question> drainRequest(List<String> arguments) {
    if (arguments.isEmpty()) return Optional.of(drain("60"));
    return arguments.size() == 2
            && arguments.getFirst().equals("--limit")
            && arguments.get(1).matches("[0-9]{1,6}")
        ? Optional.of(drain(arguments.get(1)))
        : Optional.empty();
  }

  private static Question drain(String seconds) {
    return new Question("drain " + seconds, Duration.ofSeconds(Long.parseLong(seconds)));
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    List<String> rest = new ArrayList<>(arguments);
    String socket = SOCKET;
    int option = rest.indexOf("--socket");
    if (option >= 0 && option + 1 < rest.size()) {
      socket = rest.remove(option + 1);
      rest.remove(option);
    }
    Optional<Question> asked = request.of(rest);
    return asked.isPresent()
        ? ask(socket, asked.get(), terminal)
        : terminal.failed("usage: " + usage);
  }

  private static int ask(String socket, Question question, Terminal terminal) {
    try {
      ControlSocket.Answer answer =
          ControlClient.ask(Path.of(socket), question.text(), question.limit());
      (answer.status() == 0 ? terminal.out() : terminal.err()).print(answer.text());
      return answer.status();
    } catch (ControlClient.SilenceException _) {
      return terminal.failed(
          "vipd does not answer on %s within %d s: its proxy process hangs, or is stopped; where it is killed, `vipd run` starts it again"
              .formatted(socket, question.limit().toSeconds()));
    } catch (IOException | InvalidPathException e) {
      return terminal.failed(
          "no vipd answers on %s (%s): is it running, may this user reach it, and is this its `status.controlSocket`? --socket names another"
              .formatted(socket, e.getMessage()));
    }
  }
}
