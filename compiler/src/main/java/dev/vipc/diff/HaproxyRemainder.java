package dev.vipc.diff;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import dev.vipc.syntax.haproxy.HaproxySyntax;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What of a haproxy.cfg the model does not carry: every other word, line by line. */
final class HaproxyRemainder {
  private static final Set<String> SECTIONS =
      Set.of(
          "global",
          "defaults",
          "frontend",
          "backend",
          "listen",
          "peers",
          "resolvers",
          "mailers",
          "userlist",
          "cache",
          "program",
          "ring",
          "http-errors",
          "fcgi-app",
          "log-forward",
          "crt-store",
          "traces",
          "log-profile",
          "acme");

  private static final Set<String> PROXIES = Set.of("defaults", "frontend", "backend", "listen");

  /** Lines of proxies that the model carries whole, with what defaults add and overlay. */
  private static final Set<String> WHOLE =
      Set.of("mode", "maxconn", "retries", "default_backend", "http-check", "tcp-check");

  private static final Set<String> TIMES =
      Set.of("connect", "client", "server", "tunnel", "queue", "check");

  /** Flags of a server that the model carries. */
  private static final Set<String> FLAGS =
      Set.of(
          "check",
          "no-check",
          "check-ssl",
          "no-check-ssl",
          "ssl",
          "no-ssl",
          "backup",
          "no-backup",
          "disabled",
          "enabled");

  /** Settings of a server that the model carries with the word behind them. */
  private static final Set<String> SETTINGS =
      Set.of(
          "inter", "fastinter", "downinter", "rise", "fall", "maxconn", "weight", "port", "addr");

  /** Rules that act in the order in which they stand; an acl stands before its use. */
  private static final Set<String> ORDERED =
      Set.of(
          "acl",
          "use_backend",
          "use-server",
          "http-request",
          "http-response",
          "http-after-response",
          "tcp-request",
          "tcp-response",
          "filter",
          "redirect",
          "stick",
          "capture",
          ".if",
          ".elif",
          ".else",
          ".endif");

  private final Carried carried;
  private final List<Remainder> all = new ArrayList<>();
  private final Map<String, Integer> met = new HashMap<>();
  private List<String> section = List.of("before any section");
  private String kind = "";
  private Span header;

  private HaproxyRemainder(SourceFile file, Carried carried) {
    this.carried = carried;
    this.header = file.startOfFile();
  }

  static List<Remainder> of(SourceFile file, Carried carried) {
    HaproxyRemainder remainder = new HaproxyRemainder(file, carried);
    HaproxySyntax.read(file, _ -> {}, remainder::line);
    return remainder.all;
  }

  private void line(Directive line) {
    if (SECTIONS.contains(line.keyword())) begin(line);
    else if (!isWhole(line)) add(line, left(line));
  }

  private void begin(Directive line) {
    kind = line.keyword();
    header = line.span();
    String name = line.words().size() > 1 ? line.words().get(1).value() : "";
    String known = (kind + " " + name).strip();
    int before = met.merge(known, 1, Integer::sum);
    section = List.of(before > 1 && !kind.equals("global") ? known + " #" + before : known);
    if (line.words().size() > 2 && !line.words().get(2).value().contains(":"))
      add(line, values(line.words().subList(2, line.words().size())));
  }

  private boolean isWhole(Directive line) {
    List<Word> words = line.words();
    if (!PROXIES.contains(kind)) return false;
    return switch (line.keyword()) {
      case "timeout" -> words.size() == 3 && TIMES.contains(words.get(1).value());
      case "option" -> words.size() == 2;
      case "no" -> words.size() == 3 && words.get(1).is("option");
      default -> WHOLE.contains(line.keyword());
    };
  }

  private List<String> left(Directive line) {
    boolean server = line.keyword().equals("server") || line.keyword().equals("default-server");
    List<Word> words = server && PROXIES.contains(kind) ? withoutOptions(line) : line.words();
    List<Span> known = carried.within(line.span());
    List<String> left = new ArrayList<>();
    for (Word word : words)
      if (known.stream().noneMatch(place -> meet(place, word))) left.add(word.value());
    return left;
  }

  private static boolean meet(Span place, Word word) {
    return place.start() < word.end() && word.start() < place.end();
  }

  /** The keyword, and options that the model does not carry. */
  private static List<Word> withoutOptions(Directive line) {
    List<Word> left = new ArrayList<>();
    left.add(line.words().getFirst());
    int from = line.keyword().equals("server") ? 3 : 1;
    for (int i = from; i < line.words().size(); i++) {
      String option = line.words().get(i).value();
      if (FLAGS.contains(option)) continue;
      if (SETTINGS.contains(option)) i++;
      else left.add(line.words().get(i));
    }
    return left;
  }

  private void add(Directive line, List<String> words) {
    boolean bare = words.size() <= 1 && line.words().size() > words.size();
    if (words.isEmpty() || bare && PROXIES.contains(kind)) return;
    String keyword = line.keyword();
    all.add(
        new Remainder(
            section,
            group(line),
            keyword,
            String.join(" ", words),
            Secrets.masked(words),
            line.span(),
            header));
  }

  private String group(Directive line) {
    String keyword = line.keyword();
    if (ORDERED.contains(keyword)) return "rules";
    boolean named = Set.of("server", "option", "no", "timeout", "stats").contains(keyword);
    return named && line.words().size() > 1 ? keyword + " " + line.words().get(1).value() : keyword;
  }

  private static List<String> values(List<Word> words) {
    return words.stream().map(Word::value).toList();
  }
}
