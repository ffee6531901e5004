package dev.vipc.lower.haproxy;

import dev.vipc.lower.Holes;
import dev.vipc.lower.Values;
import dev.vipc.model.HostPort;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.syntax.Word;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reads words of haproxy.cfg into settings; a word without a mark of a hole is read at once. */
final class HaproxyValues {
  private final Values values;

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
        ? parsed(word, HaproxyValues::integer)
        : values.integer(word.located());
  }

  Setting<Duration> time(Word word) {
    return isPlain(word.value())
        ? parsed(word, Time::parse)
        : values.read(word.located(), Time::parse);
  }

  Setting<String> host(Word word) {
    return isPlainHost(word.value())
        ? Setting.of(word.value(), word.span())
        : values.host(word.located());
  }

  Setting<HostPort> server(Word word) {
    return address(word.located()).map(Address::at);
  }

  /** Also for a part of a word, as {@code bind} lists several addresses in one. */
  Setting<Address> address(Located<String> text) {
    if (!isPlainHost(text.value())) return values.hostLike(text, Address::parse);
    return Address.parse(text.value())
        .map(address -> Setting.of(address, text.span()))
        .orElseGet(() -> Setting.unknown(text.span()));
  }

  private static <T> Setting<T> parsed(Word word, Function<String, Optional<T>> parse) {
    return parse
        .apply(word.value())
        .map(value -> Setting.of(value, word.span()))
        .orElseGet(() -> Setting.unknown(word.span()));
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
