package dev.vipc.agent.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Looks for a process by its name in {@code /proc} (proc(5)), a few at a time, so that a machine
 * with thousands of them holds nobody up. A zombie does not run.
 */
public final class ProcessTable implements AutoCloseable {
  /** Which the kernel cuts names to. */
  private static final int NAME_BYTES = 15;

  private static final int AT_FDCWD = -100;
  private static final int O_DIRECTORY = SystemCall.X86_64 ? 0x10000 : 0x4000;
  private static final int O_CLOEXEC = 0x80000;
  private static final int ROOM = 2048;

  /** struct linux_dirent64: inode, offset, length, type, name. */
  private static final int ENTRY_LENGTH = 16;

  private static final int ENTRY_NAME = 19;

  /** What became of a look. */
  public enum Look {
    FOUND,
    ABSENT,
    /** More is left to look at. */
    UNFINISHED
  }

  private final Syscall kernel;
  private final Buffer path = Buffer.ofHostOrder(64);
  private final Buffer entries = Buffer.ofHostOrder(ROOM);
  private final Buffer stat = Buffer.ofHostOrder(512);
  private int folder = -1;

  public ProcessTable(Syscall kernel) {
    this.kernel = kernel;
  }

  /** A process that is looked for. */
  public static final class Wanted {
    private final byte[] name;
    private int pid;

    public Wanted(String name) {
      byte[] all = name.getBytes(StandardCharsets.UTF_8);
      this.name = java.util.Arrays.copyOf(all, Math.min(all.length, NAME_BYTES));
    }
  }

  /** Looks at the process that was found last, then at the next few of all. */
  public Look look(Wanted wanted) {
    if (folder < 0) {
      if (wanted.pid > 0 && runs(wanted, wanted.pid)) return Look.FOUND;
      wanted.pid = 0;
      folder = open("/proc", O_DIRECTORY);
      if (folder < 0) return Look.ABSENT;
    }
    int length = (int) kernel.call(SystemCall.GETDENTS64, folder, entries.address(), ROOM);
    if (length <= 0) return finish(Look.ABSENT);
    for (int at = 0; at < length; at += entries.bytes().getShort(at + ENTRY_LENGTH)) {
      int pid = number(entries.bytes(), at + ENTRY_NAME);
      if (pid > 0 && runs(wanted, pid)) {
        wanted.pid = pid;
        return finish(Look.FOUND);
      }
    }
    return Look.UNFINISHED;
  }

  private Look finish(Look look) {
    close();
    return look;
  }

  /** Gives back what a look that is not finished holds. */
  @Override
  public void close() {
    if (folder >= 0) kernel.call(SystemCall.CLOSE, folder);
    folder = -1;
  }

  private static int number(ByteBuffer bytes, int from) {
    int number = 0;
    for (int at = from; bytes.get(at) != 0; at++) {
      if (bytes.get(at) < '0' || bytes.get(at) > '9') return 0;
      number = number * 10 + bytes.get(at) - '0';
    }
    return number;
  }

  /** {@code PID (NAME) STATE …}; a name may hold anything, so its length says where it ends. */
  private boolean runs(Wanted wanted, int pid) {
    int descriptor = openStat(pid);
    if (descriptor < 0) return false;
    long length = kernel.call(SystemCall.READ, descriptor, stat.address(), 512);
    kernel.call(SystemCall.CLOSE, descriptor);
    int at = 0;
    while (at < length && stat.bytes().get(at) != '(') at++;
    if (at + 3 + wanted.name.length >= length) return false;
    for (byte letter : wanted.name) if (stat.bytes().get(++at) != letter) return false;
    byte state = stat.bytes().get(at + 3);
    return stat.bytes().get(at + 1) == ')' && state != 'Z' && state != 'X';
  }

  private int openStat(int pid) {
    ByteBuffer bytes = path.bytes();
    int end = put(bytes, 0, "/proc/");
    int power = 1;
    while (pid / power >= 10) power *= 10;
    for (; power > 0; power /= 10) bytes.put(end++, (byte) ('0' + pid / power % 10));
    put(bytes, end, "/stat\0");
    return openPath(0);
  }

  private int open(String name, int flags) {
    put(path.bytes(), put(path.bytes(), 0, name), "\0");
    return openPath(flags);
  }

  private int openPath(int flags) {
    return (int) kernel.call(SystemCall.OPENAT, AT_FDCWD, path.address(), flags | O_CLOEXEC, 0);
  }

  private static int put(ByteBuffer bytes, int at, String text) {
    for (int i = 0; i < text.length(); i++) bytes.put(at + i, (byte) text.charAt(i));
    return at + text.length();
  }
}
