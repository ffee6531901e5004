package dev.vipc.check.nginx;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.keyword.NginxValues;
import dev.vipc.model.IpAddress;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Lines whose arguments have a form of their own. */
final class ValueLines {
  private static final long LEAST_ZONE = 8 * 4096;
  private static final int DAY = 24 * 60 * 60;
  private static final Set<String> REWRITE_FLAGS = Set.of("last", "break", "redirect", "permanent");

  private final Sink out;
  private final Map<String, Set<String>> types = new HashMap<>();

  /** One for each block: lines of types add up. */
  ValueLines(Sink out) {
    this.out = out;
  }

  void check(Statement line) {
    switch (line.keyword()) {
      case "zone" -> zone(line);
      case "hash" -> last(line, 2, Set.of("consistent"));
      case "allow", "deny" -> network(line.words().get(1));
      case "aio" -> aio(line.words().get(1));
      case "expires" -> expires(line);
      case "error_page" -> errorPage(line);
      case "rewrite" -> {
        Regex.check(line.words().get(1), line.words().get(1).value(), out);
        last(line, 3, REWRITE_FLAGS);
      }
      case "add_header", "add_trailer" -> last(line, 3, Set.of("always"));
      case "server_name" -> names(line);
      case "keepalive" -> {
        Word count = line.words().get(1);
        if (NginxValues.number(count.value()).orElse(0) == 0) wrong(count, "write a number");
      }
      case "keepalive_timeout" -> keepalive(line);
      case "gzip_types", "sub_filter_types", "addition_types", "ssi_types", "charset_types" ->
          types(line);
      default -> {}
    }
  }

  /** The argument of a number, where it is there, is one of these. */
  private void last(Statement line, int number, Set<String> words) {
    if (line.words().size() <= number) return;
    Word word = line.words().get(number);
    if (!words.contains(word.value()))
      wrong(word, "write one of " + String.join(", ", words.stream().sorted().toList()));
  }

  private void wrong(Word word, String help) {
    if (!out.isOpen(word.value()))
      out.error(
          NginxFindings.BAD_SETTING,
          word.span(),
          "`%s` is not what stands here".formatted(word.value()),
          help);
  }

  private void zone(Statement line) {
    if (line.words().size() < 3) return;
    Word size = line.words().get(2);
    OptionalLong bytes = NginxValues.bytes(size.value(), false);
    if (bytes.isEmpty() || bytes.getAsLong() < LEAST_ZONE)
      wrong(size, "write a size of at least 32k");
  }

  private void network(Word word) {
    String text = word.value();
    if (text.equals("all") || text.equals("unix:") || out.isOpen(text)) return;
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    Optional<IpAddress> address =
        IpAddress.parse(AddressText.isIpv4(host) ? host.replaceAll("\\b0+(?=\\d)", "") : host);
    if (address.isEmpty()) {
      wrong(word, "write an address, a network such as `192.0.2.0/24`, or `all`");
      return;
    }
    byte[] bytes = address.get().address().getAddress();
    int most = bytes.length * 8;
    OptionalLong prefix =
        slash < 0 ? OptionalLong.of(most) : NginxValues.number(text.substring(slash + 1));
    if (prefix.isEmpty() || prefix.getAsLong() > most) {
      wrong(word, "write a prefix of at most %d".formatted(most));
      return;
    }
    int host0 = new BigInteger(1, bytes).getLowestSetBit();
    if (host0 >= 0 && host0 < most - prefix.getAsLong())
      out.report(
          Diagnostic.of(
                  NginxFindings.REDEFINED,
                  word.span(),
                  "the prefix of `%s` leaves out a part of the address".formatted(text))
              .help("write the network's own address, or a longer prefix"));
  }

  private void aio(Word word) {
    String text = word.value();
    boolean fits =
        Set.of("on", "off", "threads").contains(text)
            || text.startsWith("threads=") && text.length() > "threads=".length();
    if (!fits) wrong(word, "write `on`, `off` or `threads`");
  }

  private void expires(Statement line) {
    List<Word> words = line.words();
    if (words.size() == 3 && !words.get(1).is("modified")) {
      wrong(words.get(1), "write `modified` before the time, or a time alone");
      return;
    }
    Word word = words.getLast();
    String text = word.value();
    if (text.startsWith("$") || Set.of("epoch", "max", "off").contains(text)) return;
    boolean daily = text.startsWith("@");
    boolean signed = daily || text.startsWith("-") || text.startsWith("+");
    OptionalLong seconds = NginxValues.seconds(signed ? text.substring(1) : text);
    if (seconds.isEmpty() || daily && seconds.getAsLong() > DAY)
      wrong(word, "write a time such as 30d, `epoch`, `max` or `off`");
  }

  private void errorPage(Statement line) {
    List<Word> words = line.words();
    int end = words.size() - 1;
    Word answer = words.get(end - 1);
    if (answer.value().startsWith("=")) {
      String code = answer.value().substring(1);
      if (end == 2 || !code.isEmpty() && NginxValues.number(code).isEmpty())
        wrong(answer, "write codes before `=`, and none or one behind it");
      end--;
    }
    for (Word code : words.subList(1, end)) {
      long status = NginxValues.number(code.value()).orElse(0);
      if (status < 300 || status > 599 || status == 499)
        wrong(code, "write a status of 300 to 599, without 499");
    }
  }

  private void names(Statement line) {
    for (Word name : line.words().subList(1, line.words().size()))
      if (name.value().startsWith("~")) Regex.check(name, name.value().substring(1), out);
  }

  private void keepalive(Statement line) {
    Word first = line.words().get(1);
    if (NginxValues.millis(first.value()).isEmpty()) wrong(first, "write a time such as 75s");
    if (line.words().size() < 3) return;
    Word second = line.words().get(2);
    if (NginxValues.seconds(second.value()).isEmpty()) wrong(second, "write a time such as 75s");
  }

  /** {@code ngx_http_types_slot}: {@code text/html} is among the types from the beginning. */
  private void types(Statement line) {
    Set<String> seen =
        types.computeIfAbsent(line.keyword(), _ -> new HashSet<>(Set.of("text/html")));
    for (Word type : line.words().subList(1, line.words().size()))
      if (!seen.add(type.value().toLowerCase(Locale.ROOT)))
        out.report(
            Diagnostic.of(
                    NginxFindings.REDEFINED,
                    type.span(),
                    "`%s` is among the types already".formatted(type.value()))
                .help("delete it: `text/html` is always there"));
  }
}
