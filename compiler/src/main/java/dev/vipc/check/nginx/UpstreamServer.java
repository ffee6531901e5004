package dev.vipc.check.nginx;

import dev.vipc.keyword.NginxContext;
import dev.vipc.keyword.NginxValues;
import dev.vipc.keyword.Release;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Word;
import java.util.Set;

/** Checks a {@code server} of an {@code upstream}. */
final class UpstreamServer {
  private static final String KNOWN =
      "there are weight=, max_conns=, max_fails=, fail_timeout=, backup and down";

  /** Methods that know no order of servers to fall back on. */
  private static final Set<String> WITHOUT_BACKUP = Set.of("hash", "ip_hash", "random");

  private final NginxContext context;
  private final Release release;
  private final Sink out;

  UpstreamServer(NginxContext context, Release release, Sink out) {
    this.context = context;
    this.release = release;
    this.out = out;
  }

  /**
   * @param method the balancing method that stands above the line, or empty text
   */
  void check(Statement line, String method) {
    Word word = line.words().get(1);
    if (!out.isOpen(word.value())) address(word);
    for (Word option : line.words().subList(2, line.words().size()))
      if (!out.isOpen(option.value())) option(option, method);
  }

  private void address(Word word) {
    String text = word.value();
    AddressText address = AddressText.of(text);
    if (address.fault().isPresent())
      out.error(
          NginxFindings.BAD_ADDRESS,
          word.span(),
          "`%s` is no address of a server: %s".formatted(text, address.fault().get()),
          "write `address:port`");
    else if (text.indexOf('/') >= 0 && !address.isSocket())
      out.error(
          NginxFindings.BAD_ADDRESS,
          word.span(),
          "`%s` has a path or a scheme, and a server has none".formatted(text),
          "write `address:port`");
    else if (address.port() == 0 && context.isStream() && !address.isSocket())
      out.error(
          NginxFindings.BAD_ADDRESS,
          word.span(),
          "`%s` has no port, which a server of `stream` needs".formatted(text),
          "write `%s:6443`".formatted(text));
    else if (address.isName())
      out.assume(word.span(), "the host `%s` is taken as known".formatted(address.host()));
  }

  private void option(Word option, String method) {
    String text = option.value();
    int equals = text.indexOf('=') + 1;
    String value = text.substring(equals);
    boolean fits =
        switch (equals > 0 ? text.substring(0, equals) : text) {
          case "weight=" -> NginxValues.number(value).orElse(0) > 0;
          case "max_conns=", "max_fails=" -> NginxValues.number(value).isPresent();
          case "fail_timeout=" -> NginxValues.seconds(value).isPresent();
          case "down" -> true;
          case "backup" -> mayBackUp(option, method);
          case "resolve" -> release.compareTo(new Release(1, 27, 3)) >= 0;
          case "service=" -> release.compareTo(new Release(1, 27, 3)) >= 0 && !value.isEmpty();
          default -> false;
        };
    if (!fits)
      out.error(
          NginxFindings.BAD_PARAMETER,
          option.span(),
          "an upstream's `server` does not take `%s`".formatted(text),
          KNOWN);
  }

  private boolean mayBackUp(Word option, String method) {
    if (WITHOUT_BACKUP.contains(method))
      out.error(
          NginxFindings.BAD_PARAMETER,
          option.span(),
          "`backup` does not go with the method `%s` above it".formatted(method),
          "delete it, or balance by `least_conn`");
    return true;
  }
}
