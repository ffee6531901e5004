package dev.vipc.agent.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;

/**
 * Where lines go: a ring of bytes that a thread of its own writes out, so that a reader of the log
 * who stalls never stalls a virtual router. What the ring cannot hold is dropped and counted. After
 * its construction nothing here allocates.
 */
public final class Log implements AutoCloseable {
  /** A power of two; some 300 lines. */
  private static final int RING_BYTES = 64 << 10;

  private static final int MASK = RING_BYTES - 1;
  private static final long PATIENCE_NANOS = 500_000_000L;
  private static final long CLOSING_NANOS = 1_000_000_000L;

  private final String process;
  private final OutputStream out;
  private final byte[] ring = new byte[RING_BYTES];
  private final Thread writer;

  /** Bytes ever put in; written under the lock of the writers of lines. */
  private volatile long tail;

  /** Bytes ever written out; written by the writing thread only. */
  private volatile long head;

  private volatile boolean closing;
  private long dropped;

  /**
   * @param process the word that tells this process's lines from the other's
   */
  public Log(String process, OutputStream out) {
    this.process = process;
    this.out = out;
    writer = Thread.ofPlatform().daemon().name("log").start(this::writeOut);
  }

  /** Standard output without the buffers and the lock of {@code System.out}. */
  public static Log toStandardOutput(String process) {
    return new Log(process, new FileOutputStream(FileDescriptor.out));
  }

  /** A line to fill again and again, by one thread at a time. */
  public Line line() {
    return new Line(this, process);
  }

  /** Lines dropped since the start because nobody read the log. */
  public synchronized long dropped() {
    return dropped;
  }

  /** Whole lines or nothing. */
  synchronized void put(byte[] bytes, int length) {
    long at = tail;
    if (RING_BYTES - (at - head) < length) {
      dropped++;
      return;
    }
    int start = (int) at & MASK;
    int first = Math.min(length, RING_BYTES - start);
    System.arraycopy(bytes, 0, ring, start, first);
    System.arraycopy(bytes, first, ring, 0, length - first);
    tail = at + length;
    LockSupport.unpark(writer);
  }

  private void writeOut() {
    while (!closing || head != tail) {
      if (head == tail) LockSupport.parkNanos(this, PATIENCE_NANOS);
      else writeOut(head, tail);
    }
  }

  private void writeOut(long from, long to) {
    int start = (int) from & MASK;
    int length = (int) Math.min(to - from, RING_BYTES - start);
    try {
      out.write(ring, start, length);
    } catch (IOException _) {
      // nobody listens any more, and that is no reason to stop
    }
    head = from + length;
  }

  /** Waits until every line is written, at most a second. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(CLOSING_NANOS / 1_000_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
