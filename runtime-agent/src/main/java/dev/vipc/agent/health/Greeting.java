package dev.vipc.agent.health;

import java.net.Socket;

/** What a server must hear first of all who connect to it. */
@FunctionalInterface
public interface Greeting {
  /** Servers that ask for none. */
  Greeting NONE = _ -> new byte[0];

  /** The bytes for a connection that has just been opened. */
  byte[] to(Socket connected);
}
