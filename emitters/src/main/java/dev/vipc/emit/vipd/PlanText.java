package dev.vipc.emit.vipd;

import dev.vipc.emit.Build;
import dev.vipc.model.HostPort;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.spec.Chosen;
import java.time.Duration;
import java.util.regex.Pattern;

/** What the forms of a plan can hold; anything else is refused at its place in the spec. */
final class PlanText {
  static final int DAY_MILLIS = 86_400_000;
  static final int MOST_CONNECTIONS = 10_000_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern INTERFACE = Pattern.compile("[!-.0-~]{1,15}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:-]{1,253}");
  private static final Pattern WORD = Pattern.compile("[^\\u0000-\\u001f]+");
  private static final Pattern URL_PATH = Pattern.compile("/[!-~]*");

  private final Build build;

  PlanText(Build build) {
    this.build = build;
  }

  String name(Located<String> name) {
    return name(name.value(), name.span());
  }

  String name(String name, Span place) {
    return fit(NAME, name, place, "use 1 to 63 letters, digits, dots, dashes and underscores");
  }

  String iface(Located<String> name) {
    return fit(INTERFACE, name.value(), name.span(), "use at most 15 characters and no slash");
  }

  String host(Located<String> host) {
    return fit(HOST, host.value(), host.span(), "write an address or a host name");
  }

  String word(Located<String> word) {
    return fit(WORD, word.value(), word.span(), "use no control characters");
  }

  String path(Chosen<String> path) {
    return fit(URL_PATH, path.value(), path.span(), "begin with a slash and use no blanks");
  }

  private String fit(Pattern form, String text, Span place, String help) {
    if (!form.matcher(text).matches())
      build.refuse(place, "`%s` cannot be written in a plan of vipd".formatted(text), help);
    return text;
  }

  /** A time in whole milliseconds; what is shorter than one, or out of bounds, is refused. */
  long millis(Chosen<Duration> time, int least, int most) {
    long millis = time.value().toMillis();
    if (millis < least || millis > most || time.value().toNanosPart() % 1_000_000 != 0)
      build.refuse(
          time.span(),
          "vipd cannot keep a time of %s ms here".formatted(time.value().toNanos() / 1e6),
          "write whole milliseconds, from %dms to %dms".formatted(least, most));
    return millis;
  }

  int integer(Chosen<Integer> number, int least, int most) {
    if (number.value() < least || number.value() > most)
      build.refuse(
          number.span(),
          "vipd does not take %d here".formatted(number.value()),
          "write %d to %d".formatted(least, most));
    return number.value();
  }

  /** {@code *:6443}, {@code 10.0.0.1:6443}, {@code [::]:6443}. */
  static String listen(HostPort at) {
    return at.toString();
  }
}
