package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A shell script, or a command line, that a VRRP daemon runs to judge the service.
 *
 * @param text where the script stands: the whole file, or a command line in another one
 * @param connects addresses that it only opens a connection to ({@code nc -z})
 * @param processTests commands that only ask whether a process exists
 * @param otherTests commands that may judge the service in ways of their own
 * @param longestRun the sum of the limits of the requests that one run can make; unset where one
 *     has no limit or the script branches
 */
public record CheckScript(
    SourceFile file,
    Span text,
    List<Probe> probes,
    List<Setting<HostPort>> connects,
    List<AddressGrep> addressGreps,
    List<Located<String>> processTests,
    List<Located<String>> otherTests,
    Setting<Duration> longestRun)
    implements Part {
  /**
   * An HTTP request that the script makes.
   *
   * @param command the program's word ({@code curl}, {@code wget})
   * @param failsOnHttpError whether an answer of 400 or more makes it fail ({@code curl -f})
   * @param url the whole URL, and where it stands
   * @param limit {@code --max-time}
   */
  public record Probe(
      Located<String> command,
      Located<String> url,
      Setting<HostPort> target,
      Setting<String> path,
      boolean failsOnHttpError,
      Setting<Duration> limit) {}

  /**
   * A {@code grep} for an address in the output of {@code ip}; {@code anchored}: it matches whole
   * addresses only.
   */
  public record AddressGrep(Located<String> pattern, boolean anchored, Span span) {}

  /** Whether this is what a tracked script runs: by the file's name, or in place. */
  public boolean isRunBy(VrrpDaemon.TrackScript script) {
    return script
        .command()
        .located()
        .filter(command -> holds(command.span()) || names(command.value()))
        .isPresent();
  }

  private boolean holds(Span command) {
    return command.file() == file && command.start() <= text.start() && text.end() <= command.end();
  }

  private boolean names(String command) {
    String own = lastName(file.path());
    return Arrays.stream(command.strip().split("\\s+"))
        .anyMatch(word -> lastName(word).equals(own));
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
