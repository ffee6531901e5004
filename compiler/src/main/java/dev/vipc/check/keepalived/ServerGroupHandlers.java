package dev.vipc.check.keepalived;

import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code virtual_server_group}: addresses, ranges of addresses, and marks. */
final class ServerGroupHandlers {
  private static final String PLACE = "virtual_server_group";

  private final Reading reading;

  ServerGroupHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.begin(PLACE, this::begin);
    handlers.entry(PLACE, this::entry);
    handlers.end(PLACE, this::end);
  }

  private ServerGroup current() {
    return reading.serverGroups.getLast();
  }

  private boolean begin(ReadLine head) {
    reading.serverGroups.add(new ServerGroup(Reading.argument(head).value()));
    return true;
  }

  private void refuse(RuleMeta rule, Span span, String message, String help) {
    current().refused = true;
    reading.refusals.refuse(rule, span, message, help);
  }

  private void entry(ReadLine line) {
    Word first = line.words().getFirst();
    if (first.is("fwmark")) mark(line);
    else address(line, first);
  }

  private void mark(ReadLine line) {
    if (line.size() < 2) {
      refuse(KeepalivedFindings.VIRTUAL_SERVER, line.span(), "`fwmark` lacks its number", "add it");
      return;
    }
    if (reading.numbers.whole(line.words().get(1), 0, 0xffffffffL, "`fwmark`").isEmpty()) {
      current().refused = true;
      return;
    }
    Optional<Word> family = line.word(2);
    current().hasMarks = true;
    if (family.isEmpty()) current().markWithoutFamily = true;
    else if (family.get().is("inet")) current().v4 = true;
    else if (family.get().is("inet6")) current().v6 = true;
    else
      refuse(
          KeepalivedFindings.VIRTUAL_SERVER,
          family.get().span(),
          "`%s` is no family".formatted(family.get().value()),
          "write inet or inet6");
  }

  private void address(ReadLine line, Word word) {
    int port = 0;
    Optional<Word> given = line.word(1).filter(text -> !text.value().matches("0*"));
    if (given.isPresent()) {
      OptionalLong number = reading.numbers.whole(given.get(), 1, 65535, "a port");
      if (number.isEmpty()) {
        current().refused = true;
        return;
      }
      port = (int) number.getAsLong();
    }
    Optional<Inet> start = Inet.ofSocket(word.value());
    if (start.isEmpty()) {
      refuse(
          KeepalivedFindings.ADDRESS,
          word.span(),
          "`%s` is not an IP address".formatted(word.value()),
          "write an address, ADDRESS/LENGTH or ADDRESS-END, and a port");
      return;
    }
    if (!rangeFits(word, start.get())) return;
    current().ports.add(port);
    if (start.get().v6()) current().v6 = true;
    else current().v4 = true;
  }

  private boolean rangeFits(Word word, Inet start) {
    int slash = word.value().indexOf('/');
    if (slash >= 0) return lengthFits(word, start, word.value().substring(slash + 1));
    int dash = word.value().indexOf('-');
    if (dash < 0) return true;
    String end = word.value().substring(dash + 1);
    boolean whole = end.indexOf(start.v6() ? ':' : '.') >= 0;
    boolean fits = whole ? endFits(start, end) : lastPartFits(start, end);
    if (!fits) range(word, "the end of the range does not follow its start");
    return fits;
  }

  private boolean lengthFits(Word word, Inet start, String length) {
    boolean number = length.matches("\\d{1,3}");
    int bits = number ? Integer.parseInt(length) : 0;
    if (bits == 0 || bits > start.bits()) return range(word, "`%s` is no length".formatted(length));
    BigInteger rest = BigInteger.ONE.shiftLeft(start.bits() - bits).subtract(BigInteger.ONE);
    if (valueOf(start).and(rest).signum() == 0) return true;
    return range(word, "the address has bits behind its length");
  }

  private static boolean endFits(Inet start, String text) {
    return Inet.parse(text)
        .filter(end -> end.v6() == start.v6() && valueOf(end).compareTo(valueOf(start)) >= 0)
        .isPresent();
  }

  private static boolean lastPartFits(Inet start, String text) {
    int base = start.v6() ? 16 : 10;
    if (!text.matches(start.v6() ? "[0-9a-fA-F]{1,4}" : "\\d{1,3}")) return false;
    int end = Integer.parseInt(text, base);
    int last = valueOf(start).intValue() & (start.v6() ? 0xffff : 0xff);
    return end <= (start.v6() ? 0xffff : 0xff) && end > last;
  }

  private static BigInteger valueOf(Inet inet) {
    return new BigInteger(1, inet.address().address().getAddress());
  }

  private boolean range(Word word, String message) {
    refuse(
        KeepalivedFindings.ADDRESS,
        word.span(),
        message,
        "write 192.0.2.10-20, 192.0.2.10-192.0.2.20 or 192.0.2.0/24");
    return false;
  }

  private void end(ReadLine head, Span close) {
    ServerGroup group = current();
    if (!group.hasAddresses() && !group.hasMarks && !group.refused)
      refuse(
          KeepalivedFindings.EMPTY,
          close,
          "the group `%s` ends here and lists nothing".formatted(group.name),
          "list addresses or marks");
    else if (group.v4 && group.v6 && group.markWithoutFamily)
      refuse(
          KeepalivedFindings.VIRTUAL_SERVER,
          close,
          "a mark without a family stands in this group of IPv4 and IPv6",
          "write `fwmark N inet` or `fwmark N inet6`");
  }
}
