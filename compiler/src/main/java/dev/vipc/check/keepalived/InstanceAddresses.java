package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.rule.vrrp.MixedAddressFamilies;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.Optional;

/** The addresses of a {@code vrrp_instance}: virtual ones, peers, sources and groups. */
final class InstanceAddresses {
  private static final String PLACE = "vrrp_instance/";

  private final Reading reading;

  InstanceAddresses(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.entry(PLACE + "virtual_ipaddress", this::vip);
    handlers.entry(PLACE + "virtual_ipaddress_excluded", this::excluded);
    handlers.begin(PLACE + "unicast_peer", this::unicastBlock);
    handlers.entry(PLACE + "unicast_peer", this::peer);
    handlers.line(PLACE + "mcast_src_ip", this::source);
    handlers.line(PLACE + "unicast_src_ip", this::unicastSource);
    handlers.line(PLACE + "mcast_dst_ip", this::mcastTarget);
  }

  private Instance current() {
    return reading.instances.getLast();
  }

  private void vip(ReadLine line) {
    Instance instance = current();
    Optional<AddressEntries.Entry> entry = reading.addresses.read(line, false);
    if (entry.isEmpty()) {
      instance.vipRefused = true;
      return;
    }
    if (!familyFits(
        instance, entry.get().address(), entry.get().span(), MixedAddressFamilies.META)) {
      instance.vipRefused = true;
      return;
    }
    if (reading.isNew() && isListed(instance, entry.get())) {
      twice(entry.get().span(), "virtual address");
      return;
    }
    instance.vips.add(entry.get());
  }

  private static boolean isListed(Instance instance, AddressEntries.Entry entry) {
    return instance.vips.stream().anyMatch(vip -> vip.address().equals(entry.address()));
  }

  private void twice(Span span, String what) {
    reading.refusals.refuse(
        KeepalivedFindings.TWICE,
        span,
        "this %s stands in the list already".formatted(what),
        "remove one of the two");
  }

  private void excluded(ReadLine line) {
    reading.addresses.read(line, false).ifPresent(current().excluded::add);
  }

  private boolean familyFits(Instance instance, Inet address, Span span) {
    return familyFits(instance, address, span, KeepalivedFindings.ADDRESS);
  }

  /** The first address fixes the family; one of the other family is refused. */
  private boolean familyFits(Instance instance, Inet address, Span span, RuleMeta rule) {
    if (instance.v6.isEmpty()) instance.v6 = Optional.of(address.v6());
    if (instance.isV6() == address.v6()) return true;
    reading.refusals.refuse(
        rule,
        span,
        "`%s` is of %s, and `%s` is not"
            .formatted(span.text(), address.family(), instance.name.value()),
        "put it into a virtual router of its own, or into virtual_ipaddress_excluded");
    return false;
  }

  private boolean unicastBlock(ReadLine head) {
    current().unicastSetting = head.word(0);
    return true;
  }

  private void peer(ReadLine line) {
    Instance instance = current();
    Word word = line.words().getFirst();
    Optional<Inet> address = literal(word, "the peer");
    if (address.isEmpty() || !familyFits(instance, address.get(), word.span())) {
      instance.peerRefused = true;
      return;
    }
    boolean listed = instance.peers.stream().anyMatch(peer -> peer.value().equals(address.get()));
    if (listed && reading.isNew()) twice(word.span(), "peer");
    peerOptions(line);
    instance.peers.add(new Located<>(address.get(), word.span()));
  }

  private void peerOptions(ReadLine line) {
    long low = 0;
    long high = 255;
    for (int at = 1; at < line.size(); at += 2) {
      Word option = line.words().get(at);
      boolean known = option.is("min_ttl") || option.is("max_ttl");
      if (!known || at + 1 == line.size()) {
        reading.refusals.refuse(
            KeepalivedFindings.ADDRESS_OPTION,
            option.span(),
            known
                ? "`%s` lacks its value".formatted(option.value())
                : "`%s` is no option of a peer".formatted(option.value()),
            "write `min_ttl N` or `max_ttl N`, or one peer a line");
        return;
      }
      Word number = line.words().get(at + 1);
      long ttl =
          reading
              .numbers
              .whole(number, 0, 255, option.value())
              .orElse(option.is("min_ttl") ? low : high);
      if (option.is("min_ttl")) low = ttl;
      else high = ttl;
    }
    if (low > high)
      reading.refusals.refuse(
          KeepalivedFindings.ADDRESS_OPTION,
          line.span(),
          "min_ttl %d is above max_ttl %d, so nothing is accepted".formatted(low, high),
          "swap the two");
  }

  private Optional<Inet> literal(Word word, String what) {
    Optional<Inet> address = Inet.ofSocket(word.value());
    if (address.isEmpty() && !Refusals.isUnknown(word.value()))
      reading.refusals.refuse(
          KeepalivedFindings.ADDRESS,
          word.span(),
          "%s `%s` is not an IP address".formatted(what, word.value()),
          "write an address; names are not looked up");
    return address;
  }

  private void unicastSource(ReadLine line) {
    current().unicastSetting = line.word(0);
    source(line);
  }

  private void source(ReadLine line) {
    Instance instance = current();
    Word word = Reading.argument(line);
    Inet.ofSocket(word.value())
        .filter(address -> familyFits(instance, address, word.span()))
        .ifPresent(address -> instance.source = Optional.of(new Located<>(address, word.span())));
  }

  private void mcastTarget(ReadLine line) {
    Instance instance = current();
    Word word = Reading.argument(line);
    Optional<Inet> address = Inet.ofSocket(word.value());
    if (address.isEmpty() || !familyFits(instance, address.get(), word.span())) return;
    boolean fits =
        address.get().v6() ? address.get().isLinkLocal(true) : address.get().isMulticast();
    if (fits) instance.mcastTarget = Optional.of(new Located<>(address.get(), word.span()));
    else
      reading.refusals.refuse(
          KeepalivedFindings.ADDRESS,
          word.span(),
          "`%s` is no %smulticast address"
              .formatted(word.value(), address.get().v6() ? "link-local " : ""),
          "write one of 224.0.0.0/4, or of ff02::/16");
  }
}
