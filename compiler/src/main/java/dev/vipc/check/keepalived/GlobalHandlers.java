package dev.vipc.check.keepalived;

import dev.vipc.keyword.KeywordFindings;
import dev.vipc.rule.vrrp.MailToNobody;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The keywords of {@code global_defs} that are more than their form. */
final class GlobalHandlers {
  private static final String PLACE = "global_defs/";
  private static final int LONGEST_PROCESS_NAME = 15;
  private static final Pattern UMASK_BITS =
      Pattern.compile("I[RWX](USR|GRP|OTH)(\\|I[RWX](USR|GRP|OTH))*\\|?");

  private static final List<String> PROCESSES =
      List.of(
          "process_name",
          "vrrp_process_name",
          "checker_process_name",
          "lvs_process_name",
          "bfd_process_name");

  private static final List<String> ONCE =
      List.of(
          "notify_fifo",
          "vrrp_notify_fifo",
          "lvs_notify_fifo",
          "snmp_socket",
          "nftables",
          "nftables_ipvs",
          "vmac_prefix",
          "vmac_addr_prefix",
          "tmp_config_directory");

  private final Reading reading;

  GlobalHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    Globals globals = reading.globals;
    on(handlers, "dynamic_interfaces", _ -> globals.dynamicInterfaces = true);
    on(handlers, "enable_script_security", _ -> globals.scriptSecurity = true);
    on(handlers, "vrrp_strict", line -> globals.strict = Optional.of(strict(line)));
    on(handlers, "vrrp_version", line -> globals.version = Reading.argument(line).is("2") ? 2 : 3);
    on(handlers, "vrrp_down_timer_adverts", line -> globals.downTimer = line.word(1));
    on(handlers, "default_interface", _ -> globals.hasDefaultInterface = true);
    on(handlers, "script_user", line -> reading.scripts.user(Reading.argument(line)));
    on(handlers, "vrrp_mcast_group4", line -> globals.mcastGroup4 = group(line, false));
    on(handlers, "vrrp_mcast_group6", line -> globals.mcastGroup6 = group(line, true));
    on(handlers, "vrrp_garp_extra_if", this::garpExtraIf);
    on(handlers, "vrrp_rx_bufs_policy", this::rxBufsPolicy);
    on(handlers, "include_check", this::includeCheck);
    on(handlers, "lvs_timeouts", this::lvsTimeouts);
    on(handlers, "lvs_sync_daemon", line -> new SyncDaemon(reading).read(line));
    on(handlers, "umask", this::umask);
    handlers.end(PLACE + "notification_email", this::emails);
    handlers.entry(PLACE + "notification_email", line -> globals.seen.add("email " + line));
    registerNames(handlers);
    registerScripts(handlers);
  }

  private void registerNames(Handlers handlers) {
    for (String keyword : PROCESSES) on(handlers, keyword, this::processName);
    for (String process : List.of("bfd", "checker", "vrrp"))
      on(handlers, process + "_cpu_affinity", this::cpuAffinity);
    for (String keyword : ONCE) on(handlers, keyword, line -> reading.once(keyword, line));
    for (String keyword : List.of("instance", "net_namespace", "net_namespace_ipvs"))
      handlers.line(keyword, line -> reading.once(keyword, line));
  }

  private void registerScripts(Handlers handlers) {
    script(handlers, "startup_script", Scripts.Owner.DAEMON);
    script(handlers, "shutdown_script", Scripts.Owner.DAEMON);
    script(handlers, "notify_fifo_script", Scripts.Owner.BOTH);
    script(handlers, "vrrp_notify_fifo_script", Scripts.Owner.VRRP);
    script(handlers, "lvs_notify_fifo_script", Scripts.Owner.CHECKS);
  }

  private void script(Handlers handlers, String keyword, Scripts.Owner owner) {
    on(
        handlers,
        keyword,
        line -> {
          if (reading.once(keyword, line)) reading.scripts.read(line, owner);
        });
  }

  private static void on(Handlers handlers, String keyword, Handlers.OfLine handler) {
    handlers.line(PLACE + keyword, handler);
  }

  /** Up to 2.2.7 {@code off} behind it does not count. */
  private Located<Boolean> strict(ReadLine line) {
    return new Located<>(!reading.isNew() || Reading.bool(line), line.keywordSpan());
  }

  private void refuse(Word word, String message, String help) {
    reading.refusals.refuse(KeepalivedFindings.GLOBAL, word.span(), message, help);
  }

  private Optional<Inet> group(ReadLine line, boolean v6) {
    Word word = Reading.argument(line);
    Optional<Inet> address = Inet.ofSocket(word.value());
    if (address.isEmpty()) return address;
    boolean fits = address.get().v6() == v6 && address.get().isMulticast();
    boolean linkLocal = !v6 || address.get().isLinkLocal(true);
    if (fits && linkLocal) return address;
    refuse(
        word,
        fits
            ? "`%s` is no link-local multicast address".formatted(word.value())
            : "`%s` is no IPv%d multicast address".formatted(word.value(), v6 ? 6 : 4),
        v6 ? "write one of ff02::/16" : "write one of 224.0.0.0/4");
    return fits ? address : Optional.empty();
  }

  private void processName(ReadLine line) {
    Word name = Reading.argument(line);
    if (Utf8.encode(name.value()).length > LONGEST_PROCESS_NAME)
      refuse(
          name,
          "`%s` is too long for the name of a process".formatted(name.value()),
          "a name has at most %d bytes".formatted(LONGEST_PROCESS_NAME));
  }

  /** How many processors there are is the machine's business. */
  private void cpuAffinity(ReadLine line) {
    for (Word word : line.words().subList(1, line.size()))
      reading.numbers.whole(word, 0, 1023, "a processor's number");
  }

  private void garpExtraIf(ReadLine line) {
    boolean timed = false;
    for (Word word : line.words().subList(1, line.size()))
      if (!word.is("all")) {
        timed = true;
        reading.numbers.whole(word, 1, 86400, "`vrrp_garp_extra_if`");
      }
    if (!timed)
      refuse(
          line.words().getFirst(),
          "`vrrp_garp_extra_if` has no time",
          "write `vrrp_garp_extra_if all SECONDS`");
  }

  private void rxBufsPolicy(ReadLine line) {
    boolean size = false;
    boolean mtu = false;
    boolean advert = false;
    for (Word word : line.words().subList(1, line.size())) {
      if (word.value().equalsIgnoreCase("MTU")) mtu = true;
      else if (word.value().equalsIgnoreCase("ADVERT")) advert = true;
      else
        size |=
            reading
                .numbers
                .whole(Reading.argument(line), 0, 0xffffffffL, "`vrrp_rx_bufs_policy`")
                .isPresent();
    }
    if (size && (mtu || advert) || mtu && advert)
      refuse(
          line.words().getLast(),
          "a policy is MTU, ADVERT or a number, not several",
          "keep one word");
  }

  private void includeCheck(ReadLine line) {
    Set<String> known = Set.of("read", "match", "wildcard_match", "brace_match");
    for (int at = 1; at < line.size(); at++) {
      Word word = line.words().get(at);
      boolean signed = word.value().startsWith("+") || word.value().startsWith("-");
      String name = signed ? word.value().substring(1) : word.value();
      if (!signed && at > 1)
        refuse(word, "a second check needs a sign", "write `+%s`".formatted(name));
      else if (!known.contains(name))
        refuse(
            word,
            "`%s` is no check of includes".formatted(name),
            "write read, match, wildcard_match or brace_match");
    }
  }

  private void lvsTimeouts(ReadLine line) {
    if (line.size() < 3) {
      refuse(Reading.argument(line), "lvs_timeouts needs a name and a time", "write `tcp 900`");
      return;
    }
    for (int at = 1; at < line.size(); at++) {
      Word word = line.words().get(at);
      boolean known = Set.of("tcp", "tcpfin", "udp").contains(word.value());
      if (!known || at + 1 == line.size())
        refuse(
            word,
            known
                ? "`%s` lacks its time".formatted(word.value())
                : "`%s` is no timeout of LVS".formatted(word.value()),
            "write `tcp N`, `tcpfin N` or `udp N`");
      else reading.numbers.whole(line.words().get(++at), 0, 2_678_400, "a timeout of LVS");
    }
  }

  private void umask(ReadLine line) {
    Word first = Reading.argument(line);
    boolean digits = !first.value().isEmpty() && Character.isDigit(first.value().charAt(0));
    String bits = String.join("", line.words().stream().skip(1).map(Word::value).toList());
    boolean valid =
        digits ? line.size() == 2 && isMode(first.value()) : UMASK_BITS.matcher(bits).matches();
    boolean ends = digits || !bits.endsWith("|");
    if (!valid || !ends)
      refuse(first, "`%s` is no umask".formatted(bits), "write 022, or IWGRP | IWOTH");
  }

  private static boolean isMode(String text) {
    try {
      long mode = Long.decode(text);
      return mode >= 0 && mode <= 0777;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private void emails(ReadLine head, Span close) {
    boolean some = reading.globals.seen.removeIf(key -> key.startsWith("email "));
    if (!some)
      reading.refusals.refuse(
          MailToNobody.META,
          close,
          "`notification_email` ends here and lists no address",
          head.keywordSpan(),
          "it begins here",
          "remove the block, or list one");
  }

  /** The words behind {@code lvs_sync_daemon}. */
  private record SyncDaemon(Reading reading) {
    void read(ReadLine line) {
      if (!reading.once("lvs_sync_daemon", line)) return;
      Word iface = Reading.argument(line);
      if (iface.value().length() > LONGEST_PROCESS_NAME)
        refuse(iface, "the name of the interface is too long", "shorten it");
      for (int at = 2; at < line.size(); at++) {
        Word option = line.words().get(at);
        boolean known =
            Set.of("inst", "id", "maxlen", "port", "ttl", "group").contains(option.value());
        if (known && at + 1 == line.size()) {
          lacking(option);
          return;
        }
        if (known) value(option, line.words().get(++at));
        else if (at == 3) oldId(option);
        else if (at > 3)
          refuse(option, "`%s` is no option here".formatted(option.value()), "see the manual");
      }
    }

    private void value(Word option, Word value) {
      switch (option.value()) {
        case "inst" -> {}
        case "id" -> reading.numbers.whole(value, 0, 255, "`id`");
        case "maxlen" -> reading.numbers.whole(value, 1, 65507, "`maxlen`");
        case "port" -> reading.numbers.whole(value, 1, 65535, "`port`");
        case "ttl" -> reading.numbers.whole(value, 1, 255, "`ttl`");
        default -> {
          if (Inet.ofSocket(value.value()).filter(Inet::isMulticast).isEmpty())
            refuse(value, "`%s` is no multicast address".formatted(value.value()), "write one");
        }
      }
    }

    private void oldId(Word word) {
      if (reading.numbers.whole(word, 0, 255, "`id`").isPresent())
        refuse(word, "the number needs `id` before it", "write `id %s`".formatted(word.value()));
    }

    private void lacking(Word option) {
      reading.refusals.refuse(
          KeywordFindings.MISSING_ARGUMENT,
          option.span(),
          "`%s` lacks its value".formatted(option.value()),
          "add the value");
    }

    private void refuse(Word word, String message, String help) {
      reading.refusals.refuse(KeepalivedFindings.GLOBAL, word.span(), message, help);
    }
  }
}
