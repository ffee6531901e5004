package dev.vipc.keyword;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What a keyword table can find in keepalived.conf, haproxy.cfg and nginx.conf. */
@AutoService(Documented.class)
public final class KeywordFindings implements Documented {
  public static final RuleMeta UNKNOWN =
      new RuleMeta(
          "KW001",
          "unknown-keyword",
          ERROR,
          """
          A word is no keyword of the program.

          `haproxy -c` and `nginx -t` refuse the file. `keepalived -t` refuses it too, but the daemon starts and
          goes without the line: an interval, a script or a whole block is then missing. Write the
          keyword that the help names.
          """);

  static final RuleMeta WRONG_PLACE =
      new RuleMeta(
          "KW002",
          "keyword-in-wrong-place",
          ERROR,
          """
          A keyword stands where the program does not know it, or does not use it.

          Keywords belong to a block or a section. Elsewhere the program refuses them; in some
          sections HAProxy ignores a keyword with a warning (`timeout client` in a backend), and
          then this is a warning. Move the line to the place that the help names. Measured with
          `haproxy -c` 2.6.12 and `keepalived -t` 2.2.7.
          """);

  static final RuleMeta WRONG_RELEASE =
      new RuleMeta(
          "KW003",
          "keyword-not-in-this-release",
          ERROR,
          """
          The release that the file is checked for does not know the keyword yet, or not any more.

          The program refuses the file. Write what the help names, or check for another release
          (`--target haproxy=2.8`). Sources: the parsers of the releases and their manuals.
          """);

  public static final RuleMeta MISSING_ARGUMENT =
      new RuleMeta(
          "KW004",
          "missing-argument",
          ERROR,
          """
          A keyword stands without an argument that it needs.

          HAProxy refuses the file. `keepalived -t` ends at once with exit status 2 and names no
          later fault. Add the argument.
          """);

  public static final RuleMeta WRONG_TYPE =
      new RuleMeta(
          "KW005",
          "argument-of-wrong-type",
          ERROR,
          """
          An argument is not a number, a time or an address where one belongs.

          keepalived reads numbers in base 10, and seconds without a unit; HAProxy reads times as
          digits and one of us, ms, s, m, h, d, without decimals. The program refuses other forms.
          """);

  public static final RuleMeta OUT_OF_RANGE =
      new RuleMeta(
          "KW006",
          "argument-out-of-range",
          ERROR,
          """
          A number is outside of the range that the program takes.

          HAProxy refuses the file. `keepalived -t` refuses it with exit status 5, and the daemon
          goes on with the default instead, as for `vrrp_garp_interval 0` in many copied files.
          Write a number within the range, or delete the line. Ranges: measured with both programs.
          """);

  public static final RuleMeta UNKNOWN_CHOICE =
      new RuleMeta(
          "KW007",
          "argument-not-a-choice",
          ERROR,
          """
          An argument is not one of the words that the keyword takes.

          The program refuses it, and keepalived goes on with a default: `state SLAVE` makes a
          BACKUP, `auth_type PASS;` no authentication. Upper and lower case count.
          """);

  static final RuleMeta DEPRECATED =
      new RuleMeta(
          "KW008",
          "deprecated-keyword",
          WARNING,
          """
          A keyword still works, and a later release will drop it.

          HAProxy warns. `keepalived -t` counts a deprecated keyword as a fault of the file (exit
          status 5), so in keepalived.conf this is an error. Write what the help names.
          """);

  static final RuleMeta OUTSIDE =
      new RuleMeta(
          "KW009",
          "line-outside-of-section",
          ERROR,
          """
          A line of haproxy.cfg stands before the first section.

          Every directive belongs to a section; HAProxy refuses the file. Begin it with `global`,
          `defaults` or another section.
          """);

  public static final RuleMeta SURPLUS =
      new RuleMeta(
          "KW010",
          "surplus-argument",
          ERROR,
          """
          A line has more words than its keyword takes.

          HAProxy refuses such a line for most keywords, and keepalived before the brace of a block
          of entries. Most often two lines were joined, or a value has a blank without quotes.
          """);

  static final RuleMeta NO_NEGATION =
      new RuleMeta(
          "KW011",
          "keyword-cannot-be-negated",
          ERROR,
          """
          `no` or `default` stands before a keyword that has no such form.

          HAProxy takes the two only before `log`, a few keywords of `global`, and the options that
          can be switched. Delete the line, or write the keyword that undoes the other.
          """);

  public static final RuleMeta NOT_BUILT_IN =
      new RuleMeta(
          "KW012",
          "keyword-not-built-in",
          ERROR,
          """
          A keyword belongs to a part of the program that its build leaves out.

          keepalived knows the words of SNMP, DBus and iptables only where it was built with them;
          otherwise they are unknown keywords (exit status 5; measured with Debian's 2.2.7, which has
          SNMP and DBus, and nftables in the place of iptables). `--target 2.2.7-snmp+iptables` says
          of another build what it has. nginx knows the directives of a module only where it was built
          with it or loads it; the modules of nginx.org's own packages are taken as there.

          Delete the line, or run a build that has the part; write `nftables` for `iptables`.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        UNKNOWN,
        WRONG_PLACE,
        WRONG_RELEASE,
        MISSING_ARGUMENT,
        WRONG_TYPE,
        OUT_OF_RANGE,
        UNKNOWN_CHOICE,
        DEPRECATED,
        OUTSIDE,
        SURPLUS,
        NO_NEGATION,
        NOT_BUILT_IN);
  }
}
