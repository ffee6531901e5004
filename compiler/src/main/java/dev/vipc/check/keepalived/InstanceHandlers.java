package dev.vipc.check.keepalived;

import dev.vipc.rule.vrrp.LongAuthPass;
import dev.vipc.rule.vrrp.NumberOutOfRange;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** The keywords of {@code vrrp_instance}, but for addresses and virtual MACs. */
final class InstanceHandlers {
  private static final String PLACE = "vrrp_instance";
  private static final int LONGEST_NAME = 15;
  private static final int LONGEST_PASSWORD = 8;
  private static final List<String> SCRIPTS =
      List.of(
          "notify",
          "notify_backup",
          "notify_deleted",
          "notify_fault",
          "notify_master",
          "notify_master_rx_lower_pri",
          "notify_stop");

  private final Reading reading;

  InstanceHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.begin(PLACE, this::begin);
    handlers.refusal(PLACE, keyword -> current().refused.add(keyword));
    handlers.end(PLACE, (_, close) -> end(close));
    on(handlers, "state", this::state);
    on(handlers, "interface", this::iface);
    on(handlers, "vrf", this::vrf);
    on(handlers, "virtual_router_id", this::vrid);
    on(handlers, "priority", this::priority);
    on(handlers, "version", this::version);
    on(handlers, "native_ipv6", this::nativeIpv6);
    on(handlers, "advert_int", InstanceHandlers::advertInt);
    on(handlers, "authentication/auth_type", (i, line) -> i.authType = line.word(1));
    on(handlers, "authentication/auth_pass", this::authPass);
    registerModes(handlers);
    for (String script : SCRIPTS) handlers.line(PLACE + "/" + script, line -> script(script, line));
    for (Trackers.Kind kind : Trackers.Kind.values())
      handlers.entry(
          PLACE + "/" + kind.list(),
          line ->
              reading
                  .trackers
                  .entry(kind, line, current().tracks)
                  .ifPresent(current().tracks::add));
  }

  private void registerModes(Handlers handlers) {
    on(handlers, "nopreempt", (i, line) -> i.nopreempt = line.word(0));
    on(handlers, "preempt", (i, _) -> i.nopreempt = Optional.empty());
    on(handlers, "preempt_delay", InstanceHandlers::preemptDelay);
    on(handlers, "accept", (i, _) -> i.accept = Optional.of(true));
    on(handlers, "no_accept", (i, _) -> i.accept = Optional.of(false));
    on(handlers, "strict_mode", (i, line) -> i.strict = Optional.of(flag(line)));
    on(handlers, "unicast_fault_no_peer", InstanceHandlers::faultWithoutPeers);
    on(handlers, "check_unicast_src", (i, line) -> i.unicastSetting = line.word(0));
    on(handlers, "old_unicast_checksum", (i, line) -> i.unicastSetting = line.word(0));
    on(handlers, "unicast_ttl", (i, line) -> i.unicastTtl = line.word(0));
    on(handlers, "promote_secondaries", (i, line) -> i.promoteSecondaries = line.word(0));
    on(handlers, "no_virtual_ipaddress", (i, line) -> i.noVip = line.word(0));
    on(handlers, "down_timer_adverts", (i, line) -> i.downTimer = line.word(1));
    on(handlers, "garp_lower_prio_repeat", (i, line) -> i.lowerPrioRepeat = line.word(1));
    on(handlers, "garp_lower_prio_delay", (i, line) -> i.lowerPrioDelay = line.word(1));
    on(
        handlers,
        "lower_prio_no_advert",
        (i, line) -> i.lowerPrioNoAdvert = Optional.of(flag(line)));
    on(
        handlers,
        "higher_prio_send_advert",
        (i, line) -> i.higherPrioSendAdvert = Optional.of(flag(line)));
    on(handlers, "garp_extra_if", this::garpExtraIf);
  }

  private void on(Handlers handlers, String keyword, BiConsumer<Instance, ReadLine> handler) {
    handlers.line(PLACE + "/" + keyword, line -> handler.accept(current(), line));
  }

  private Instance current() {
    return reading.instances.getLast();
  }

  private static Located<Boolean> flag(ReadLine line) {
    return new Located<>(Reading.bool(line), line.keywordSpan());
  }

  private boolean begin(ReadLine head) {
    Word name = Reading.argument(head);
    for (Instance earlier : reading.instances)
      if (earlier.name.value().equals(name.value())) {
        reading.refusals.refuse(
            KeepalivedFindings.TWICE,
            name.span(),
            "there are two virtual routers `%s`, and this one is ignored".formatted(name.value()),
            "give it another name");
        return false;
      }
    reading.instances.add(new Instance(name));
    return true;
  }

  private void end(Span close) {
    Instance instance = current();
    if (instance.unicastTtl.isPresent() && !instance.isUnicast() && !instance.peerRefused)
      reading.refusals.refuse(
          KeepalivedFindings.UNICAST,
          close,
          "`%s` ends here without unicast peers".formatted(instance.name.value()),
          instance.unicastTtl.get().span(),
          "`unicast_ttl` is for them",
          "remove it, or list the peers in `unicast_peer`");
    new VmacHandlers(reading).checkUnicast(instance, close);
  }

  private void state(Instance instance, ReadLine line) {
    Word word = Reading.argument(line);
    boolean master = instance.state.filter(now -> now.value() == Instance.State.MASTER).isPresent();
    if (word.is("BACKUP") && master) {
      reading.refusals.refuse(
          KeepalivedFindings.STATE,
          word.span(),
          "the state of `%s` is MASTER already, and stays it".formatted(instance.name.value()),
          "keep one of the two lines");
      return;
    }
    instance.state =
        Optional.of(
            new Located<>(
                word.is("MASTER") ? Instance.State.MASTER : Instance.State.BACKUP, word.span()));
  }

  private void iface(Instance instance, ReadLine line) {
    Word word = Reading.argument(line);
    if (!usableName(word)) {
      instance.ifaceRefused = true;
    } else if (word.is("lo")) {
      reading.refusals.refuse(
          KeepalivedFindings.INTERFACE,
          word.span(),
          "VRRP cannot use the loopback interface `lo`",
          "name the interface that the other nodes are reached by");
      instance.ifaceRefused = true;
      instance.iface = Optional.empty();
    } else {
      reading.machine.needsInterface(word);
      instance.iface = Optional.of(word.located());
    }
  }

  private boolean usableName(Word word) {
    if (Utf8.encode(word.value()).length <= LONGEST_NAME) return true;
    reading.refusals.refuse(
        KeepalivedFindings.INTERFACE,
        word.span(),
        "`%s` is too long for the name of an interface".formatted(word.value()),
        "a name has at most %d bytes".formatted(LONGEST_NAME));
    return false;
  }

  private void vrf(Instance instance, ReadLine line) {
    Word word = Reading.argument(line);
    if (!usableName(word)) return;
    if (instance.iface.isPresent() || instance.vrf.isPresent() || word.is("lo"))
      reading.refusals.refuse(
          KeepalivedFindings.INTERFACE,
          word.span(),
          instance.iface.isPresent()
              ? "`vrf` stands in for an interface, and there is one"
              : "`%s` cannot be the VRF".formatted(word.value()),
          "keep `interface` or one `vrf`");
    else instance.vrf = Optional.of(word.located());
  }

  private void vrid(Instance instance, ReadLine line) {
    OptionalLong vrid = octet(line, "virtual_router_id");
    instance.vridRefused = vrid.isEmpty();
    if (vrid.isEmpty()) return;
    instance.vrid = Optional.of((int) vrid.getAsLong());
    instance.vridWord = line.word(1);
  }

  private void priority(Instance instance, ReadLine line) {
    OptionalLong priority = octet(line, "priority");
    instance.priorityRefused = priority.isEmpty();
    instance.priority =
        priority.isEmpty()
            ? Optional.empty()
            : Optional.of(new Located<>((int) priority.getAsLong(), Reading.argument(line).span()));
  }

  private OptionalLong octet(ReadLine line, String keyword) {
    Word word = Reading.argument(line);
    String text = word.value().strip();
    if (Refusals.isUnknown(text)) return OptionalLong.of(100);
    OptionalLong number =
        Numbers.parse(text)
            .filter(n -> n.signum() > 0 && n.bitLength() <= 8)
            .map(n -> OptionalLong.of(n.longValue()))
            .orElse(OptionalLong.empty());
    if (number.isEmpty())
      reading.refusals.refuse(
          NumberOutOfRange.META,
          word.span(),
          "%s `%s` is not in 1..255".formatted(keyword, word.value()),
          "write a number in 1..255");
    return number;
  }

  private void version(Instance instance, ReadLine line) {
    Word word = Reading.argument(line);
    int wanted = word.is("2") ? 2 : 3;
    boolean conflicts =
        instance.version.filter(now -> now.value() != wanted).isPresent()
            || wanted == 2 && instance.isV6();
    if (conflicts)
      reading.refusals.refuse(
          KeepalivedFindings.VERSION,
          word.span(),
          instance.isV6()
              ? "version 2 is not for IPv6, whose addresses stand above"
              : "another version of `%s` stands above".formatted(instance.name.value()),
          "remove this line");
    else instance.version = Optional.of(new Located<>(wanted, word.span()));
  }

  private void nativeIpv6(Instance instance, ReadLine line) {
    if (instance.v6.isPresent() && !instance.isV6()) {
      reading.refusals.refuse(
          KeepalivedFindings.VERSION,
          line.keywordSpan(),
          "`native_ipv6` stands below IPv4 addresses",
          "remove it");
      return;
    }
    instance.v6 = Optional.of(true);
    instance.version = Optional.of(new Located<>(3, line.keywordSpan()));
  }

  private static void advertInt(Instance instance, ReadLine line) {
    Word word = Reading.argument(line);
    OptionalLong micros = Numbers.micros(word.value());
    if (micros.isPresent())
      instance.advertMicros = Optional.of(new Located<>(micros.getAsLong(), word.span()));
  }

  private static void preemptDelay(Instance instance, ReadLine line) {
    Word word = Reading.argument(line);
    boolean some = Numbers.micros(word.value()).orElse(0) > 0;
    instance.preemptDelay = some ? Optional.of(word) : Optional.empty();
  }

  private static void faultWithoutPeers(Instance instance, ReadLine line) {
    instance.unicastSetting = line.word(0);
    instance.faultWithoutPeers = true;
  }

  private void authPass(Instance instance, ReadLine line) {
    Word word = Reading.argument(line);
    instance.authPass = Optional.of(word);
    int length = Utf8.encode(word.value()).length;
    if (length > LONGEST_PASSWORD)
      reading.refusals.refuse(
          LongAuthPass.META,
          word.span(),
          "the password has %d bytes, and only the first %d count"
              .formatted(length, LONGEST_PASSWORD),
          "write its first %d bytes, on every node".formatted(LONGEST_PASSWORD));
  }

  private void garpExtraIf(Instance instance, ReadLine line) {
    boolean timed = false;
    for (Word word : line.words().subList(1, line.size()))
      if (!word.is("all"))
        timed |= reading.numbers.whole(word, 0, 86400, "`garp_extra_if`").isPresent();
    if (!timed && line.words().getLast().is("all"))
      reading.refusals.refuse(
          KeepalivedFindings.GLOBAL,
          line.keywordSpan(),
          "`garp_extra_if` of `%s` has no time".formatted(instance.name.value()),
          "write `garp_extra_if all SECONDS`");
  }

  private void script(String keyword, ReadLine line) {
    Instance instance = current();
    if (reading.once(PLACE + " " + instance.name.value() + " " + keyword, line) && line.size() > 1)
      reading.scripts.read(line, Scripts.Owner.VRRP);
  }
}
