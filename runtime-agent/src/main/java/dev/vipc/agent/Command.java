package dev.vipc.agent;

import java.util.List;

/** One command of vipd. */
@FunctionalInterface
public interface Command {
  /**
   * @param arguments those behind the command's name
   * @return the exit status: 0 all is well, 1 what was asked about is wrong, 2 vipd could not do
   *     its work
   */
  int run(List<String> arguments, Terminal terminal);
}
