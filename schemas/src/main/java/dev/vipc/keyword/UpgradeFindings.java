package dev.vipc.keyword;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/**
 * What stands in the way of the release of HAProxy that the user stated as the target; nothing is
 * said of it without one.
 */
@AutoService(Documented.class)
public final class UpgradeFindings implements Documented {
  static final RuleMeta REMOVED =
      new RuleMeta(
          "HX201",
          "removed-from-haproxy",
          ERROR,
          """
          The release that `--target haproxy=VERSION` names does not know a directive any more.

          HAProxy refuses the file, and a load balancer that is restarted after the upgrade stays
          down. Write what the help names before the upgrade; most replacements work in the older
          releases too. Releases: measured with builds of 1.4 to 3.4 and 3.5-dev5, and the manuals.
          """);

  static final RuleMeta DEPRECATED =
      new RuleMeta(
          "HX202",
          "deprecated-in-haproxy",
          WARNING,
          """
          The release that `--target haproxy=VERSION` names warns of a directive.

          It still works there, and a later release drops it. Write what the help names. Releases:
          measured with builds of 1.4 to 3.4 and 3.5-dev5, and the manuals.
          """);

  static final RuleMeta EMPTY_ARGUMENT =
      new RuleMeta(
          "HX204",
          "empty-argument-on-upgrade",
          ERROR,
          """
          A line has an empty argument (`""`), and the target does not overlook it.

          Up to 3.1 an empty argument silently ended the line: what follows it was never read. 3.2
          warns of it, and 3.3 refuses the file (measured). With `--target haproxy=VERSION` the
          finding follows the version: silent, a warning, or an error.

          Delete the empty argument, and what follows it, or write the value that was meant.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(REMOVED, DEPRECATED, EMPTY_ARGUMENT);
  }
}
