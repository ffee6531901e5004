package dev.vipc.agent.status;

import java.time.Duration;

/** What the control socket can make this node do. */
public interface Control {
  NodeView view();

  /**
   * Gives the addresses away, accepts no new connection and waits until the last has ended.
   *
   * @param limit how long to wait; the rest is then closed
   */
  ControlSocket.Answer drain(Duration limit);

  /** Reads the plan again; a bad one changes nothing, and the answer says why. */
  ControlSocket.Answer reload();
}
