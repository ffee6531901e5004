package dev.vipc.agent.vip;

import dev.vipc.agent.log.Line;
import dev.vipc.agent.net.FrameSocket;
import dev.vipc.agent.net.RouteSocket;
import dev.vipc.agent.net.Syscall;
import dev.vipc.agent.net.SystemCallException;

/** What all virtual routers of the process share to reach the world. */
record Ports(Syscall kernel, RouteSocket routes, FrameSocket frames, Line line) {
  static Ports open(Syscall kernel, Line line) throws SystemCallException {
    return new Ports(kernel, new RouteSocket(kernel), new FrameSocket(kernel), line);
  }

  /** Ports that nothing goes through, for rehearsals. */
  static Ports closed(Syscall kernel, Line line) {
    return new Ports(kernel, RouteSocket.closed(kernel), FrameSocket.closed(kernel), line);
  }
}
