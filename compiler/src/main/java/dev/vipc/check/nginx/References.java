package dev.vipc.check.nginx;

import dev.vipc.keyword.NginxContext;
import dev.vipc.syntax.Statement;
import dev.vipc.syntax.Statement.Block;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The upstreams of {@code stream} and {@code http}, and what passes to them. */
final class References {
  private final Sink out;
  private final Map<String, Statement> upstreams = new HashMap<>();
  private final List<Word> passes = new ArrayList<>();
  private boolean open;

  /**
   * @param complete whether all files are read, so that what is not defined in them is nowhere
   */
  References(Sink out, boolean complete) {
    this.out = out;
    this.open = !complete;
  }

  /** Remembers an upstream; the first one of its name, where there is one. */
  Optional<Statement> define(Block upstream, NginxContext context) {
    Optional<Word> name = upstream.word(1);
    if (name.isEmpty() || out.isOpen(name.get().value())) {
      open = true;
      return Optional.empty();
    }
    return Optional.ofNullable(upstreams.putIfAbsent(key(name.get().value(), context), upstream));
  }

  /** Upper and lower case do not count. */
  private static String key(String name, NginxContext context) {
    return (context.isStream() ? "stream " : "http ") + name.toLowerCase(Locale.ROOT);
  }

  /** Remembers where a line passes to. */
  void pass(Statement line, NginxContext context) {
    if (!line.keyword().equals("proxy_pass") || line.words().size() != 2) return;
    Word target = line.words().get(1);
    if (context == NginxContext.STREAM_SERVER) passes.add(target);
    else if (context.isHttp()) host(target);
  }

  private void host(Word target) {
    String text = target.value();
    int scheme = text.indexOf("://");
    if (scheme < 0 || text.indexOf('$') >= 0 || out.isOpen(text)) return;
    int slash = text.indexOf('/', scheme + 3);
    AddressText address =
        AddressText.of(text.substring(scheme + 3, slash < 0 ? text.length() : slash));
    if (address.fault().isPresent())
      out.error(
          NginxFindings.BAD_ADDRESS,
          target.span(),
          "`%s` cannot be passed to: %s".formatted(text, address.fault().get()),
          "write the name of an upstream, or `address:port`");
    else if (address.isName())
      out.assume(
          target.span(), "the host or upstream `%s` is taken as known".formatted(address.host()));
  }

  /** The block that holds the upstreams ends; one may stand below what passes to it. */
  void end(NginxContext context) {
    if (context == NginxContext.STREAM && !open) passes.forEach(this::resolve);
    passes.clear();
  }

  private void resolve(Word target) {
    String text = target.value();
    if (text.indexOf('$') >= 0 || out.isOpen(text)) return;
    if (upstreams.containsKey(key(text, NginxContext.STREAM))) return;
    AddressText address = AddressText.of(text);
    if (address.fault().isPresent() || address.isSocket()) return;
    if (address.port() == 0)
      out.error(
          NginxFindings.UNKNOWN_UPSTREAM,
          target.span(),
          "there is no upstream `%s` in `stream`, and it has no port".formatted(text),
          "define the upstream, or write `address:port`");
    else if (address.isName())
      out.assume(target.span(), "the host `%s` is taken as known".formatted(address.host()));
  }
}
