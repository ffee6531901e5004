package dev.vipc.check.haproxy;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/**
 * What the lines of haproxy.cfg can have against each other, and what one line's arguments hold.
 */
@AutoService(Documented.class)
public final class HaproxyFindings implements Documented {
  static final RuleMeta UNKNOWN_REFERENCE =
      new RuleMeta(
          "HX101",
          "reference-to-nothing",
          ERROR,
          """
          A line names a backend, a server, a userlist or another section that no line defines.

          HAProxy refuses the configuration after it read all files ("unable to find required \
          default_backend"; measured, 1.4 to 3.5). Names are compared with upper and lower case. \
          Define the section, or write the name of one that is there.
          """);

  static final RuleMeta DEFINED_TWICE =
      new RuleMeta(
          "HX102",
          "defined-twice",
          ERROR,
          """
          Two sections or servers share a name or an id that must be unique.

          Two frontends or two backends of one name (a `listen` is both, and is not held against the \
          backends above it) are refused since 1.6, two \
          servers of one name in a backend since 2.0; before, they are a warning. A frontend and a \
          backend of one name are a warning in 3.1 and 3.2 and refused since 3.3 (measured). \
          Rename one of the two. A setting that is written twice, and of which one counts, is a warning.
          """);

  static final RuleMeta BAD_NAME =
      new RuleMeta(
          "HX103",
          "character-not-allowed-in-name",
          ERROR,
          """
          The name of a section, a server or an ACL holds a character that HAProxy does not take.

          Names consist of ASCII letters and digits and `_`, `-`, `.`, `:`; anything else is refused \
          ("character '/' is not permitted"; measured on 2.6.12). Write another name, everywhere \
          it is used.
          """);

  static final RuleMeta UNKNOWN_ACL =
      new RuleMeta(
          "HX104",
          "unknown-acl",
          ERROR,
          """
          A condition names an ACL that no line above it in the section defines.

          ACLs belong to their section and must stand above the line that uses them; HAProxy refuses \
          the condition ("no such ACL"; measured on 2.6.12). Define the ACL in the same section, or \
          write the test in the condition itself: `if { path_beg /x }`.
          """);

  static final RuleMeta BAD_CONDITION =
      new RuleMeta(
          "HX105",
          "malformed-condition",
          ERROR,
          """
          What follows `if` or `unless` is no condition, or something else stands where one belongs.

          A condition is a list of ACL names and of tests in braces; the braces are words of their \
          own: `if { src 10.0.0.0/8 } !internal || other`. HAProxy refuses the line (measured on \
          2.6.12). Put blanks around the braces and write a term after each operator.
          """);

  static final RuleMeta BAD_ACL =
      new RuleMeta(
          "HX106",
          "malformed-acl",
          ERROR,
          """
          An ACL has a flag, a matching method or a pattern that does not fit what it tests.

          Flags are `-i`, `-n`, `-M`, `-u ID`, `-f FILE`, `-m METHOD`; numbers are compared with \
          `eq`, `ge`, `gt`, `le`, `lt` and ranges, addresses with networks. HAProxy refuses the \
          line (measured on 2.6.12). Write `--` before a pattern that begins with a dash.
          """);

  static final RuleMeta UNKNOWN_SAMPLE =
      new RuleMeta(
          "HX107",
          "unknown-sample-expression",
          ERROR,
          """
          An expression uses a sample fetch or a converter that the release does not have.

          HAProxy refuses the line ("unknown fetch method", "unknown converter"; measured on 2.6.12 \
          and 3.5-dev5). Write the name that the help gives, or check for a release that has it.
          """);

  static final RuleMeta BAD_SAMPLE =
      new RuleMeta(
          "HX108",
          "malformed-sample-expression",
          ERROR,
          """
          A sample fetch or a converter has the wrong arguments, or does not fit what stands before it.

          An expression is `fetch(arguments),converter(arguments),…` without blanks; the number and \
          kinds of the arguments are fixed, and a converter takes only some types. HAProxy refuses \
          the line (measured on 2.6.12). Write the arguments that the message names.
          """);

  static final RuleMeta NOT_AVAILABLE =
      new RuleMeta(
          "HX109",
          "sample-not-available-here",
          WARNING,
          """
          An expression needs something that is not known where it stands, such as the response's \
          headers in a rule about the request.

          In a condition HAProxy warns that the ACL will never match; in a log format or as the \
          value of a rule it refuses the line, and then this is an error (measured on 2.6.12). Use \
          the fetch of the right side (`req.hdr` or `res.hdr`), or move the rule.
          """);

  static final RuleMeta BAD_LOG_FORMAT =
      new RuleMeta(
          "HX110",
          "malformed-log-format",
          ERROR,
          """
          A format string has a `%` that begins neither a known variable nor an expression.

          In log formats, header values and redirections `%` begins a variable (`%ci`) or an \
          expression (`%[src]`); HAProxy refuses unknown ones (measured on 2.6.12). Write `%%` for a \
          percent sign.
          """);

  static final RuleMeta BAD_ADDRESS =
      new RuleMeta(
          "HX111",
          "malformed-address",
          ERROR,
          """
          An address, a port or a range of ports is not written as HAProxy reads it.

          Addresses are `host:port`, `[ipv6]:port`, `*:port`, a path, or have a prefix such as \
          `unix@`. A `bind` needs a port, ranges are for `bind` and `source` only, and `+N` for \
          servers only (measured on 2.6.12). Write the form that the help names.
          """);

  static final RuleMeta MODES_DIFFER =
      new RuleMeta(
          "HX112",
          "frontend-and-backend-modes-differ",
          ERROR,
          """
          A frontend in HTTP mode sends to a backend that is in TCP mode.

          HAProxy refuses the configuration ("tries to use incompatible tcp backend"); the other \
          way round it upgrades the connection (measured on 2.6.12). The mode of a section without \
          one is that of its `defaults`, and `tcp` without that. Give both the same `mode`.
          """);

  static final RuleMeta NEEDS_HTTP =
      new RuleMeta(
          "HX113",
          "needs-http-mode",
          WARNING,
          """
          A setting has no effect because its section is not in HTTP mode.

          HAProxy warns and ignores it: `option forwardfor`, `option httplog`, `cookie`, `stats`, \
          `http-request` and others look at HTTP (measured, 1.5 to 3.5). Delete the line, or write \
          `mode http`.
          """);

  static final RuleMeta MISSING_TIMEOUT =
      new RuleMeta(
          "HX114",
          "missing-timeout",
          WARNING,
          """
          A section that handles connections lacks a timeout.

          HAProxy warns: without `timeout client`, `timeout connect` and `timeout server` a dead \
          peer holds its connection for ever (measured, 1.4 to 3.5). Set them in `defaults`.
          """);

  static final RuleMeta NOTHING_LISTENS =
      new RuleMeta(
          "HX115",
          "nothing-listens",
          ERROR,
          """
          No `bind` line of the configuration is in force.

          `haproxy -c` exits with status 2 ("will not start (no listener)") and the daemon does not \
          start; 3.5 takes such a configuration (measured, 1.4 to 3.5). Add a `frontend` or a \
          `listen` with a `bind` line.
          """);

  static final RuleMeta NO_BIND =
      new RuleMeta(
          "HX116",
          "frontend-without-bind",
          WARNING,
          """
          A frontend has no `bind` line, so no connection ever reaches it.

          HAProxy warns (measured, 1.6 to 3.5). Add a `bind` line, or make it a `backend`.
          """);

  static final RuleMeta NO_CHECK_PORT =
      new RuleMeta(
          "HX117",
          "check-without-port",
          ERROR,
          """
          A server is checked, and neither its address nor `port` nor a check rule names a port.

          HAProxy refuses the configuration since 2.2 ("has neither service port nor check port"; \
          measured; 1.8 to 2.1 say so and start without the check). Write the port in the address, \
          or `port N` on the server line.
          """);

  static final RuleMeta NO_CERTIFICATE =
      new RuleMeta(
          "HX118",
          "tls-without-certificate",
          ERROR,
          """
          TLS is asked for without saying which certificate to use or to trust.

          A `bind … ssl` needs `crt`; a `server … ssl` verifies its peer and needs `ca-file`, or \
          `verify none` (measured on 2.6.12: both are refused). `ca-file` is the safe choice.
          """);

  static final RuleMeta BAD_PREPROCESSOR =
      new RuleMeta(
          "HX119",
          "broken-conditional-block",
          ERROR,
          """
          `.if`, `.elif`, `.else` and `.endif` do not fit together, or a predicate is not one.

          HAProxy (2.4 and newer) refuses a block that is not closed in its file, an `.elif` after \
          `.else`, and an expression that it cannot evaluate (measured on 2.6.12).
          """);

  static final RuleMeta OUT_OF_ORDER =
      new RuleMeta(
          "HX120",
          "rules-out-of-order",
          WARNING,
          """
          A rule stands below one of a kind that HAProxy runs later.

          Rules run by kind: `tcp-request connection`, `session`, `content`, `http-request`, \
          `redirect`, `use_backend`, `use-server`; HAProxy warns that the lower one still runs first \
          (measured on 2.6.12). Move the line above the other.
          """);

  static final RuleMeta WITHOUT_EFFECT =
      new RuleMeta(
          "HX121",
          "setting-without-effect",
          WARNING,
          """
          A setting is ignored because what it belongs to is missing.

          HAProxy warns of a log format without a `log` line, of check rules without the `option` \
          that starts such checks, and of the like (measured, 1.4 to 3.5). Add what is missing, or \
          delete the line.
          """);

  static final RuleMeta AMBIGUOUS_DEFAULTS =
      new RuleMeta(
          "HX122",
          "ambiguous-defaults",
          ERROR,
          """
          A `defaults` section is referred to in a way that leaves open which one is meant, or that \
          HAProxy does not allow.

          A named one that `from` uses may not be defined again, and one with rules may not be used \
          by a `listen`, or by both frontends and backends. One that some sections name and others \
          inherit by position is a warning (measured on 2.6.12). Give each `defaults` a name of its \
          own and name it with `from`.
          """);

  static final RuleMeta BAD_RULE =
      new RuleMeta(
          "HX123",
          "malformed-rule",
          ERROR,
          """
          A rule has arguments that its action does not take, or lacks one that it needs.

          `http-request`, `tcp-request`, check rules, `stick` and their like each have a syntax of \
          their own, described in the configuration manual; HAProxy refuses the line (measured on \
          2.6.12).
          """);

  static final RuleMeta EMPTY_ARGUMENT =
      new RuleMeta(
          "HX124",
          "empty-argument",
          ERROR,
          """
          An argument is empty, most often a variable that is not set.

          Up to 3.1 HAProxy silently ends the line there, 3.2 warns, 3.3 and newer refuse the file \
          (measured). Set the variable, or give it a default: `"${NAME-value}"`.
          """);

  static final RuleMeta OWN_MESSAGE =
      new RuleMeta(
          "HX125",
          "message-of-the-configuration",
          ERROR,
          """
          A `.alert` or `.warning` line of the configuration is reached.

          `.alert` makes HAProxy stop and refuse the file; for `.warning` it prints a warning, and \
          then this is a warning. What to do is for the author of the message to say.
          """);

  static final RuleMeta BAD_SETTING =
      new RuleMeta(
          "HX126",
          "malformed-setting",
          ERROR,
          """
          The arguments of a setting do not fit together.

          HAProxy refuses the line (measured on 2.6.12). Write the form that the help names.
          """);

  static final RuleMeta SHORT_TIME =
      new RuleMeta(
          "HX127",
          "suspiciously-short-time",
          WARNING,
          """
          A time without a unit is so short that seconds were probably meant.

          HAProxy takes it as milliseconds; 3.1 and newer warn of such timeouts (measured). Write the \
          unit: `5s`, or `5ms` where that is meant.
          """);

  static final RuleMeta OFFERS_HTTP2 =
      new RuleMeta(
          "HX205",
          "http2-offered-on-upgrade",
          INFO,
          """
          A frontend in HTTP mode ends TLS without `alpn`, and the target offers HTTP/2 there by itself.

          Up to 2.7 such a `bind` line speaks HTTP/1 only. From 2.8 on, where `no-alpn` came too, its default is \
          `alpn h2,http/1.1`, and browsers switch to HTTP/2 (configuration manual; not measured). Reported only with \
          `--target haproxy=VERSION`, from 2.8 on. A load balancer of an API server passes TLS on in TCP mode and is \
          not affected.

          Write `alpn http/1.1` to keep what there was, or `alpn h2,http/1.1` to have the same in every release.
          """);

  static final RuleMeta ASSUMED =
      new RuleMeta(
          "HX190",
          "taken-as-present",
          INFO,
          """
          The verdict rests on something of the machine that the file alone cannot tell.

          `haproxy -c` looks up host names, users and groups and opens certificates, error pages and \
          scripts; this check takes them as present and well-formed.
          """);

  static final RuleMeta MISSING =
      new RuleMeta(
          "HX128",
          "missing-on-the-machine",
          ERROR,
          """
          A line names a user, a group or a file that the machine does not have.

          HAProxy looks them up when it reads its configuration, and refuses it ("cannot find user id", "unable to \
          stat SSL certificate"; measured on 2.6.12). What a machine has is stated by `hosts` in `.vipc.yaml`; without \
          that everything is taken as present, and this is never reported.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        UNKNOWN_REFERENCE,
        DEFINED_TWICE,
        BAD_NAME,
        UNKNOWN_ACL,
        BAD_CONDITION,
        BAD_ACL,
        UNKNOWN_SAMPLE,
        BAD_SAMPLE,
        NOT_AVAILABLE,
        BAD_LOG_FORMAT,
        BAD_ADDRESS,
        MODES_DIFFER,
        NEEDS_HTTP,
        MISSING_TIMEOUT,
        NOTHING_LISTENS,
        NO_BIND,
        NO_CHECK_PORT,
        NO_CERTIFICATE,
        BAD_PREPROCESSOR,
        OUT_OF_ORDER,
        WITHOUT_EFFECT,
        AMBIGUOUS_DEFAULTS,
        BAD_RULE,
        EMPTY_ARGUMENT,
        OWN_MESSAGE,
        BAD_SETTING,
        SHORT_TIME,
        MISSING,
        OFFERS_HTTP2,
        ASSUMED);
  }
}
