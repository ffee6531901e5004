package dev.vipc.agent.health;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Asks again and again, on a virtual thread of its own, and tells of every answer. The pause begins
 * with the end of an answer: short while the answers contradict the verdict, and another while it
 * is down (as HAProxy's inter, fastinter and downinter).
 */
public final class Watch implements AutoCloseable {
  private final Probe probe;
  private final Pace pace;
  private final Consumer<Report> listener;
  private final Thread thread;
  private volatile Standing standing;

  /**
   * How often is asked.
   *
   * @param interval while it is up for certain
   * @param fast while the last answers contradict the verdict
   * @param down while it is down for certain
   * @param timeout how long one answer may take
   * @param offset how long the first answer waits, so that not all are asked at once
   */
  public record Pace(
      Duration interval, Duration fast, Duration down, Duration timeout, Duration offset) {}

  /**
   * What an answer has led to.
   *
   * @param before the standing that it met
   * @param after the standing that it left
   */
  public record Report(
      Standing before, Standing after, Outcome outcome, Instant at, Duration took) {
    /** Whether the verdict is another now. */
    public boolean isChange() {
      return before.isUp() != after.isUp();
    }
  }

  private Watch(Probe probe, Pace pace, Standing standing, Consumer<Report> listener) {
    this.probe = probe;
    this.pace = pace;
    this.standing = standing;
    this.listener = listener;
    thread = Thread.ofVirtual().name("check").unstarted(this::watch);
  }

  /** Begins to ask. */
  public static Watch start(Probe probe, Pace pace, Standing standing, Consumer<Report> listener) {
    Watch watch = new Watch(probe, pace, standing, listener);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      Thread.sleep(pace.offset());
      while (!Thread.currentThread().isInterrupted()) {
        ask();
        Thread.sleep(pause());
      }
    } catch (InterruptedException _) {
      // nobody wants to know any more
    }
  }

  private void ask() throws InterruptedException {
    Instant at = Instant.now();
    long begun = System.nanoTime();
    Outcome outcome = probe.ask(pace.timeout());
    if (Thread.currentThread().isInterrupted()) return;
    Standing before = standing;
    standing = before.after(outcome.passed());
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    listener.accept(new Report(before, standing, outcome, at, took));
  }

  private Duration pause() {
    if (!standing.isCertain()) return pace.fast();
    return standing.isUp() ? pace.interval() : pace.down();
  }

  /** What stands after the last answer. */
  Standing standing() {
    return standing;
  }

  /** Asks no more, and tells of nothing any more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
