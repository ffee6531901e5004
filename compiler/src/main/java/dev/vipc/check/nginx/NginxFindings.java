package dev.vipc.check.nginx;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What {@code nginx -t} refuses beside single words: what relates lines, and what they mean. */
@AutoService(Documented.class)
public final class NginxFindings implements Documented {
  static final RuleMeta DUPLICATE =
      new RuleMeta(
          "NX101",
          "duplicate-directive",
          ERROR,
          """
          A directive, an upstream, a location or a listening address stands twice where it may stand once.

          nginx refuses the file ("directive is duplicate", "duplicate upstream", "duplicate address and port pair"; measured \
          on 1.22.1). Files that are included count as a part of the block that includes them. Delete one of the two.
          """);

  static final RuleMeta NO_EVENTS =
      new RuleMeta(
          "NX102",
          "no-events-block",
          ERROR,
          """
          A main configuration has no `events` block.

          nginx refuses it ("no events section in configuration"; measured on 1.22.1), also where the block would be empty. \
          Write `events {}`.
          """);

  static final RuleMeta BAD_ADDRESS =
      new RuleMeta(
          "NX103",
          "malformed-nginx-address",
          ERROR,
          """
          An address or a port is not written as nginx reads it.

          Addresses are `host:port`, `[ipv6]:port`, `unix:/path`, and for `listen` a port alone or `*:port`; ports are \
          1 to 65535. In `stream` every address needs a port, in `http` a URL needs `http://` or `https://` before it \
          (measured on 1.22.1).
          """);

  static final RuleMeta BAD_PARAMETER =
      new RuleMeta(
          "NX104",
          "unknown-nginx-parameter",
          ERROR,
          """
          A parameter of `listen` or of an upstream's `server` is none that nginx knows there, or has a bad value.

          nginx refuses the file ("invalid parameter"; measured on 1.22.1). Some parameters belong to the commercial \
          NGINX Plus, or to `http` alone. Write one that the help names.
          """);

  static final RuleMeta INCOMPLETE =
      new RuleMeta(
          "NX105",
          "incomplete-nginx-block",
          ERROR,
          """
          A block lacks the line that gives it its use.

          nginx refuses an `upstream` without a `server`, and a `server` of `stream` without `listen` or without \
          `proxy_pass` or `return` ("no servers are inside upstream", "no handler for server"; measured on 1.22.1).
          """);

  static final RuleMeta UNKNOWN_UPSTREAM =
      new RuleMeta(
          "NX106",
          "unknown-upstream",
          ERROR,
          """
          A `proxy_pass` of `stream` names neither an upstream nor an address with a port.

          nginx refuses the file ("no port in upstream"; measured on 1.22.1). Upper and lower case do not count. Define the \
          upstream in the same `stream` block, or write `host:port`.
          """);

  static final RuleMeta BAD_SETTING =
      new RuleMeta(
          "NX107",
          "malformed-nginx-setting",
          ERROR,
          """
          The arguments of a directive do not have the form that it takes.

          nginx refuses the line (measured on 1.22.1). Write the form that the help names.
          """);

  static final RuleMeta REDEFINED =
      new RuleMeta(
          "NX108",
          "nginx-text-without-effect",
          WARNING,
          """
          A line or a word is without effect: another one takes its place.

          An upstream names two balancing methods; a file ending has two types, or a type stands twice; a network's address has \
          bits behind its prefix; two servers of `http` have one address and one name. nginx warns ("load balancing method \
          redefined", "duplicate extension", "low address bits are meaningless", "conflicting server name"; measured on \
          1.22.1) and takes the last method, the network without those bits, and the first server. Delete what has no effect.
          """);

  static final RuleMeta NO_CERTIFICATE =
      new RuleMeta(
          "NX109",
          "nginx-tls-without-certificate",
          ERROR,
          """
          A `listen` with `ssl` has no `ssl_certificate` in its server or around it.

          nginx refuses the file (measured on 1.22.1). A load balancer of API servers passes TLS on and needs no `ssl` here.
          """);

  static final RuleMeta UNKNOWN_VARIABLE =
      new RuleMeta(
          "NX110",
          "unknown-nginx-variable",
          ERROR,
          """
          A text uses a variable that neither nginx nor a line of the same block defines.

          nginx refuses the file ("unknown variable"; each of its own variables was asked of 1.22.1). `map`, `geo`, \
          `split_clients`, `set` and named groups of regular expressions define one, anywhere in the same `http` or `stream`; \
          those of `http` are not there in `stream`.
          """);

  static final RuleMeta ASSUMED =
      new RuleMeta(
          "NX190",
          "taken-as-present-for-nginx",
          INFO,
          """
          The verdict rests on something of the machine that the file alone cannot tell.

          `nginx -t` looks up host names and users, opens included files, certificates and logs, and binds every address; \
          this check takes them as present and well-formed.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        DUPLICATE,
        NO_EVENTS,
        BAD_ADDRESS,
        BAD_PARAMETER,
        INCOMPLETE,
        UNKNOWN_UPSTREAM,
        BAD_SETTING,
        REDEFINED,
        NO_CERTIFICATE,
        UNKNOWN_VARIABLE,
        ASSUMED);
  }
}
