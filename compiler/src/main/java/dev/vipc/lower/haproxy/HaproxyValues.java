package dev.vipc.lower.haproxy;

import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.model.HostPort;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads words of haproxy.cfg into settings; a word without a mark of a hole is read at once. */
final class HaproxyValues {
  private final Values values;

  /** What was read before: a large file says the same few numbers and times again and again. */
  private final Map<String, Optional<Integer>> numbers = new HashMap<>();

  private final Map<String, Optional<Duration>> times = new HashMap<>();

  HaproxyValues(Holes holes) {
    this.values = new Values(holes);
  }

  Setting<String> text(Word word) {
    return isPlain(word.value())
        ? Setting.of(word.value(), word.span())
        : values.text(word.located());
  }

  Setting<Integer> number(Word word) {
    return isPlain(word.value())
        ? parsed(word, numbers.computeIfAbsent(word.value(), HaproxyValues::integer))
        : values.integer(word.located());
  }

  Setting<Duration> time(Word word) {
    return isPlain(word.value())
        ? parsed(word, times.computeIfAbsent(word.value(), Time::parse))
        : values.read(word.located(), Time::parse);
  }

  Setting<String> host(Word word) {
    return isPlainHost(word.value())
        ? Setting.of(word.value(), word.span())
        : values.host(word.located());
  }

  Setting<HostPort> server(Word word) {
    String text = word.value();
    int colon = soleColon(text);
    if (colon > 0) {
      int port = Address.number(text.substring(colon + 1));
      if (port >= 0)
        return Setting.of(
            new HostPort(text.substring(0, colon), OptionalInt.of(port)), word.span());
    }
    return address(word.located()).map(Address::at);
  }

  /** Where the colon of a plain {@code host:port} stands; -1 where anything else needs thought. */
  private static int soleColon(String text) {
    int colon = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' && colon < 0;
      if (c == ':' && colon < 0) colon = i;
      else if (!plain) return -1;
    }
    return colon;
  }

  /** Also for a part of a word, as {@code bind} lists several addresses in one. */
  Setting<Address> address(Located<String> text) {
    if (!isPlainHost(text.value())) return values.hostLike(text, Address::parse);
    Optional<Address> address = Address.parse(text.value());
    return address.isPresent()
        ? Setting.of(address.get(), text.span())
        : Setting.unknown(text.span());
  }

  private static <T> Setting<T> parsed(Word word, Optional<T> value) {
    Span place = word.span();
    return value.isPresent() ? Setting.of(value.get(), place) : Setting.unknown(place);
  }

  private static Optional<Integer> integer(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(String text) {
    return text.indexOf('$') < 0 && text.indexOf('<') < 0;
  }

  /** Bare capitals can be a hole where a host belongs. */
  private static boolean isPlainHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '$' || c == '<' || c >= 'A' && c <= 'Z') return false;
    }
    return true;
  }
}
