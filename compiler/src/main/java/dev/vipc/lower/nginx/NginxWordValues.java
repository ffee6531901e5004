package dev.vipc.lower.nginx;

import dev.vipc.keyword.NginxValues;
import dev.vipc.lower.Values;
import dev.vipc.model.HostPort;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.syntax.Word;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads words of nginx.conf into settings; a word with a template's mark has no value here. */
record NginxWordValues(Values values) {
  Setting<Integer> number(Located<String> word) {
    return read(word, text -> whole(NginxValues.number(text)));
  }

  Setting<Duration> time(Located<String> word) {
    return read(word, text -> duration(NginxValues.millis(text)));
  }

  Setting<Duration> seconds(Located<String> word) {
    return read(
        word,
        text -> {
          OptionalLong seconds = NginxValues.seconds(text);
          return seconds.isPresent() && seconds.getAsLong() < Integer.MAX_VALUE
              ? Optional.of(Duration.ofSeconds(seconds.getAsLong()))
              : Optional.empty();
        });
  }

  Setting<String> text(Word word) {
    return read(word.located(), Optional::of);
  }

  /** Where a server is: {@code host:port}, or {@code host} where a port is assumed. */
  Setting<HostPort> server(Located<String> word, Optional<Integer> port) {
    return host(word, text -> Addresses.server(text, port));
  }

  Setting<HostPort> listen(Located<String> word, Optional<Integer> port) {
    return host(word, text -> Addresses.listen(text, port));
  }

  private static Optional<Integer> whole(OptionalLong number) {
    return number.isPresent() && number.getAsLong() <= Integer.MAX_VALUE
        ? Optional.of((int) number.getAsLong())
        : Optional.empty();
  }

  private static Optional<Duration> duration(OptionalLong millis) {
    return millis.isPresent() && millis.getAsLong() <= Integer.MAX_VALUE * 1000L
        ? Optional.of(Duration.ofMillis(millis.getAsLong()))
        : Optional.empty();
  }

  private <T> Setting<T> read(Located<String> word, Function<String, Optional<T>> parse) {
    return isOpen(word.value()) ? Setting.unknown(word.span()) : values.read(word, parse);
  }

  private <T> Setting<T> host(Located<String> word, Function<String, Optional<T>> parse) {
    return isOpen(word.value()) ? Setting.unknown(word.span()) : values.hostLike(word, parse);
  }

  /** Whether a template engine, or a variable at run time, has yet to say what stands here. */
  private static boolean isOpen(String text) {
    return text.contains("{{") || text.contains("{%");
  }
}
