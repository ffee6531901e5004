package dev.vipc.check.keepalived;

import dev.vipc.check.keepalived.OptionCursor.Dropped;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.Optional;
import java.util.Set;

/**
 * An entry of {@code static_routes} and {@code virtual_routes}: a destination and options in any
 * order (alloc_route of vrrp_iproute.c).
 */
final class RouteEntry {
  private static final long MAX_U32 = 0xffffffffL;
  private static final Set<String> TYPES =
      Set.of(
          "local",
          "nat",
          "broadcast",
          "brd",
          "anycast",
          "multicast",
          "prohibit",
          "unreachable",
          "blackhole",
          "xresolve",
          "unicast",
          "throw");

  private final Reading reading;
  private final ReadLine line;
  private final boolean isStatic;
  private final OptionCursor words;
  private boolean hasDestination;
  private boolean hasDevice;
  private boolean untracked;
  private boolean hasHops;
  private Optional<Word> group = Optional.empty();
  private Optional<Word> protocol = Optional.empty();

  RouteEntry(Reading reading, ReadLine line, boolean isStatic) {
    this.reading = reading;
    this.line = line;
    this.isStatic = isStatic;
    this.words = new OptionCursor(reading, KeepalivedFindings.ROUTE, line);
  }

  void read() {
    try {
      boolean hops = false;
      while (words.hasNext() && !hops) hops = option(words.next());
      if (hops) nextHops();
      complete();
    } catch (Dropped _) {
      // What is wrong with the line is said already.
    }
  }

  /** Reads one option; whether the list of next hops begins. */
  private boolean option(Word word) throws Dropped {
    switch (word.value()) {
      case "inet", "inet6" -> {
        words.family(word, word.is("inet6"));
        if (words.hasNext()) words.next();
      }
      case "src" -> words.address(words.value(), false);
      case "via", "gw" -> via(word);
      case "from" -> from(words.value());
      case "as" -> as(word);
      case "tos", "dsfield" -> words.named(words.value(), 255, "the TOS");
      case "table" -> words.named(words.value(), MAX_U32, "the table");
      case "protocol" -> protocol(words.value());
      case "scope" -> words.scope(words.value());
      case "metric", "priority", "preference" -> words.whole(words.value(), MAX_U32, "a metric");
      case "dev", "oif" -> {
        words.value();
        hasDevice = true;
      }
      case "vrf" -> words.value();
      case "or" -> or(word);
      case "nexthop" -> {
        if (!hasHops) return true;
        throw words.drop(word, "`nexthop` stands behind `or`", "write `nexthop` for each");
      }
      case "no_track" -> untracked = true;
      case "track_group" -> trackGroup(word);
      case "onlink", "add", "prepend", "append" -> {}
      case "encap" -> encap(word);
      default -> {
        if (!metrics(word)) destination(word);
      }
    }
    return false;
  }

  /** The options that tune a route; whether the word is one. */
  private boolean metrics(Word word) throws Dropped {
    switch (word.value()) {
      case "mtu", "advmss", "reordering", "cwnd", "ssthresh" ->
          words.whole(words.lockable(), MAX_U32, word.value());
      case "rtt", "rttvar", "rto_min" -> words.time(words.lockable());
      case "window", "initcwnd", "initrwnd" -> words.whole(words.value(), MAX_U32, word.value());
      case "hoplimit" -> words.whole(words.value(), 255, word.value());
      case "quickack", "fastopen_no_cookie" -> words.whole(words.value(), 1, word.value());
      case "congctl" -> words.lockable();
      case "realms" -> {
        words.named(words.value(), MAX_U32, "the realm");
        words.family(word, false);
      }
      case "expires" -> {
        words.family(word, true);
        words.whole(words.value(), MAX_U32, word.value());
      }
      case "features" -> {
        Word feature = words.value();
        if (!feature.is("ecn"))
          words.say(feature, "`%s` is no feature".formatted(feature.value()), "write `ecn`");
      }
      case "pref" -> pref(word);
      case "ttl-propagate" -> {
        Word mode = words.value();
        if (!mode.is("enabled") && !mode.is("disabled"))
          words.say(mode, "`%s` is no mode".formatted(mode.value()), "write enabled or disabled");
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void pref(Word word) throws Dropped {
    words.family(word, true);
    Word value = words.value();
    if (!Set.of("low", "medium", "high").contains(value.value())) words.whole(value, 255, "`pref`");
  }

  private void via(Word word) throws Dropped {
    if (word.is("gw")) words.say(word, "`gw` is deprecated", "write `via`");
    Word value = words.value();
    if (value.is("inet") || value.is("inet6")) {
      words.family(value, value.is("inet6"));
      value = words.value();
    }
    words.address(value, false);
  }

  private void from(Word value) throws Dropped {
    if (value.is("default") || value.is("any") || value.is("all") || value.value().indexOf(':') < 0)
      throw words.drop(value, "`from` of a route takes an IPv6 address", "use a rule for IPv4");
    words.address(value, true);
  }

  private void as(Word word) throws Dropped {
    words.value();
    if (words.hasNext()) words.next();
    words.say(word, "`as` is for MPLS only", "remove it");
  }

  private void or(Word word) throws Dropped {
    words.say(word, "`or` is deprecated", "write `nexthop via ADDRESS` for each");
    words.address(words.value(), false);
    hasHops = true;
  }

  private void protocol(Word value) throws Dropped {
    words.named(value, 255, "the protocol");
    protocol = Optional.of(value);
  }

  private void trackGroup(Word word) throws Dropped {
    if (!isStatic) throw words.drop(word, "`track_group` is for static routes only", "remove it");
    Word name = words.value();
    group = Optional.of(name);
    if (!reading.globals.trackGroups.contains(name.value()))
      words.say(
          name, "no track_group `%s` stands above".formatted(name.value()), "define it above");
  }

  private void encap(Word word) throws Dropped {
    Word type = words.value();
    if (!Set.of("ip", "ip6", "mpls", "ila").contains(type.value())) {
      words.say(
          type, "`%s` is no encapsulation".formatted(type.value()), "write ip, ip6, mpls or ila");
      return;
    }
    if (type.is("mpls") || type.is("ila")) {
      words.value();
      return;
    }
    boolean target = false;
    Set<String> known = Set.of("id", "dst", "src", "tos", "ttl", "flags", "tc", "hoplimit");
    while (words.hasNext() && known.stream().anyMatch(words::nextIs)) {
      Word option = words.next();
      target |= option.is("id") || option.is("dst");
      words.value();
    }
    if (!target) words.say(word, "the encapsulation has neither `dst` nor `id`", "add one");
  }

  private void destination(Word word) throws Dropped {
    Word value = word.is("to") ? words.value() : word;
    if (TYPES.contains(word.value())) value = words.value();
    hasDestination = true;
    boolean all = Set.of("default", "any", "all").contains(value.value());
    if (!all && !value.is("default6") && !looksLikeAddress(value.value()))
      throw words.drop(
          value,
          "`%s` is neither an option of a route nor an address".formatted(value.value()),
          "write a destination such as 192.0.2.0/24, or an option of `ip route`");
    words.destination(value);
  }

  private static boolean looksLikeAddress(String text) {
    int slash = text.indexOf('/');
    return Inet.parse(slash < 0 ? text : text.substring(0, slash)).isPresent();
  }

  private void nextHops() throws Dropped {
    while (words.hasNext()) {
      Word word = words.next();
      switch (word.value()) {
        case "nexthop", "onlink" -> {}
        case "via" -> via(word);
        case "dev" -> words.value();
        case "weight" -> weight(words.value());
        case "encap" -> encap(word);
        case "realms" -> words.named(words.value(), MAX_U32, "the realm");
        default ->
            throw words.drop(
                word,
                "`%s` is no option of a next hop".formatted(word.value()),
                "an option of the route stands before the first `nexthop`");
      }
    }
  }

  private void weight(Word value) throws Dropped {
    words.whole(value, 256, "`weight`");
    if (Numbers.parse(value.value().strip()).filter(n -> n.signum() == 0).isPresent())
      throw words.drop(value, "a next hop has no weight 0", "write 1..256");
  }

  private void complete() throws Dropped {
    Word first = line.words().getFirst();
    if (!hasDestination)
      throw words.drop(first, "the route has no destination", "write one, or `default`");
    if (!hasDevice)
      group.ifPresent(
          word -> words.say(word, "a route of a track_group has an interface", "write `dev IF`"));
    if (untracked) return;
    protocol
        .filter(word -> !word.is("18"))
        .ifPresent(
            word ->
                words.say(
                    word, "a tracked route has keepalived's own protocol", "write `no_track`"));
    if (!hasDevice)
      words.say(
          first,
          "the route cannot be tracked without an interface",
          "write `dev IF`, or `no_track`");
  }
}
