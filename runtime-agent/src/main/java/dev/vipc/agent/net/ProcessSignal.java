package dev.vipc.agent.net;

/** Signals to other processes (signal(7)). */
public enum ProcessSignal {
  HANG_UP(1),
  TERMINATE(15);

  private final int number;

  ProcessSignal(int number) {
    this.number = number;
  }

  /**
   * Sends it.
   *
   * @param pid of one process, above 0
   * @return whether the kernel took it
   */
  public boolean send(long pid) {
    return pid > 0 && new Syscall().call(SystemCall.KILL, pid, number) == 0;
  }
}
