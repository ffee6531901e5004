package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.rule.vrrp.NoPreemptWithMaster;
import dev.vipc.rule.vrrp.NumberOutOfRange;
import dev.vipc.rule.vrrp.VrrpVersion3;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.Optional;

/**
 * What keepalived checks of a virtual router once everything is read (chk_min_cfg and
 * vrrp_complete_instance of vrrp.c).
 */
final class InstanceCompletion {
  private static final long SECOND = 1_000_000;
  private static final int MTU = 1500;

  private final Reading reading;
  private final Instance instance;
  private final boolean strict;
  private final int version;

  InstanceCompletion(Reading reading, Instance instance) {
    this.reading = reading;
    this.instance = instance;
    this.strict =
        instance.strict.or(() -> reading.globals.strict).map(Located::value).orElse(false);
    int given = instance.version.map(Located::value).orElse(0);
    boolean three = instance.isV6() && (given == 0 || strict);
    this.version = three ? 3 : given == 0 ? reading.globals.version : given;
  }

  void check() {
    minimum();
    addresses();
    authentication();
    strictState();
    unicast();
    preemption();
    strictTimers();
    interval();
    new VmacHandlers(reading).complete(instance, strict);
    ownInterface();
  }

  private String name() {
    return instance.name.value();
  }

  private void refuse(RuleMeta rule, Span span, String message, String help) {
    reading.refusals.refuse(rule, span, message, help);
  }

  private void minimum() {
    if (instance.vrid.isEmpty() && !instance.vridRefused)
      refuse(
          NumberOutOfRange.META,
          instance.name.span(),
          "`%s` has no virtual_router_id, and keepalived does not run without one"
              .formatted(name()),
          "write `virtual_router_id N` with N in 1..255, the same on every node");
    if (instance.iface.isPresent() || instance.ifaceRefused) return;
    if (instance.refused.contains("interface")) return;
    boolean unicast = instance.isUnicast() && reading.isNew();
    if (!unicast)
      refuse(
          KeepalivedFindings.INTERFACE,
          instance.name.span(),
          "`%s` has no interface".formatted(name()),
          "write `interface IF`");
    else if (instance.source.isEmpty())
      refuse(
          KeepalivedFindings.INTERFACE,
          instance.name.span(),
          "`%s` has neither an interface nor a unicast_src_ip".formatted(name()),
          "write one of the two");
  }

  private void addresses() {
    boolean none = instance.vips.isEmpty() && !instance.vipRefused;
    boolean wanted = instance.noVip.isEmpty() || strict;
    if (none && wanted) {
      boolean required = version == 3 || strict;
      refuse(
          KeepalivedFindings.NO_ADDRESS,
          instance.name.span(),
          "`%s` has no virtual address%s"
              .formatted(name(), required ? ", and keepalived stops without one" : ""),
          "list one in virtual_ipaddress; excluded ones do not count");
    }
    boolean v2 = version == 2;
    boolean ah = instance.authType.filter(type -> type.is("AH")).isPresent();
    int header = instance.isV6() ? 14 + 40 + 8 : 14 + 20 + 8 + (v2 ? 8 + (ah ? 24 : 0) : 0);
    int most = Math.min(255, (MTU - header) / (instance.isV6() ? 16 : 4));
    if (instance.vips.size() > most)
      refuse(
          KeepalivedFindings.MANY_ADDRESSES,
          instance.vips.get(most).span(),
          "`%s` has %d virtual addresses, and an advertisement holds %d"
              .formatted(name(), instance.vips.size(), most),
          "move the addresses from here on to virtual_ipaddress_excluded");
    boolean linkLocalFirst =
        instance.vips.isEmpty() || instance.vips.getFirst().address().isLinkLocal(false);
    if (strict && instance.isV6() && !unicastCounts() && !linkLocalFirst)
      refuse(
          KeepalivedFindings.STRICT,
          instance.vips.getFirst().span(),
          "in strict mode the first IPv6 address is link-local",
          "put an address of fe80::/10 first");
    if (strict && instance.isV6() && instance.version.filter(v -> v.value() == 2).isPresent())
      refuse(
          KeepalivedFindings.VERSION,
          instance.version.get().span(),
          "strict mode has no version 2 for IPv6",
          "write `version 3`");
  }

  /** 2.2.7 sets the flag only after it asked for it. */
  private boolean unicastCounts() {
    return instance.isUnicast();
  }

  private void authentication() {
    if (instance.authType.isEmpty() || instance.refused.contains("auth_pass")) return;
    Word type = instance.authType.get();
    String wrong =
        strict
            ? "strict mode has no authentication"
            : version == 3
                ? "VRRP version 3 has no authentication"
                : instance.authPass.filter(pass -> !pass.value().isEmpty()).isEmpty()
                    ? "`auth_type` has no `auth_pass`"
                    : !type.is("AH")
                        ? ""
                        : instance.isV6()
                            ? "AH is not for IPv6"
                            : instance.wanted() == Instance.State.MASTER && !instance.isOwner()
                                ? "AH begins as BACKUP"
                                : "";
    if (!wrong.isEmpty())
      refuse(
          version == 3 && !strict ? VrrpVersion3.META : KeepalivedFindings.AUTHENTICATION,
          type.span(),
          wrong,
          "remove the authentication block, or what contradicts it");
  }

  private void strictState() {
    if (!strict || instance.state.isEmpty()) return;
    boolean master = instance.state.get().value() == Instance.State.MASTER;
    if (master != instance.isOwner())
      refuse(
          KeepalivedFindings.STRICT,
          instance.state.get().span(),
          "in strict mode the state is MASTER if and only if the priority is 255",
          "write `state %s`".formatted(instance.isOwner() ? "MASTER" : "BACKUP"));
  }

  /** The state that the checks after {@link #strictState} see. */
  private Instance.State state() {
    if (strict) return instance.isOwner() ? Instance.State.MASTER : Instance.State.BACKUP;
    boolean ah = version == 2 && instance.authType.filter(type -> type.is("AH")).isPresent();
    boolean pass = instance.authPass.filter(word -> !word.value().isEmpty()).isPresent();
    boolean reset = ah && pass && !instance.isV6() && !instance.isOwner();
    return reset ? Instance.State.BACKUP : instance.wanted();
  }

  private void unicast() {
    boolean lacking = !instance.isUnicast() && !instance.peerRefused;
    if (instance.unicastSetting.isPresent() && lacking && !instance.faultWithoutPeers)
      refuse(
          KeepalivedFindings.UNICAST,
          instance.unicastSetting.get().span(),
          "`%s` stands in a virtual router without unicast peers"
              .formatted(instance.unicastSetting.get().value()),
          "list the peers in `unicast_peer`; with multicast write `mcast_src_ip`");
    if (!instance.isUnicast()) return;
    instance.mcastTarget.ifPresent(
        group ->
            refuse(
                KeepalivedFindings.UNICAST,
                group.span(),
                "a multicast group has no effect beside unicast peers",
                "remove `mcast_dst_ip`"));
    if (strict && reading.isNew())
      refuse(
          KeepalivedFindings.STRICT,
          instance.peers.getFirst().span(),
          "strict mode has no unicast peers",
          "write `strict_mode off` in `%s`".formatted(name()));
    if (instance.vrf.isPresent() && instance.iface.isPresent()) vrf();
  }

  private void vrf() {
    refuse(
        KeepalivedFindings.INTERFACE,
        instance.vrf.orElseThrow().span(),
        "`vrf` stands in for an interface, and there is one",
        "remove one of the two");
  }

  private void preemption() {
    if (!instance.isUnicast() && instance.vrf.isPresent()) vrf();
    boolean master = state() == Instance.State.MASTER;
    if (instance.nopreempt.isPresent() && (master || instance.isOwner())) nopreempt();
    boolean nopreempt = instance.nopreempt.isPresent() && !master && !instance.isOwner();
    if (instance.preemptDelay.isEmpty()) return;
    Word delay = instance.preemptDelay.get();
    String wrong =
        master
            ? "preempt_delay does not work with the initial state MASTER"
            : strict
                ? "preempt_delay contradicts strict mode"
                : nopreempt ? "preempt_delay contradicts nopreempt" : "";
    if (!wrong.isEmpty())
      refuse(KeepalivedFindings.PREEMPTION, delay.span(), wrong, "remove one of the two");
  }

  private void nopreempt() {
    Span span = instance.nopreempt.orElseThrow().span();
    if (instance.isOwner())
      refuse(
          KeepalivedFindings.PREEMPTION,
          span,
          instance.priority.isPresent()
              ? "nopreempt does not work with priority 255"
              : "`state MASTER` without a priority means 255, with which nopreempt does not work",
          "write a priority below 255 and `state BACKUP`");
    else
      refuse(
          NoPreemptWithMaster.META,
          span,
          "nopreempt does not work with the initial state MASTER",
          "write `state BACKUP`");
  }

  private void strictTimers() {
    if (!strict) return;
    Optional<Word> adverts = instance.downTimer.or(() -> reading.globals.downTimer);
    adverts
        .filter(word -> !word.is("3"))
        .ifPresent(word -> strict(word.span(), "another down timer"));
    instance.lowerPrioRepeat.filter(word -> !isZero(word)).ifPresent(this::strictGarp);
    instance.lowerPrioDelay.filter(word -> !isZero(word)).ifPresent(this::strictGarp);
    instance
        .lowerPrioNoAdvert
        .filter(flag -> !flag.value())
        .ifPresent(flag -> strict(flag.span(), "an answer to lower priorities"));
    instance
        .higherPrioSendAdvert
        .filter(Located::value)
        .ifPresent(flag -> strict(flag.span(), "a last word to higher priorities"));
    if (instance.accept.orElse(false) && !instance.isOwner() && version == 2)
      strict(instance.name.span(), "`accept` in version 2");
    instance
        .vmac
        .filter(Instance.Vmac::hasMac)
        .ifPresent(use -> strict(use.line().keywordSpan(), "a MAC address of its own"));
    instance.noVip.ifPresent(word -> strict(word.span(), "a router without addresses"));
  }

  private void strictGarp(Word word) {
    strict(word.span(), "gratuitous ARPs to lower priorities");
  }

  private static boolean isZero(Word word) {
    return Numbers.parse(word.value().strip()).filter(n -> n.signum() == 0).isPresent();
  }

  private void strict(Span span, String what) {
    refuse(
        KeepalivedFindings.STRICT,
        span,
        "strict mode does not allow %s".formatted(what),
        "remove it, or write `strict_mode off` in `%s`".formatted(name()));
  }

  private void interval() {
    if (instance.advertMicros.isEmpty()) return;
    long micros = instance.advertMicros.get().value();
    String wrong =
        version == 2
            ? micros % SECOND == 0 ? "" : "VRRP version 2 sends whole seconds"
            : micros >= 4096 * SECOND / 100
                ? "VRRP version 3 sends at most 40.95 seconds"
                : micros % (SECOND / 100) == 0 ? "" : "VRRP version 3 sends steps of 10 ms";
    if (!wrong.isEmpty())
      refuse(
          KeepalivedFindings.ADVERT_INT,
          instance.advertMicros.get().span(),
          wrong,
          version == 2
              ? "write a whole number of seconds, or `version 3`"
              : "write a multiple of 0.01 up to 40.95");
  }

  private void ownInterface() {
    if (instance.iface.isEmpty()) return;
    for (Instance.Track track : instance.tracks)
      if (track.kind() == Trackers.Kind.INTERFACE
          && track.name().value().equals(instance.iface.get().value()))
        refuse(
            KeepalivedFindings.TRACKED,
            track.name().span(),
            "`%s` is the router's own interface, which is tracked anyway"
                .formatted(track.name().value()),
            "remove this line");
  }
}
