package dev.vipc.check.keepalived;

import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code bfd_instance}. */
final class BfdHandlers {
  private static final String PLACE = "bfd_instance";
  private static final int LONGEST_NAME = 31;

  private final Reading reading;
  private final Set<String> names = new HashSet<>();
  private final Set<List<Optional<Inet>>> pairs = new HashSet<>();
  private Optional<Inet> neighbour = Optional.empty();
  private Optional<Inet> source = Optional.empty();
  private Optional<Integer> ttl = Optional.empty();
  private Optional<Word> maxHops = Optional.empty();
  private int weight;
  private boolean neighbourRefused;

  BfdHandlers(Reading reading) {
    this.reading = reading;
  }

  void register(Handlers handlers) {
    handlers.begin(PLACE, this::begin);
    handlers.refusal(
        PLACE,
        keyword -> neighbourRefused |= keyword.endsWith("bor_ip") || keyword.endsWith("bour_ip"));
    handlers.line(PLACE + "/neighbor_ip", line -> neighbour = address(line));
    handlers.line(PLACE + "/neighbour_ip", line -> neighbour = address(line));
    handlers.line(PLACE + "/source_ip", line -> source = address(line));
    handlers.line(PLACE + "/ttl", line -> ttl = hops(line));
    handlers.line(PLACE + "/hoplimit", line -> ttl = hops(line));
    handlers.line(PLACE + "/max_hops", line -> maxHops = line.word(1));
    handlers.line(PLACE + "/weight", line -> weight = (int) Numbers.of(line, weight));
    handlers.end(PLACE, this::end);
  }

  /** The hops that the neighbour's packets may have left; nothing where nobody knows it. */
  private static Optional<Integer> hops(ReadLine line) {
    return Numbers.parse(Reading.argument(line).value().strip()).map(BigInteger::intValue);
  }

  private static Optional<Inet> address(ReadLine line) {
    return Inet.ofSocket(Reading.argument(line).value());
  }

  private void refuse(Span span, String message, String help) {
    reading.refusals.refuse(KeepalivedFindings.BFD, span, message, help);
  }

  private boolean begin(ReadLine head) {
    neighbour = Optional.empty();
    source = Optional.empty();
    ttl = Optional.empty();
    maxHops = Optional.empty();
    weight = 0;
    neighbourRefused = false;
    Word name = Reading.argument(head);
    if (name.value().length() > LONGEST_NAME) {
      refuse(
          name.span(),
          "the name has more than %d characters".formatted(LONGEST_NAME),
          "shorten it");
      reading.trackers.remove(Trackers.Kind.BFD, name.value());
      return false;
    }
    if (names.add(name.value())) return true;
    reading.refusals.refuse(
        KeepalivedFindings.TWICE,
        name.span(),
        "there are two BFD instances `%s`, and this one is ignored".formatted(name.value()),
        "give it another name");
    return false;
  }

  /** The routers and checkers can track an instance that the BFD process does without. */
  private void end(ReadLine head, Span close) {
    Word name = Reading.argument(head);
    reading.trackers.define(Trackers.Kind.BFD, name.value(), weight);
    if (neighbourRefused) return;
    if (neighbour.isEmpty())
      refuse(
          close, "the BFD instance ends here without a neighbour", "write `neighbor_ip ADDRESS`");
    else if (source.filter(own -> own.v6() != neighbour.get().v6()).isPresent())
      refuse(
          close,
          "source_ip and neighbor_ip of this instance are of different families",
          "write addresses of one family");
    else if (!pairs.add(List.of(source, neighbour)))
      refuse(
          close,
          "another BFD instance has the addresses of this one",
          "change or remove one of the two");
    else hops(close);
  }

  private void hops(Span close) {
    int most = ttl.orElse(neighbour.orElseThrow().v6() ? 64 : 255);
    maxHops
        .filter(
            word ->
                Numbers.parse(word.value().strip()).filter(n -> n.intValue() > most).isPresent())
        .ifPresent(
            word -> refuse(close, "max_hops is above the ttl %d".formatted(most), "lower it"));
  }
}
