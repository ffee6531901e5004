package dev.vipc.agent.proxy;

import dev.vipc.agent.net.Buffer;
import dev.vipc.agent.net.Ring;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bytes of one direction that its receiver did not take, in their order. */
final class Remainder {
  private final BufferPool pool;
  private final Optional<Ring> ring;
  private @Nullable Part first;
  private @Nullable Part last;

  private static final class Part {
    private final Buffer bytes;

    /** Where the bytes are in a buffer of the ring itself; else {@link Ring#NO_BUFFER}. */
    private final int ringBuffer;

    private int at;
    private int end;
    private @Nullable Part next;

    Part(Buffer bytes, int ringBuffer, int at, int end) {
      this.bytes = bytes;
      this.ringBuffer = ringBuffer;
      this.at = at;
      this.end = end;
    }
  }

  Remainder(BufferPool pool, Optional<Ring> ring) {
    this.pool = pool;
    this.ring = ring;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Holds a part of the loop's room for one read; the pool must have a buffer. */
  void hold(Buffer read, int at, int end) {
    if (!fits(end - at)) add(copy(read, at, end));
    else append(read, at, end);
  }

  /** Holds a part of a buffer of the ring, apart from it while the pool has a buffer. */
  void hold(int ringBuffer, int at, int end) {
    if (!fits(end - at)) {
      add(part(ringBuffer, at, end));
      return;
    }
    Ring owner = ring.orElseThrow();
    append(owner.bytes(ringBuffer), at, end);
    owner.giveBack(ringBuffer);
  }

  /** As {@link #hold}, before what is held already. */
  void holdBefore(int ringBuffer, int at, int end) {
    Part part = part(ringBuffer, at, end);
    part.next = first;
    first = part;
    if (last == null) last = part;
  }

  private Part part(int ringBuffer, int at, int end) {
    Ring owner = ring.orElseThrow();
    if (pool.isExhausted()) {
      owner.keep(ringBuffer);
      return new Part(owner.bytes(ringBuffer), ringBuffer, at, end);
    }
    Part part = copy(owner.bytes(ringBuffer), at, end);
    owner.giveBack(ringBuffer);
    return part;
  }

  private Part copy(Buffer read, int at, int end) {
    Buffer buffer = pool.take();
    buffer.bytes().put(at, read.bytes(), at, end - at);
    return new Part(buffer, Ring.NO_BUFFER, at, end);
  }

  /** Whether the last buffer has room for so many bytes more. */
  private boolean fits(int count) {
    return last != null
        && last.ringBuffer == Ring.NO_BUFFER
        && last.end + count <= BufferPool.BYTES;
  }

  private void append(Buffer read, int at, int end) {
    Part to = Objects.requireNonNull(last);
    to.bytes.bytes().put(to.end, read.bytes(), at, end - at);
    to.end += end - at;
  }

  private void add(Part more) {
    if (last == null) first = more;
    else last.next = more;
    last = more;
  }

  private Part first() {
    return Objects.requireNonNull(first);
  }

  /** Where the first of them are, from {@link #at} on. */
  Buffer bytes() {
    return first().bytes;
  }

  int at() {
    return first().at;
  }

  /** How many there are in that place. */
  int count() {
    return first().end - first().at;
  }

  /** The receiver took some of the first. */
  void handedOver(int count) {
    Part part = first();
    part.at += count;
    if (part.at == part.end) giveBack(part);
  }

  private void giveBack(Part part) {
    first = part.next;
    if (first == null) last = null;
    if (part.ringBuffer == Ring.NO_BUFFER) pool.giveBack(part.bytes);
    else ring.orElseThrow().giveBack(part.ringBuffer);
  }

  /** Nobody takes them any more. */
  void release() {
    while (first != null) giveBack(first);
  }
}
