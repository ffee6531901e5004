package dev.vipc.check.keepalived;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What {@code keepalived -t} refuses that is more than one keyword's form. */
@AutoService(Documented.class)
public final class KeepalivedFindings implements Documented {
  static final RuleMeta MACHINE =
      new RuleMeta(
          "KW030",
          "taken-of-the-machine",
          INFO,
          """
          A check without the machine takes something of it as present: a user, a script, a build option, a file.

          keepalived looks for it when it reads the file, and refuses or disables what it does not find. Look at the machine, or run \
          `keepalived -t` there.
          """);

  static final RuleMeta INTERFACE =
      new RuleMeta(
          "KA101",
          "unusable-interface",
          ERROR,
          """
          A virtual router has no interface that it can use.

          Without `interface` a virtual router needs unicast peers and a unicast_src_ip; a loopback interface cannot carry VRRP, a name has at most 15 \
          characters, and a VRF stands in for an interface, not beside it. keepalived reports it and stops (source and measurement: 2.2.7).
          """);

  static final RuleMeta ADDRESS =
      new RuleMeta(
          "KA102",
          "refused-address",
          ERROR,
          """
          An address of a virtual router is not one, or is of the wrong family.

          keepalived takes literals only. The first address, peer or source that it reads fixes the family of a virtual router; a later peer \
          or source of the other family is dropped (measured, 2.2.7); of virtual addresses KA035 says so. Put IPv4 and IPv6 into two virtual \
          routers.
          """);

  static final RuleMeta ADDRESS_OPTION =
      new RuleMeta(
          "KA103",
          "refused-address-option",
          ERROR,
          """
          An option of an address is not known, lacks its value, or does not fit the address.

          After the address stand `dev`, `scope`, `label`, `brd`, `peer` and a few flags. A second address on the line is taken for an option; \
          labels and scopes are IPv4's (measured, 2.2.7).
          """);

  static final RuleMeta NO_ADDRESS =
      new RuleMeta(
          "KA104",
          "no-virtual-address",
          ERROR,
          """
          A virtual router has no virtual_ipaddress.

          VRRPv2 says that one is sensible, VRRPv3 and strict mode stop without one; addresses in virtual_ipaddress_excluded do not count \
          (measured, 2.2.7). `keepalived -t` refuses each.
          """);

  static final RuleMeta MANY_ADDRESSES =
      new RuleMeta(
          "KA105",
          "too-many-virtual-addresses",
          ERROR,
          """
          A virtual router has more virtual addresses than fit into one advertisement.

          At most 255, and at most what the interface's MTU leaves room for (with 1500: 255 for IPv4, 89 for IPv6). keepalived moves the rest to \
          virtual_ipaddress_excluded and reports it (source, 2.2.7). Move them yourself.
          """);

  static final RuleMeta AUTHENTICATION =
      new RuleMeta(
          "KA106",
          "unusable-authentication",
          ERROR,
          """
          Authentication is configured where VRRP has none, or lacks its password.

          Strict mode has no authentication, AH is IPv4 only and starts as BACKUP, and `auth_type` without `auth_pass` counts for \
          nothing; version 3 has none either, which is KA034. keepalived drops it and reports it (measured, 2.2.7), so the router talks without \
          a password. Delete the block, or what contradicts it.
          """);

  static final RuleMeta STRICT =
      new RuleMeta(
          "KA107",
          "strict-mode-conflict",
          ERROR,
          """
          A setting contradicts strict mode.

          `vrrp_strict` keeps to the letter of the RFC: no unicast peers, no authentication, no preempt_delay, `state` as the priority says, no changed \
          gratuitous ARPs. keepalived resets the setting, or stops (source, 2.2.7). Up to 2.2.7 `vrrp_strict off` turns it on. Delete one of the two.
          """);

  static final RuleMeta PREEMPTION =
      new RuleMeta(
          "KA108",
          "contradictory-preemption",
          ERROR,
          """
          Settings of preemption contradict each other or the priority.

          nopreempt and preempt_delay do not work with `state MASTER`, nor nopreempt with priority 255, nor both together; `state MASTER` \
          without a priority means 255. keepalived clears them and reports it (measured, 2.2.7).
          """);

  static final RuleMeta UNICAST =
      new RuleMeta(
          "KA109",
          "unicast-without-peers",
          ERROR,
          """
          A setting for unicast stands in a virtual router without unicast peers.

          keepalived falls back to multicast and reports the usage as deprecated (measured, 2.2.7): the nodes may then not hear each other. List the \
          peers in unicast_peer, or write mcast_src_ip for the source.
          """);

  static final RuleMeta ADVERT_INT =
      new RuleMeta(
          "KA110",
          "advertisement-interval-cannot-be-sent",
          ERROR,
          """
          An advertisement interval is not one that the protocol's version can say.

          VRRPv2 sends whole seconds up to 255, VRRPv3 hundredths up to 40.95. keepalived rounds and reports it (measured, 2.2.7).
          """);

  static final RuleMeta STATE =
      new RuleMeta(
          "KA111",
          "state-taken-back",
          ERROR,
          """
          A virtual router says `state MASTER` and then `state BACKUP`.

          keepalived keeps MASTER and reports it (source, 2.2.7). Delete one line.
          """);

  static final RuleMeta SYNC_GROUP =
      new RuleMeta(
          "KA112",
          "broken-sync-group",
          ERROR,
          """
          A sync group has no members, unknown ones, one alone, or one of another group.

          keepalived removes or ignores it and reports it (measured, 2.2.7). Name at least two virtual routers of this file, each in one group.
          """);

  static final RuleMeta TRACKED =
      new RuleMeta(
          "KA113",
          "refused-tracking",
          ERROR,
          """
          A tracked thing is not defined before its use, is named twice, or has a wrong weight.

          Scripts, files, processes and BFD instances must stand above the virtual router that tracks them; after the name may stand `weight N` and \
          `reverse`. keepalived ignores the entry and reports it (measured, 2.2.7).
          """);

  static final RuleMeta WEIGHT =
      new RuleMeta(
          "KA114",
          "weight-has-no-place",
          ERROR,
          """
          A tracked thing has a weight where priorities do not change.

          An address owner (priority 255) keeps its priority, and so does a member of a sync group without sync_group_tracking_weight. keepalived \
          drops the weight or the entry and reports it (measured, 2.2.7). Write weight 0, or another priority.
          """);

  static final RuleMeta INCOMPLETE =
      new RuleMeta(
          "KA116",
          "block-lacks-its-purpose",
          ERROR,
          """
          A block lacks the one line that it is there for.

          A vrrp_script without `script`, a track_file without `file`, a process without a name, a checker without its target: keepalived removes the \
          block and reports it (measured, 2.2.7).
          """);

  static final RuleMeta TWICE =
      new RuleMeta(
          "KA117",
          "defined-twice",
          ERROR,
          """
          Something is defined twice that keepalived takes once.

          The second virtual router, group or BFD instance of a name is skipped, the second script of a kind ignored; each is reported (measured, 2.2.7).
          """);

  static final RuleMeta VMAC =
      new RuleMeta(
          "KA118",
          "refused-virtual-mac",
          ERROR,
          """
          A setting of a virtual MAC or of an ipvlan cannot work.

          A malformed or multicast MAC, a name in use, vmac_xmit_base without use_vmac, unicast with use_vmac but without vmac_xmit_base, \
          promote_secondaries with either, an IPv4 ipvlan without an address: keepalived changes or ignores it and reports it (source, 2.2.7).
          """);

  static final RuleMeta ROUTE =
      new RuleMeta(
          "KA119",
          "refused-route",
          ERROR,
          """
          A route has an option that keepalived does not know, mixes families, or lacks its destination.

          Routes are written as `ip route` takes them. One without `dev` cannot be tracked and is refused unless it says `no_track` (measured, 2.2.7).
          """);

  static final RuleMeta RULE =
      new RuleMeta(
          "KA120",
          "refused-rule",
          ERROR,
          """
          A rule has an option that keepalived does not know, mixes families, or lacks an action or a preference.

          Rules are written as `ip rule` takes them. One without `preference` is reported, since the one that keepalived makes up is hardly the one \
          that is wanted (measured, 2.2.7).
          """);

  static final RuleMeta VIRTUAL_SERVER =
      new RuleMeta(
          "KA121",
          "incomplete-virtual-server",
          ERROR,
          """
          A virtual server lacks something that keepalived then makes up.

          Its real servers, its protocol, its scheduler, its forwarding method: keepalived reports each that is missing (measured, 2.2.7). \
          A group that is not defined is a warning: the virtual server is left out with a line in the log.
          """);

  static final RuleMeta SERVER_CONFLICT =
      new RuleMeta(
          "KA122",
          "contradictory-virtual-server",
          ERROR,
          """
          Settings of a virtual server and its real servers contradict each other.

          With DR and TUN the ports must be equal, fwmarks have neither protocol nor port, families must match, the quorum cannot exceed the weights, one-packet \
          scheduling is UDP's, a port of 0 needs persistence. keepalived resets one of the two and reports it (measured, 2.2.7).
          """);

  static final RuleMeta CHECKER =
      new RuleMeta(
          "KA123",
          "refused-checker",
          ERROR,
          """
          A checker has a value that it cannot use.

          A digest of another length, a status code out of 100..999, a DNS type that keepalived does not know, a link-local target without bind_if \
          (source, 2.2.7).
          """);

  static final RuleMeta BFD =
      new RuleMeta(
          "KA124",
          "refused-bfd-instance",
          ERROR,
          """
          A BFD instance has no neighbour, a second one of the same addresses, or mixed families.

          keepalived disables it and reports it (source, 2.2.7).
          """);

  static final RuleMeta GLOBAL =
      new RuleMeta(
          "KA125",
          "refused-global-setting",
          ERROR,
          """
          A line of global_defs has a value that keepalived cannot use.

          A multicast group that is none, a process name of more than 15 characters, an option of another keyword (source, 2.2.7).
          """);

  static final RuleMeta EMPTY =
      new RuleMeta(
          "KA126",
          "empty-block",
          ERROR,
          """
          A block of entries has no entry.

          `keepalived -t` refuses it; the daemon goes on (measured, 2.2.7). Delete the block.
          """);

  static final RuleMeta VERSION =
      new RuleMeta(
          "KA127",
          "version-conflict",
          ERROR,
          """
          A VRRP version contradicts an earlier line.

          IPv6 addresses and native_ipv6 mean version 3; a `version 2` behind them is ignored and reported (measured, 2.2.7). Put `version` first, or delete it.
          """);

  static final RuleMeta MISSING =
      new RuleMeta(
          "KA128",
          "missing-on-the-machine",
          ERROR,
          """
          A file names an interface, a user or a script that the machine does not have.

          keepalived refuses a file with an interface that is not there (unless `dynamic_interfaces` is set) or a `script_user` that is not, and           disables scripts that it cannot find (exit status 5 or 6; measured, 2.2.7). What a machine has is stated by `hosts` in `.vipc.yaml`; without that           everything is taken as present, and this is never reported.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(
        MACHINE,
        MISSING,
        INTERFACE,
        ADDRESS,
        ADDRESS_OPTION,
        NO_ADDRESS,
        MANY_ADDRESSES,
        AUTHENTICATION,
        STRICT,
        PREEMPTION,
        UNICAST,
        ADVERT_INT,
        STATE,
        SYNC_GROUP,
        TRACKED,
        WEIGHT,
        INCOMPLETE,
        TWICE,
        VMAC,
        ROUTE,
        RULE,
        VIRTUAL_SERVER,
        SERVER_CONFLICT,
        CHECKER,
        BFD,
        GLOBAL,
        EMPTY,
        VERSION);
  }
}
