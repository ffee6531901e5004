package dev.vipc.port;

import java.util.Optional;
import java.util.Set;

/**
 * One listener of one program, as the table has it; the head of {@code ports.yaml} says what each
 * column means.
 *
 * @param what what messages call it
 * @param first the port, or an IP protocol's number where {@code transport} is {@code IP}
 * @param last the last port of a range; equal to {@code first} else
 * @param setting what moves it; empty where nothing does
 * @param group the multicast group that its packets go to; empty where they go to none
 * @param on roles of the machines that listen
 * @param from roles of those that reach it
 * @param bothWays whether the peers listen too
 * @param since the first release that listens by default, {@code until} the last, of {@code
 *     program}
 */
public record PortRow(
    String component,
    String service,
    String what,
    Transport transport,
    int first,
    int last,
    String setting,
    Bind bind,
    String group,
    Set<String> on,
    Set<String> from,
    boolean bothWays,
    Need need,
    Optional<String> program,
    Optional<String> since,
    Optional<String> until,
    String source) {
  public enum Transport {
    TCP,
    UDP,
    /** A protocol of its own beside TCP and UDP. */
    IP
  }

  /** Which addresses of the machine it listens on by default. */
  public enum Bind {
    ANY,
    NODE,
    LOOPBACK
  }

  /** When it listens, and whether others must reach it. */
  public enum Need {
    ALWAYS,
    /** Unless it is switched off. */
    DEFAULT,
    /** Where somebody chose it. */
    CHOICE,
    /** The cluster works without anybody reaching it. */
    OPTIONAL
  }

  public PortRow {
    on = Set.copyOf(on);
    from = Set.copyOf(from);
    if (first < 1 || last < first || last > 65535)
      throw new IllegalArgumentException(component + " " + first + "-" + last);
  }

  /**
   * Whether a release listens by default.
   *
   * @param minor the second number of a release 1.x of Kubernetes or 0.x of kube-vip; the tables
   *     compare the first two numbers
   */
  public boolean holdsIn(int major, int minor) {
    return since.map(release -> compare(release, major, minor) <= 0).orElse(true)
        && until.map(release -> compare(release, major, minor) >= 0).orElse(true);
  }

  /** Below 0 where the table's release is older. */
  private static int compare(String release, int major, int minor) {
    String[] numbers = release.split("\\.");
    int first = Integer.compare(Integer.parseInt(numbers[0]), major);
    return first != 0 ? first : Integer.compare(Integer.parseInt(numbers[1]), minor);
  }
}
