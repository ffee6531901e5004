package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.model.VrrpDaemon.TrackScript;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.time.Duration;
import java.util.Optional;

/** A check that notices late, or is killed before it has finished. */
@AutoService(Rule.class)
public final class SlowDetection implements Rule {
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration STANDARD_INTERVAL = Duration.ofSeconds(1);
  private static final RuleMeta META =
      new RuleMeta(
          "KA020",
          "slow-failure-detection",
          Severity.WARNING,
          """
          A tracked script needs long to notice a failure, or more time than keepalived gives it.

          keepalived runs a script every `interval` and believes a failure after `fall` of them in a
          row, so a failure is noticed after up to interval × fall: `interval 3` and `fall 10` are
          30 s in which clients are refused. Where that exceeds 15 s it is an info, since nothing in the
          files says how long an outage may last. Where `.vipc.yaml` does, as `thresholds.detection` or else as
          `objectives.recovery`, it is a warning above that time and nothing below it.

          Also a warning is a script whose requests may together take longer than its `timeout` (which is
          the `interval` where none is written): keepalived kills it then and counts a failure, though
          every request was within its own limit. Two requests with `--max-time 2` do not fit into 3 s.

          Write an interval and a fall whose product you can accept, such as 2 and 2, and time limits
          in the script whose sum is below the interval.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Optional<Duration> limit =
        deployment
            .thresholds()
            .detection()
            .or(() -> deployment.facts().recovery().map(Located::value));
    for (Node node : deployment.nodes())
      for (VrrpDaemon daemon : node.parts().all(VrrpDaemon.class))
        for (TrackScript script : ScriptsOf.tracked(daemon)) {
          late(script, limit).ifPresent(out::report);
          for (CheckScript run : new ScriptsOf(node).runBy(script))
            killed(script, run).ifPresent(out::report);
        }
  }

  private static Optional<Diagnostic> late(TrackScript script, Optional<Duration> stated) {
    Optional<Duration> interval = script.interval().orDefault(STANDARD_INTERVAL);
    Optional<Integer> fall = script.fall().orDefault(1);
    if (interval.isEmpty() || fall.isEmpty()) return Optional.empty();
    Duration worst = interval.get().multipliedBy(Math.max(1, fall.get()));
    if (worst.compareTo(stated.orElse(LONG)) <= 0) return Optional.empty();
    Span place =
        script.fall().span().or(() -> script.interval().span()).orElse(script.name().span());
    Diagnostic finding =
        Diagnostic.of(
                META,
                place,
                "`%s` notices a failure after up to %s s: every %s s, %d in a row"
                    .formatted(
                        script.name().value(),
                        Seconds.of(worst),
                        Seconds.of(interval.get()),
                        fall.get()))
            .as(stated.isPresent() ? Severity.WARNING : Severity.INFO)
            .help(
                stated
                    .map(
                        limit ->
                            "write an interval and a fall whose product is at most %s s"
                                .formatted(Seconds.of(limit)))
                    .orElse("write a smaller interval or fall if clients cannot wait that long"));
    return Optional.of(
        script.interval().span().filter(span -> !span.equals(place)).isPresent()
            ? finding.also(script.interval().span().orElseThrow(), "the interval")
            : finding);
  }

  private static Optional<Diagnostic> killed(TrackScript script, CheckScript run) {
    Optional<Located<Duration>> longest = run.longestRun().located();
    boolean ownTimeout = !script.timeout().isUnset();
    Optional<Duration> limit =
        ownTimeout ? script.timeout().value() : script.interval().orDefault(STANDARD_INTERVAL);
    if (longest.isEmpty() || limit.isEmpty()) return Optional.empty();
    if (longest.get().value().compareTo(limit.get()) <= 0) return Optional.empty();
    Span place =
        script.timeout().span().or(() -> script.interval().span()).orElse(script.name().span());
    return Optional.of(
        Diagnostic.of(
                META,
                place,
                "`%s` may take %s s, but keepalived kills it after %s s"
                    .formatted(
                        script.name().value(),
                        Seconds.of(longest.get().value()),
                        Seconds.of(limit.get())))
            .also(
                longest.get().span(),
                run.probes().size() == 1
                    ? "the limit of its request"
                    : "the limits of its %d requests together".formatted(run.probes().size()))
            .help(
                "lower the limits in the script, or raise the "
                    + (ownTimeout ? "timeout" : "interval")));
  }
}
