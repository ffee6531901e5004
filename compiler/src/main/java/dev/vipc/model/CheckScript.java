package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.List;

/** A shell script that a VRRP daemon runs to judge the service. */
public record CheckScript(SourceFile file, List<Probe> probes, List<AddressGrep> addressGreps) {
  /**
   * An HTTP request that the script makes.
   *
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
}
