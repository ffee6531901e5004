package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Entries of {@code virtual_ipaddress} and {@code static_ipaddress}: {@code ADDRESS[/LENGTH]} and
 * options (alloc_ipaddress of vrrp_ipaddress.c).
 */
final class AddressEntries {
  /** An address that keepalived keeps. */
  record Entry(Inet address, int length, Optional<String> device, boolean usesVmac, Span span) {}

  private static final Set<String> FLAGS =
      Set.of("home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin", "no_track");
  private static final Set<String> WITH_VALUE =
      Set.of("dev", "scope", "broadcast", "brd", "label", "peer", "preferred_lft");
  private static final Set<String> SCOPES = Set.of("global", "nowhere", "host", "link", "site");
  private static final int LONGEST_NAME = 15;

  private final OnMachine machine;
  private final Refusals refusals;
  private final Numbers numbers;
  private final Set<String> trackGroups;

  AddressEntries(OnMachine machine, Refusals refusals, Set<String> trackGroups) {
    this.machine = machine;
    this.refusals = refusals;
    this.numbers = new Numbers(refusals);
    this.trackGroups = trackGroups;
  }

  /** The entry; absent where keepalived drops it. */
  Optional<Entry> read(ReadLine line, boolean isStatic) {
    Optional<Plain> plain = plain(line.words().getFirst());
    return plain.flatMap(address -> new Options(line.words(), address, isStatic).read());
  }

  private record Plain(Inet address, int length) {}

  private Optional<Plain> plain(Word word) {
    int slash = word.value().indexOf('/');
    String text = slash < 0 ? word.value() : word.value().substring(0, slash);
    Optional<Inet> address = Inet.parse(text);
    if (address.isEmpty()) {
      if (!Refusals.isUnknown(word.value()))
        refuse(
            KeepalivedFindings.ADDRESS,
            word.span(),
            "`%s` is not an IP address".formatted(word.value()),
            "write an address such as 192.0.2.10/24; names are not looked up");
      return Optional.empty();
    }
    int bits = address.get().bits();
    if (slash < 0) return Optional.of(new Plain(address.get(), bits));
    Word length = new Word(word.value().substring(slash + 1), word.span());
    return Optional.of(
        new Plain(
            address.get(), (int) numbers.whole(length, 0, bits, "the prefix length").orElse(bits)));
  }

  private void refuse(RuleMeta rule, Span span, String message, String help) {
    refusals.refuse(rule, span, message, help);
  }

  private void refuseOption(Word word, String message, String help) {
    refuse(KeepalivedFindings.ADDRESS_OPTION, word.span(), message, help);
  }

  /** The reading of one entry's options. */
  private final class Options {
    private final List<Word> words;
    private final Inet address;
    private final boolean isStatic;
    private int length;
    private boolean kept = true;
    private Optional<String> device = Optional.empty();
    private Optional<Word> peer = Optional.empty();
    private Optional<Word> broadcast = Optional.empty();
    private Optional<Word> label = Optional.empty();
    private Optional<Word> scope = Optional.empty();
    private boolean usesVmac;

    Options(List<Word> words, Plain plain, boolean isStatic) {
      this.words = words;
      this.address = plain.address();
      this.length = plain.length();
      this.isStatic = isStatic;
    }

    Optional<Entry> read() {
      for (int at = 1; at < words.size() && kept; at++) {
        Word word = words.get(at);
        boolean takesValue =
            WITH_VALUE.contains(word.value()) || isStatic && word.is("track_group");
        if (takesValue && at + 1 == words.size()) {
          refuseOption(word, "`%s` lacks its value".formatted(word.value()), "add the value");
          return Optional.empty();
        }
        if (takesValue) withValue(word, words.get(++at));
        else flag(word);
      }
      if (kept) relations();
      return kept
          ? Optional.of(new Entry(address, length, device, usesVmac, words.getFirst().span()))
          : Optional.empty();
    }

    private void flag(Word word) {
      if (!isStatic && word.is("use_vmac")) usesVmac = true;
      else if (!FLAGS.contains(word.value()))
        refuseOption(
            word,
            "`%s` is no option of an address".formatted(word.value()),
            Inet.parse(word.value()).isPresent()
                ? "write one address a line"
                : "an option is dev, scope, label, brd, peer, preferred_lft or a flag");
    }

    private void withValue(Word option, Word value) {
      switch (option.value()) {
        case "dev" -> device(value);
        case "scope" -> scope(value);
        case "label" -> label(value);
        case "peer" -> peer(value);
        case "preferred_lft" -> {
          if (!value.is("forever")) numbers.whole(value, 0, 0xffffffffL, "`preferred_lft`");
        }
        case "track_group" -> trackGroup(value);
        default -> broadcast(value);
      }
    }

    private void device(Word value) {
      if (device.isPresent()) {
        refuseOption(value, "`dev` stands twice in this entry", "keep one");
        kept = false;
      }
      machine.needsInterface(value);
      device = Optional.of(value.value());
    }

    private void scope(Word value) {
      if (!SCOPES.contains(value.value()) && Numbers.parse(value.value()).isEmpty())
        refuseOption(
            value,
            "`%s` is no scope".formatted(value.value()),
            "write global, site, link, host or a number");
      else if (!value.is("global") && !value.is("0")) scope = Optional.of(value);
    }

    private void label(Word value) {
      if (value.value().length() > LONGEST_NAME) {
        refuseOption(
            value,
            "the label `%s` has more than %d characters".formatted(value.value(), LONGEST_NAME),
            "shorten it");
        kept = false;
      }
      label = Optional.of(value);
    }

    private void peer(Word value) {
      Optional<Inet> other = Inet.parse(value.value());
      if (peer.isPresent() || other.isEmpty() || other.get().v6() != address.v6()) {
        refuseOption(
            value,
            "`%s` cannot be the peer of this address".formatted(value.value()),
            "write one address of the same family, without a length");
        return;
      }
      if (length != address.bits())
        refuseOption(
            words.getFirst(),
            "an address with a peer has no prefix length",
            "remove `/%d`".formatted(length));
      length = address.bits();
      peer = Optional.of(value);
    }

    private void broadcast(Word value) {
      boolean known =
          value.is("+")
              || value.is("-")
              || Inet.parse(value.value()).filter(inet -> !inet.v6()).isPresent();
      if (address.v6() || !known) {
        refuseOption(
            value,
            address.v6()
                ? "an IPv6 address has no broadcast address"
                : "`%s` is no broadcast address".formatted(value.value()),
            address.v6() ? "remove it" : "write an address, `+` or `-`");
        kept = false;
      }
      broadcast = Optional.of(value);
    }

    private void trackGroup(Word value) {
      if (!trackGroups.contains(value.value()))
        refuseOption(
            value,
            "no track_group `%s` stands above".formatted(value.value()),
            "define it above static_ipaddress");
      else if (device.isEmpty() && !isStatic)
        refuseOption(value, "a track_group needs `dev`", "add `dev IF`");
    }

    private void relations() {
      if (broadcast.isPresent() && peer.isPresent())
        refuseOption(
            broadcast.get(), "an address has a broadcast address or a peer, not both", "keep one");
      else if (length > 30 && broadcast.filter(value -> value.is("+") || value.is("-")).isPresent())
        refuseOption(
            broadcast.get(),
            "a prefix of length %d has no broadcast address".formatted(length),
            "give the address its real prefix length");
      if (address.v6()) ofIpv4Only();
    }

    private void ofIpv4Only() {
      label.ifPresent(
          word -> refuseOption(word, "an IPv6 address has no label", "remove the label"));
      scope.ifPresent(
          word -> refuseOption(word, "an IPv6 address takes no scope here", "remove the scope"));
    }
  }
}
