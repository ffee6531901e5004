package dev.vipc.agent.net;

/** How many descriptors this process may have open: RLIMIT_NOFILE of getrlimit(2). */
public final class DescriptorLimit {
  private static final int RLIMIT_NOFILE = 7;

  private DescriptorLimit() {}

  /**
   * Raises the limit as far as is allowed and no further than asked.
   *
   * @return the limit that holds then
   */
  public static long raise(Syscall kernel, long wanted) {
    Buffer limits = Buffer.ofHostOrder(16);
    kernel.call(SystemCall.PRLIMIT64, 0, RLIMIT_NOFILE, 0, limits.address());
    long soft = limits.bytes().getLong(0);
    long hard = limits.bytes().getLong(8);
    if (soft >= wanted) return soft;
    if (set(kernel, wanted, Math.max(hard, wanted))) return wanted;
    long most = Math.min(wanted, hard);
    return set(kernel, most, hard) ? most : soft;
  }

  private static boolean set(Syscall kernel, long soft, long hard) {
    Buffer limits = Buffer.ofHostOrder(16);
    limits.bytes().putLong(0, soft).putLong(8, hard);
    return kernel.call(SystemCall.PRLIMIT64, 0, RLIMIT_NOFILE, limits.address(), 0) == 0;
  }
}
