package dev.vipc.check.keepalived;

import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.Optional;
import java.util.regex.Pattern;

/** Virtual MACs and ipvlans of a {@code vrrp_instance}. */
final class VmacHandlers {
  private static final String PLACE = "vrrp_instance/";
  private static final Pattern MAC =
      Pattern.compile("[0-9A-Fa-f]{1,2}(:[0-9A-Fa-f]{1,2}){4}(:[0-9A-Fa-f]{0,2})?");
  private static final Pattern RFC_5798 = Pattern.compile("0?0:0?0:5[eE]:0?0:0?[12](:.*)?");

  private final Reading reading;

  VmacHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.line(PLACE + "use_vmac", this::useVmac);
    handlers.line(PLACE + "use_vmac_addr", line -> current().vmacAddr = line.word(0));
    handlers.line(PLACE + "vmac_xmit_base", line -> current().xmitBase = line.word(0));
    handlers.line(PLACE + "use_ipvlan", this::useIpvlan);
  }

  private Instance current() {
    return reading.instances.getLast();
  }

  private void useVmac(ReadLine line) {
    Optional<String> name = Optional.empty();
    boolean mac = false;
    int last = reading.isNew() ? line.size() : Math.min(line.size(), 3);
    for (int at = 1; at < last; at++) {
      Word word = line.words().get(at);
      if (reading.isNew() && word.is("group")) at++;
      else if (reading.isNew() && (word.is("name") || word.is("netlink_notify_msg"))) continue;
      else if (word.value().indexOf(':') >= 0) mac |= mac(word, mac);
      else if (name.isPresent()) refuse(word.span(), "use_vmac names two interfaces", "keep one");
      else if (isName(word)) name = Optional.of(word.value());
    }
    current().vmac = Optional.of(new Instance.Vmac(line, false, name, mac));
  }

  private boolean mac(Word word, boolean earlier) {
    String text = word.value();
    if (earlier) return refuse(word.span(), "use_vmac has two MAC addresses", "keep one");
    if (!MAC.matcher(text).matches())
      return refuse(
          word.span(),
          "`%s` is no MAC address".formatted(text),
          "write six bytes, or five for the VRID to follow, as in 02:00:5e:00:01");
    boolean multicast = (Integer.parseInt(text.substring(0, text.indexOf(':')), 16) & 1) == 1;
    if (multicast)
      return refuse(
          word.span(), "`%s` is a multicast MAC".formatted(text), "make its first byte even");
    if (RFC_5798.matcher(text).matches())
      return refuse(
          word.span(),
          "`%s` is a MAC that VRRP gives itself".formatted(text),
          "leave it out, or write another");
    return true;
  }

  private boolean isName(Word word) {
    String name = word.value();
    boolean valid =
        name.length() <= 15
            && !name.isEmpty()
            && !name.equals(".")
            && !name.equals("..")
            && name.indexOf('/') < 0
            && name.chars().noneMatch(Character::isWhitespace);
    if (!valid)
      return refuse(
          word.span(),
          "`%s` cannot be the name of an interface".formatted(name),
          "write at most 15 characters without `/`, `:` and blanks");
    return isFree(word);
  }

  private boolean isFree(Word word) {
    for (Instance other : reading.instances)
      if (other.vmac.flatMap(Instance.Vmac::name).filter(word::is).isPresent())
        return refuse(
            word.span(),
            "the virtual router `%s` uses `%s` already".formatted(other.name.value(), word.value()),
            "write another name");
    return true;
  }

  private void useIpvlan(ReadLine line) {
    Instance instance = current();
    if (instance.vmac.filter(Instance.Vmac::ipvlan).isPresent()) {
      refuse(line.keywordSpan(), "use_ipvlan stands twice", "keep one");
      return;
    }
    Optional<String> name = Optional.empty();
    boolean mode = false;
    for (Word word : line.words().subList(1, line.size())) {
      boolean isMode = word.is("bridge") || word.is("private") || word.is("vepa");
      if (isMode && mode) refuse(word.span(), "use_ipvlan has two modes", "keep one");
      else if (isMode) mode = true;
      else if (Inet.ofSocket(word.value()).isPresent()) ipvlanAddress(instance, word);
      else if (name.isPresent()) refuse(word.span(), "use_ipvlan names two interfaces", "keep one");
      else if (word.value().length() > 15)
        refuse(word.span(), "`%s` is too long".formatted(word.value()), "shorten it to 15");
      else if (isFree(word)) name = Optional.of(word.value());
    }
    instance.vmac = Optional.of(new Instance.Vmac(line, true, name, false));
  }

  private void ipvlanAddress(Instance instance, Word word) {
    Inet address = Inet.ofSocket(word.value()).orElseThrow();
    if (instance.v6.isEmpty()) instance.v6 = Optional.of(address.v6());
    if (instance.ipvlanAddress || instance.isV6() != address.v6()) {
      refuse(
          word.span(),
          "`%s` cannot be the address of the ipvlan".formatted(word.value()),
          "write one address of the virtual router's family");
      return;
    }
    instance.ipvlanAddress = true;
    if (instance.source.isEmpty())
      instance.source = Optional.of(new Located<>(address, word.span()));
  }

  private boolean refuse(Span span, String message, String help) {
    reading.refusals.refuse(KeepalivedFindings.VMAC, span, message, help);
    return false;
  }

  /** At the end of the block: unicast with a virtual MAC must send from the base interface. */
  void checkUnicast(Instance instance, Span close) {
    if (instance.unicastSetting.isEmpty() || instance.vmac.isEmpty()) return;
    if (instance.iface.isEmpty()) {
      refuse(close, "unicast with a virtual MAC needs `interface`", "write `interface IF`");
      instance.vmac = Optional.empty();
    } else if (instance.xmitBase.isEmpty()) {
      refuse(close, "unicast with a virtual MAC needs `vmac_xmit_base`", "write `vmac_xmit_base`");
      instance.xmitBase = Optional.of(instance.vmac.get().line().words().getFirst());
    }
  }

  /** After the whole file (vrrp_complete_instance). */
  void complete(Instance instance, boolean strict) {
    boolean vmac = instance.vmac.filter(use -> !use.ipvlan()).isPresent();
    instance
        .xmitBase
        .filter(_ -> !vmac || strict)
        .ifPresent(
            word ->
                refuse(
                    word.span(),
                    strict && vmac
                        ? "`vmac_xmit_base` contradicts strict mode"
                        : "`vmac_xmit_base` has no virtual MAC",
                    strict && vmac ? "remove it" : "write `use_vmac`, or remove it"));
    if (instance.vmac.isPresent())
      instance.promoteSecondaries.ifPresent(
          word ->
              refuse(
                  word.span(),
                  "`promote_secondaries` is set for virtual MACs already",
                  "remove it"));
    boolean ipvlan = instance.vmac.filter(Instance.Vmac::ipvlan).isPresent();
    if (ipvlan && !instance.isV6() && !instance.ipvlanAddress)
      refuse(
          instance.vmac.get().line().keywordSpan(),
          "an ipvlan of IPv4 needs an address",
          "write `use_ipvlan ADDRESS`");
    checkVmacAddresses(instance, vmac);
  }

  private void checkVmacAddresses(Instance instance, boolean vmac) {
    for (AddressEntries.Entry entry : instance.vips)
      if (entry.usesVmac() && vmac && ownInterface(instance, entry))
        refuse(
            entry.span(),
            "`use_vmac` stands at this address and in the virtual router",
            "remove it here");
  }

  private static boolean ownInterface(Instance instance, AddressEntries.Entry entry) {
    return entry.device().isEmpty()
        || instance.iface.filter(own -> own.value().equals(entry.device().get())).isPresent();
  }
}
