package dev.vipc.agent.board;

import dev.vipc.agent.plan.Check;
import dev.vipc.agent.plan.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The checks that the proxy process makes for the virtual routers. It judges (after rise and fall)
 * and writes; the vip process reads. One word a check holds the judgement and its time, so that it
 * is written and read at once. No call allocates.
 */
public final class CheckBoard implements AutoCloseable {
  private static final String KIND = "checks";
  private static final int CODE_BITS = 2;
  private static final long GOOD = 1;
  private static final long BAD = 2;

  /** How much longer than the check itself needs an answer is believed. */
  private static final long GRACE_NANOS = 2_000_000_000L;

  private final BoardFile file;
  private final long[] lifeNanos;

  private CheckBoard(BoardFile file, List<Check> checks) {
    this.file = file;
    lifeNanos = checks.stream().mapToLong(CheckBoard::lifeNanos).toArray();
  }

  /**
   * Opens the plan's board, to read or to write.
   *
   * @param folder that of the control socket
   * @param hash the plan's
   */
  public static CheckBoard open(Path folder, Plan plan, String hash) throws IOException {
    int size = BoardFile.HEADER_BYTES + plan.checks().size() * Long.BYTES;
    return new CheckBoard(BoardFile.open(folder, KIND, hash, size), plan.checks());
  }

  /** How long an answer is believed: fall x (interval + timeout) and two seconds. */
  public static long lifeNanos(Check check) {
    return check.fall() * check.interval().plus(check.timeout()).toNanos() + GRACE_NANOS;
  }

  /** Says that this process writes from now on. */
  public void claim() {
    file.claim();
  }

  /** Whether a process has said that it writes, and not yet that it does no more. */
  public boolean isClaimed() {
    return file.pid() != 0;
  }

  /**
   * Notes a judgement; to be called after each answer of the check, changed or not.
   *
   * @param check its place among the checks of the plan
   * @param nanos {@link System#nanoTime}
   */
  public void judge(int check, boolean good, long nanos) {
    bytes().putLong(at(check), nanos << CODE_BITS | (good ? GOOD : BAD));
  }

  /**
   * What is known of a check.
   *
   * @param check its place among the checks of the plan
   * @param nanos {@link System#nanoTime}
   */
  public CheckAnswer answer(int check, long nanos) {
    long word = bytes().getLong(at(check));
    if (word == 0) return CheckAnswer.NONE;
    if (nanos - (word >> CODE_BITS) > lifeNanos[check]) return CheckAnswer.STALE;
    return (word & GOOD) != 0 ? CheckAnswer.GOOD : CheckAnswer.BAD;
  }

  /**
   * How long ago a check was judged, in nanoseconds; a very long time where it never was.
   *
   * @param check its place among the checks of the plan
   * @param nanos {@link System#nanoTime}
   */
  public long age(int check, long nanos) {
    long word = bytes().getLong(at(check));
    return word == 0 ? Long.MAX_VALUE : Math.max(nanos - (word >> CODE_BITS), 0);
  }

  private ByteBuffer bytes() {
    return file.bytes();
  }

  private static int at(int check) {
    return BoardFile.HEADER_BYTES + check * Long.BYTES;
  }

  /** Takes it off the disk, unless a process writes it: its plan is not run any more. */
  public void discard() {
    if (!isClaimed()) file.discard();
  }

  /** Says that nobody writes any more. */
  @Override
  public void close() {
    file.release();
  }
}
