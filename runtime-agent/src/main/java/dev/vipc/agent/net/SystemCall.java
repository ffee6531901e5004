package dev.vipc.agent.net;

/**
 * The numbers of system calls, for x86_64 (arch/x86/entry/syscalls/syscall_64.tbl) and aarch64
 * (include/uapi/asm-generic/unistd.h).
 */
public final class SystemCall {
  public static final long READ = of(0, 63);
  public static final long WRITE = of(1, 64);
  public static final long CLOSE = of(3, 57);
  public static final long LSEEK = of(8, 62);
  public static final long MMAP = of(9, 222);
  public static final long MPROTECT = of(10, 226);
  public static final long MUNMAP = of(11, 215);
  public static final long RT_SIGPROCMASK = of(14, 135);
  public static final long IOCTL = of(16, 29);
  public static final long READV = of(19, 65);
  public static final long WRITEV = of(20, 66);
  public static final long GETPID = of(39, 172);
  public static final long SOCKET = of(41, 198);
  public static final long CONNECT = of(42, 203);
  public static final long SENDTO = of(44, 206);
  public static final long RECVFROM = of(45, 207);
  public static final long SENDMSG = of(46, 211);
  public static final long RECVMSG = of(47, 212);
  public static final long SHUTDOWN = of(48, 210);
  public static final long BIND = of(49, 200);
  public static final long LISTEN = of(50, 201);
  public static final long GETSOCKNAME = of(51, 204);
  public static final long GETPEERNAME = of(52, 205);
  public static final long SOCKETPAIR = of(53, 199);
  public static final long SETSOCKOPT = of(54, 208);
  public static final long GETSOCKOPT = of(55, 209);
  public static final long KILL = of(62, 129);
  public static final long FCNTL = of(72, 25);
  public static final long SCHED_SETSCHEDULER = of(144, 119);
  public static final long MLOCKALL = of(151, 230);
  public static final long PRCTL = of(157, 167);
  public static final long GETTID = of(186, 178);
  public static final long SCHED_SETAFFINITY = of(203, 122);
  public static final long GETDENTS64 = of(217, 61);
  public static final long CLOCK_GETTIME = of(228, 113);
  public static final long EPOLL_CTL = of(233, 21);
  public static final long OPENAT = of(257, 56);
  public static final long PPOLL = of(271, 73);
  public static final long SPLICE = of(275, 76);
  public static final long TEE = of(276, 77);
  public static final long EPOLL_PWAIT = of(281, 22);
  public static final long TIMERFD_CREATE = of(283, 85);
  public static final long TIMERFD_SETTIME = of(286, 86);
  public static final long ACCEPT4 = of(288, 242);
  public static final long SIGNALFD4 = of(289, 74);
  public static final long EVENTFD2 = of(290, 19);
  public static final long EPOLL_CREATE1 = of(291, 20);
  public static final long PIPE2 = of(293, 59);
  public static final long RECVMMSG = of(299, 243);
  public static final long PRLIMIT64 = of(302, 261);
  public static final long SENDMMSG = of(307, 269);
  public static final long SETNS = of(308, 268);
  public static final long IO_URING_SETUP = of(425, 425);
  public static final long IO_URING_ENTER = of(426, 426);
  public static final long IO_URING_REGISTER = of(427, 427);
  public static final long EPOLL_PWAIT2 = of(441, 441);

  /** Whether this is x86_64, where {@code struct epoll_event} is packed. */
  public static final boolean X86_64 = System.getProperty("os.arch").equals("amd64");

  private SystemCall() {}

  private static long of(long x86, long generic) {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> x86;
      case "aarch64" -> generic;
      default ->
          throw new UnsupportedOperationException(
              "vipd runs on x86_64 and aarch64, and this is " + System.getProperty("os.arch"));
    };
  }
}
