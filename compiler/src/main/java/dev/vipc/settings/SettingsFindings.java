package dev.vipc.settings;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import java.util.List;

/** What can be wrong with {@code .vipc.yaml}, with ignores in comments, and with a baseline. */
@AutoService(Documented.class)
public final class SettingsFindings implements Documented {
  public static final RuleMeta SILENCES_NOTHING =
      new RuleMeta(
          "CFG001",
          "ignore-silences-nothing",
          Severity.WARNING,
          """
          An ignore has nothing to ignore.

          What it was written for has been mended, or it stands at another line than its finding. Left alone it would
          silence the next fault that comes to its place, and nobody would know. An ignore in a comment speaks of its own
          line; a comment alone on its line speaks of the next line that is no such comment. An entry under `ignore` of
          `.vipc.yaml` is reported only where its whole folder is linted, since a part of it says nothing of the rest.

          Remove the ignore, or move it to the line that the finding stands at.
          """);

  public static final RuleMeta NO_REASON =
      new RuleMeta(
          "CFG002",
          "ignore-without-reason",
          Severity.WARNING,
          """
          A finding is ignored, or a rule's grade is changed, and nothing says why.

          Whoever reads it later cannot tell an accepted risk from a finding that was in somebody's way. An ignore
          without a reason silences nothing.

          Write the reason behind the code, as in `# vipc: ignore KA001 the password is not secret here`; in `.vipc.yaml`
          and in a baseline it is the field `reason`.
          """);

  public static final RuleMeta UNKNOWN_CODE =
      new RuleMeta(
          "CFG003",
          "ignore-of-unknown-code",
          Severity.WARNING,
          """
          An ignore, or a grade in `.vipc.yaml`, names no code that vipc knows.

          A mistyped code silences nothing, and the reader believes that it does. Codes are capital letters and three
          digits; `vipc rules` lists them all. A comment names codes, several with commas between them; `.vipc.yaml` may
          also name a whole area, such as `HX`.

          Write the code that the finding shows in brackets.
          """);

  public static final RuleMeta STALE_BASELINE =
      new RuleMeta(
          "CFG004",
          "stale-baseline",
          Severity.INFO,
          """
          A baseline lists findings that are no longer there.

          They were mended, or their lines have changed. Each would silence the same fault if it came back to the same
          file. It is one finding for the whole baseline, and speaks only of files that were read.

          Write the baseline anew with `--write-baseline FILE`.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(SILENCES_NOTHING, NO_REASON, UNKNOWN_CODE, STALE_BASELINE);
  }
}
