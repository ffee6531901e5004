package dev.vipc.spec;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import java.util.List;

/** What can be wrong in a spec beside its shape, which the schema knows. */
@AutoService(Documented.class)
public final class SpecRules implements Documented {
  static final RuleMeta UNKNOWN_REFERENCE =
      new RuleMeta(
          "SPC001",
          "unknown-reference",
          Severity.ERROR,
          """
          A name in the spec refers to nothing.

          Holders, proxies, servers, priorities and accepted findings refer to nodes, roles and \
          proxies of the same file by name. A name that is not there, or a role that no node has, \
          would silently leave the part out that depends on it.

          Write the name of a node, proxy or role that the file has, or add it.
          """);
  static final RuleMeta NOT_BUILT_YET =
      new RuleMeta(
          "SPC002",
          "not-built-yet",
          Severity.ERROR,
          """
          The spec asks for something that this version of vipc cannot write yet.

          The format of the spec is complete, its emitters are not: what cannot be emitted is \
          refused where it stands and never left out quietly.

          Use one of the values that the message names.
          """);
  static final RuleMeta DUPLICATE_NAME =
      new RuleMeta(
          "SPC003",
          "duplicate-name",
          Severity.ERROR,
          """
          Two nodes, networks, virtual addresses or proxies of the spec have one name.

          Names are how the parts of a spec find each other, and generated files use them: the \
          second would take the place of the first.

          Give each its own name.
          """);
  static final RuleMeta UNREADABLE_VALUE =
      new RuleMeta(
          "SPC004",
          "unreadable-value",
          Severity.ERROR,
          """
          A value of the spec has the right form and no usable meaning.

          An address with a number above 255, a prefix longer than the address, a port of 70000, \
          or a time that the program which will get it cannot count (keepalived asks its scripts \
          at whole seconds; VRRP 3 counts hundredths of a second, VRRP 2 whole seconds; HAProxy \
          ends at 24 days).

          Write a value within the range that the message names.
          """);
  static final RuleMeta MISSING_VALUE =
      new RuleMeta(
          "SPC005",
          "missing-value",
          Severity.ERROR,
          """
          The spec lacks a value that has no sensible default and is needed here.

          A unicast virtual router needs an address on every holder, keepalived needs the name of \
          the interface, a server needs an address. vipc does not guess them.

          Add the field that the message names.
          """);
  static final RuleMeta VALUE_WITHOUT_EFFECT =
      new RuleMeta(
          "SPC006",
          "value-without-effect",
          Severity.WARNING,
          """
          A field of the spec changes nothing beside the other fields.

          VRRP 3 has no passwords (RFC 9568, section 9), a multicast group means nothing to \
          unicast, a field of one engine means nothing to another. Somebody wrote it to have an \
          effect.

          Remove the field, or change the one that takes its effect.
          """);
  static final RuleMeta LITERAL_SECRET =
      new RuleMeta(
          "SPC007",
          "literal-password",
          Severity.INFO,
          """
          A password, a token or a key stands in the spec itself.

          A spec is kept under version control and read by many. (The password of VRRP 2 crosses \
          the network in clear text anyway: there it is a matter of order, not a leak.)

          Write `{ env: NAME }`, `{ file: PATH }` or `{ command: "pass show vrrp" }`, or leave it \
          out where it may be. Only `vipc build` reads the variable or the file and runs the \
          command; `lint` and `prove` never do.
          """);
  static final RuleMeta RESERVED_ADDRESS =
      new RuleMeta(
          "SPC008",
          "reserved-address",
          Severity.ERROR,
          """
          A node or a virtual address has an address that the spec reserves for something else.

          A gateway, a DHCP range or the pool of another load balancer answers for that address \
          too; two machines with one address take turns in the neighbours' ARP caches.

          Choose an address outside the ranges that `networks` reserves.
          """);
  static final RuleMeta TRACKED_ELSEWHERE =
      new RuleMeta(
          "SPC009",
          "tracked-elsewhere",
          Severity.ERROR,
          """
          A holder of a virtual address tracks something that does not run on it.

          Each holder judges itself by what runs on its own machine. A proxy or an API server that \
          is not there always fails, so the node never takes the address, or counts for nothing.

          Run the proxy on every holder, or track something else.
          """);
  static final RuleMeta ACCEPTED_NOTHING =
      new RuleMeta(
          "SPC010",
          "accepted-nothing",
          Severity.WARNING,
          """
          An accepted finding is not found.

          What was accepted has been repaired, or the place has moved; the entry would hide the \
          next finding of that code that appears there.

          Remove the entry.
          """);

  static final RuleMeta CANNOT_MOVE_TOGETHER =
      new RuleMeta(
          "SPC011",
          "cannot-move-together",
          Severity.ERROR,
          """
          Virtual addresses that are to move together cannot.

          A group is on one node or on none, so that its members need the same holders, the same \
          order of preference, the same preemption and one engine; what any of them tracks counts \
          for all. A group of one virtual router is none, and keepalived refuses it.

          Let the members agree in what the message names, or take one out of the group.
          """);

  static final RuleMeta ANSWER_BYPASSES_TRANSLATION =
      new RuleMeta(
          "SPC012",
          "answer-bypasses-translation",
          Severity.WARNING,
          """
          The machines of the cluster are to reach the API through LVS with address translation, and \
          the API servers are among them.

          A request from one server's machine goes to the balancer, which hands it to another server \
          as it came, with its sender. The two are neighbours, so the answer goes straight back and \
          not through the balancer: nobody translates it, and the asking machine drops what it never \
          asked for. Clients in other networks do not notice. Source: the LVS-HOWTO, "Running \
          clients on LVS-NAT realservers"; Linux, net/netfilter/ipvs, which changes no sender.

          Write `forwarding: dr`, or an `endpoint` that the machines reach in another way.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        UNKNOWN_REFERENCE,
        NOT_BUILT_YET,
        DUPLICATE_NAME,
        UNREADABLE_VALUE,
        MISSING_VALUE,
        VALUE_WITHOUT_EFFECT,
        LITERAL_SECRET,
        RESERVED_ADDRESS,
        TRACKED_ELSEWHERE,
        ACCEPTED_NOTHING,
        CANNOT_MOVE_TOGETHER,
        ANSWER_BYPASSES_TRANSLATION);
  }
}
