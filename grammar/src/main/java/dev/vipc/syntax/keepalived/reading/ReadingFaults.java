package dev.vipc.syntax.keepalived.reading;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What can be wrong with a keepalived.conf before a keyword of it is looked at. */
@AutoService(Documented.class)
public final class ReadingFaults implements Documented {
  public static final RuleMeta BAD_REPETITION =
      new RuleMeta(
          "SYN030",
          "bad-repetition",
          ERROR,
          """
          A `~SEQ` or `~LST` of keepalived.conf is not of the form that keepalived reads.

          keepalived reports "Invalid ~SEQ specification" and leaves the line out (measured on 2.2.7). Write `~SEQ(i, 1, 3) text` or \
          `~LST(name, a, b) text`; a step must lead from the start to the end.
          """);

  static final RuleMeta ENDLESS =
      new RuleMeta(
          "SYN031",
          "endless-expansion",
          ERROR,
          """
          A definition contains itself, or repetitions make more lines than anyone can want.

          keepalived replaces a variable until nothing is left to replace and so never ends (read in the source of 2.2.7). Write the value out.
          """);

  static final RuleMeta UNDEFINED =
      new RuleMeta(
          "SYN035",
          "undefined-variable",
          ERROR,
          """
          A `${NAME}` of keepalived.conf stands above its definition, or has none.

          keepalived leaves it as it is and then takes its braces for those of a block (measured on 2.2.7), so several lines are reported. Define \
          `$NAME=VALUE` above the first use, or check the file that a template engine makes of this one. `${_ENV NAME}` came with 2.2.8.
          """);

  static final RuleMeta INCLUDE_FAILS =
      new RuleMeta(
          "SYN032",
          "include-finds-nothing",
          ERROR,
          """
          An include of keepalived.conf does not find what it demands.

          A plain `include` takes a missing file in silence (here an info); `includem`, `includew`, `includeb` and `includea` demand that \
          the file, a match, or every alternative is there, and `keepalived -t` ends with exit status 6 (measured on 2.2.7). A file outside of \
          the folder that is checked is not read and taken as empty (an info).
          """);

  static final RuleMeta INCLUDE_CYCLE =
      new RuleMeta(
          "SYN033",
          "include-cycle",
          ERROR,
          """
          A file includes itself, directly or through another one.

          keepalived opens it again and again until it has no file descriptors left. Remove one of the includes.
          """);

  public static final RuleMeta MISSING_OPENING_BRACE =
      new RuleMeta(
          "SYN034",
          "missing-opening-brace",
          ERROR,
          """
          A block of keepalived.conf lacks its opening brace.

          keepalived reports "Missing '{' at beginning of configuration block", reads what follows as the block, and then takes the closing \
          brace for that of the block around it (measured on 2.2.7). Write `{` behind the block's name.
          """);

  /**
   * Whether it is about a repetition, a definition or an include, which no tree of one file shows.
   */
  public static boolean isOfReading(RuleMeta rule) {
    return rule.equals(BAD_REPETITION)
        || rule.equals(ENDLESS)
        || rule.equals(INCLUDE_FAILS)
        || rule.equals(INCLUDE_CYCLE);
  }

  /** Whether it is about a file that includes itself: such a file has no other context. */
  public static boolean isCycle(RuleMeta rule) {
    return rule.equals(INCLUDE_CYCLE);
  }

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        BAD_REPETITION, ENDLESS, UNDEFINED, INCLUDE_FAILS, INCLUDE_CYCLE, MISSING_OPENING_BRACE);
  }
}
