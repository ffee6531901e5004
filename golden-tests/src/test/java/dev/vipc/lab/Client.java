package dev.vipc.lab;

import java.util.List;
import java.util.OptionalDouble;

/** Asks through an address four times a second, whatever became of the requests before. */
public final class Client implements AutoCloseable {
  private static final String LOOP =
      """
      ask() {
        at=$EPOCHREALTIME
        echo "$at $(curl -sk --connect-timeout 1 -m 1.5 -o /dev/null -w '%%{http_code}' https://%s/readyz)"
      }
      while :; do ask & sleep 0.25; done
      """;

  /** The outcome of one request; {@code at} in seconds since 1970. */
  private record Sample(double at, boolean served) {}

  private final Running loop;

  public Client(Host host, String target) {
    loop = host.start("bash", "-c", LOOP.formatted(target));
  }

  private List<Sample> samples() {
    return loop.log()
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 2)
        .map(words -> new Sample(Double.parseDouble(words[0]), words[1].equals("200")))
        .sorted((one, other) -> Double.compare(one.at, other.at))
        .toList();
  }

  /** Seconds since 1970. */
  public static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  /** Whether a request of the last seconds was answered; those still under way are left out. */
  public boolean isServed(double seconds) {
    double since = now() - seconds - 1.5;
    return samples().stream().anyMatch(sample -> sample.at >= since && sample.served);
  }

  /**
   * From an instant until requests are answered without fail, in seconds: 0 where none failed,
   * absent where they still fail.
   */
  public OptionalDouble restored(double since) {
    List<Sample> after = samples().stream().filter(sample -> sample.at >= since).toList();
    int lastFailure = -1;
    for (int i = 0; i < after.size(); i++) if (!after.get(i).served) lastFailure = i;
    if (lastFailure < 0) return OptionalDouble.of(0);
    if (lastFailure == after.size() - 1) return OptionalDouble.empty();
    return OptionalDouble.of(after.get(lastFailure + 1).at - since);
  }

  /** The longest time from a request that failed to the next that was answered, in seconds. */
  public double longestGap(double since) {
    double longest = 0;
    double failed = Double.NaN;
    for (Sample sample : samples()) {
      if (sample.at < since) continue;
      if (Double.isNaN(failed) && !sample.served) failed = sample.at;
      if (Double.isNaN(failed)) continue;
      longest = Math.max(longest, sample.at - failed);
      if (sample.served) failed = Double.NaN;
    }
    return longest;
  }

  @Override
  public void close() {
    loop.kill();
  }
}
