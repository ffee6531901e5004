package dev.vipc.check.keepalived;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The smaller blocks outside of routers and servers. */
final class RootHandlers {
  private final Reading reading;
  private final Set<String> garpInterfaces = new HashSet<>();
  private final Set<String> sslKeys = new HashSet<>();
  private boolean hasInterval;
  private boolean hasEntry;

  RootHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.entry("static_ipaddress", this::staticAddress);
    handlers.entry("static_routes", line -> new RouteEntry(reading, line, true).read());
    handlers.entry("static_rules", line -> new RuleEntry(reading, line, true).read());
    handlers.entry(
        "vrrp_instance/virtual_routes", line -> new RouteEntry(reading, line, false).read());
    handlers.entry(
        "vrrp_instance/virtual_rules", line -> new RuleEntry(reading, line, false).read());
    registerTrackGroup(handlers);
    registerGarpGroup(handlers);
    handlers.entry("linkbeat_interfaces", this::linkbeat);
    handlers.entry("interface_up_down_delays", this::delays);
    handlers.begin("SSL", this::ssl);
    for (String key : Set.of("password", "ca", "certificate", "key"))
      handlers.line("SSL/" + key, line -> sslKey(key, line));
  }

  private void registerTrackGroup(Handlers handlers) {
    handlers.begin("track_group", this::trackGroup);
    handlers.begin("track_group/group", _ -> begin());
    handlers.entry("track_group/group", _ -> hasEntry = true);
    handlers.end("track_group/group", this::notEmpty);
  }

  private void registerGarpGroup(Handlers handlers) {
    handlers.begin("garp_group", _ -> garpGroup());
    handlers.line("garp_group/garp_interval", _ -> hasInterval = true);
    handlers.line("garp_group/gna_interval", _ -> hasInterval = true);
    handlers.line("garp_group/interface", line -> garpInterface(Reading.argument(line)));
    handlers.begin("garp_group/interfaces", _ -> begin());
    handlers.entry("garp_group/interfaces", this::garpInterfaces);
    handlers.end("garp_group/interfaces", this::notEmpty);
    handlers.end("garp_group", this::garpGroupEnds);
  }

  private boolean begin() {
    hasEntry = false;
    return true;
  }

  private void notEmpty(ReadLine head, Span close) {
    if (!hasEntry)
      reading.refusals.refuse(
          KeepalivedFindings.EMPTY,
          close,
          "`%s` ends here and lists nothing".formatted(head.keyword()),
          head.keywordSpan(),
          "it begins here",
          "list something, or remove the block");
  }

  private void staticAddress(ReadLine line) {
    reading.addresses.read(line, true);
  }

  private boolean trackGroup(ReadLine head) {
    Word name = Reading.argument(head);
    if (reading.globals.trackGroups.add(name.value())) return true;
    reading.refusals.refuse(
        KeepalivedFindings.TWICE,
        name.span(),
        "there are two track groups `%s`, and this one is ignored".formatted(name.value()),
        "give it another name");
    return false;
  }

  private boolean garpGroup() {
    hasInterval = false;
    return true;
  }

  private void garpInterfaces(ReadLine line) {
    hasEntry = true;
    line.words().forEach(this::garpInterface);
  }

  private void garpInterface(Word name) {
    reading.machine.needsInterface(name);
    if (!garpInterfaces.add(name.value()))
      reading.refusals.refuse(
          KeepalivedFindings.TWICE,
          name.span(),
          "`%s` is in two garp groups".formatted(name.value()),
          "keep it in one");
  }

  private void garpGroupEnds(ReadLine head, Span close) {
    if (!hasInterval)
      reading.refusals.refuse(
          KeepalivedFindings.INCOMPLETE,
          close,
          "the garp group ends here without garp_interval and gna_interval",
          head.keywordSpan(),
          "it begins here",
          "write one of the two, or remove the block");
  }

  private void linkbeat(ReadLine line) {
    reading.machine.needsInterface(line.words().getFirst());
    Set<String> types = Set.of("MII", "ETHTOOL", "IOCTL");
    Optional<Word> type = line.word(1);
    if (type.isPresent() && (line.size() > 2 || !types.contains(type.get().value())))
      reading.refusals.refuse(
          KeepalivedFindings.GLOBAL,
          type.get().span(),
          "`%s` is no kind of linkbeat".formatted(type.get().value()),
          "write MII, ETHTOOL or IOCTL, and nothing behind it");
  }

  private void delays(ReadLine line) {
    for (int at = 1; at < line.size() && at <= 2; at++) {
      Word word = line.words().get(at);
      OptionalLong micros = Numbers.micros(word.value());
      boolean fits = micros.isPresent() && micros.getAsLong() <= 255_000_000;
      if (!fits) {
        reading.refusals.refuse(
            KeepalivedFindings.GLOBAL,
            word.span(),
            "`%s` is no delay".formatted(word.value()),
            "write seconds in 0..255");
        return;
      }
    }
  }

  private boolean ssl(ReadLine head) {
    sslKeys.clear();
    reading.once("SSL", head);
    return true;
  }

  private void sslKey(String key, ReadLine line) {
    if (!sslKeys.add(key))
      reading.refusals.refuse(
          KeepalivedFindings.TWICE,
          line.keywordSpan(),
          "`%s` stands twice in SSL, and the last one counts".formatted(key),
          "keep one");
  }
}
