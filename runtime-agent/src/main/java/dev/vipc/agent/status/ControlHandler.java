package dev.vipc.agent.status;

import java.time.Duration;

/**
 * The words of the control socket: {@code status text|json}, {@code drain SECONDS}, {@code reload}.
 */
public final class ControlHandler implements ControlSocket.Handler {
  private static final String DRAIN = "drain ";

  private final Control control;

  public ControlHandler(Control control) {
    this.control = control;
  }

  @Override
  public ControlSocket.Answer answer(String request) {
    return switch (request) {
      case "status text" -> new ControlSocket.Answer(0, StatusText.of(control.view()));
      case "status json" -> new ControlSocket.Answer(0, StatusJson.of(control.view()));
      case "reload" -> control.reload();
      case String drain when drain.matches(DRAIN + "[0-9]{1,6}") ->
          control.drain(Duration.ofSeconds(Integer.parseInt(drain.substring(DRAIN.length()))));
      default -> new ControlSocket.Answer(2, "vipd does not know this request\n");
    };
  }
}
