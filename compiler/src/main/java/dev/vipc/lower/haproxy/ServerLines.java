package dev.vipc.lower.haproxy;

import dev.vipc.model.HostPort;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Proxy.ServerOptions;
import dev.vipc.model.Setting;
import dev.vipc.source.Located;
import dev.vipc.syntax.RepeatedWords;
import dev.vipc.syntax.RepeatedWords.Tail;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code server} and {@code server-template} lines of a file. Options that a line repeats
 * to the letter are those of the line before.
 */
final class ServerLines {
  private static final int MOST_TEMPLATE_SERVERS = 65_536;

  /** The options of the last line that repeated another's. */
  private record Known(Tail tail, int base, ServerSettings inherited, ServerOptions options) {}

  private final HaproxyValues values;
  private @Nullable Known known;

  ServerLines(HaproxyValues values) {
    this.values = values;
  }

  /**
   * What a line says; absent where it has too few words.
   *
   * @param inherited what {@code default-server} lines say
   */
  Optional<Server> read(Directive line, ServerSettings inherited) {
    List<Word> words = line.words();
    boolean template = line.keyword().equals("server-template");
    int options = template ? 4 : 3;
    if (words.size() < options) return Optional.empty();
    int count = template ? count(words.get(2).value()) : 1;
    return Optional.of(server(line, options, count, inherited));
  }

  /**
   * @param from the index of the first option, right behind the address
   */
  private Server server(Directive line, int from, int count, ServerSettings inherited) {
    List<Word> words = line.words();
    Located<String> name = words.get(1).located();
    Setting<HostPort> address = values.server(words.get(from - 1));
    Tail tail = RepeatedWords.tailOf(words, from);
    Known same = known;
    int base = words.get(from - 1).end();
    if (same != null && same.tail == tail && same.inherited == inherited)
      return new Server(name, address, same.options, base - same.base, count, line.span());
    ServerSettings own = inherited.with(words, from, values);
    ServerOptions options = own.options(line.span());
    // a hole is remembered at each place where it stands, so such a line is read anew
    if (tail != null && own.isKnown()) known = new Known(tail, base, inherited, options);
    return new Server(name, address, options, 0, count, line.span());
  }

  private static int count(String range) {
    int dash = range.indexOf('-');
    try {
      int last = Integer.parseInt(range.substring(dash + 1));
      int first = dash < 0 ? 1 : Integer.parseInt(range.substring(0, dash));
      return Math.clamp(last - (long) first + 1, 1, MOST_TEMPLATE_SERVERS);
    } catch (NumberFormatException _) {
      return 1;
    }
  }
}
