package dev.vipc.check.haproxy;

import dev.vipc.keyword.Keyword;
import dev.vipc.keyword.KeywordTable;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ACLs of one section, and the conditions that use them. */
final class Acls {
  /** ACLs that every section has. */
  private static final Map<String, String> PREDEFINED =
      Map.ofEntries(
          Map.entry("TRUE", "always_true"),
          Map.entry("FALSE", "always_false"),
          Map.entry("LOCALHOST", "src"),
          Map.entry("HTTP", "req.proto_http"),
          Map.entry("HTTP_1.0", "req.ver"),
          Map.entry("HTTP_1.1", "req.ver"),
          Map.entry("HTTP_2.0", "req.ver"),
          Map.entry("HTTP_3.0", "req.ver"),
          Map.entry("METH_CONNECT", "method"),
          Map.entry("METH_DELETE", "method"),
          Map.entry("METH_GET", "method"),
          Map.entry("METH_HEAD", "method"),
          Map.entry("METH_OPTIONS", "method"),
          Map.entry("METH_PATCH", "method"),
          Map.entry("METH_POST", "method"),
          Map.entry("METH_PUT", "method"),
          Map.entry("METH_TRACE", "method"),
          Map.entry("HTTP_URL_ABS", "url"),
          Map.entry("HTTP_URL_SLASH", "url"),
          Map.entry("HTTP_URL_STAR", "url"),
          Map.entry("HTTP_CONTENT", "req.hdr_val"),
          Map.entry("RDP_COOKIE", "req.rdp_cookie_cnt"),
          Map.entry("REQ_CONTENT", "req.len"),
          Map.entry("WAIT_END", "wait_end"));

  /** One test: its fetch, and where that can be used. */
  private record Test(String fetch, int places) {}

  private final KeywordTable.Place names;
  private final Samples samples;
  private final Patterns patterns;
  private final Verdicts out;
  private final Map<String, List<Test>> defined = new HashMap<>();
  private Optional<Located<String>> raw = Optional.empty();

  Acls(KeywordTable table, Samples samples, Verdicts out) {
    this.names = table.place("acl name").orElseThrow();
    this.samples = samples;
    this.patterns = new Patterns(out);
    this.out = out;
  }

  /** Another section begins: it has no ACL yet. */
  void clear() {
    if (!defined.isEmpty()) defined.clear();
    raw = Optional.empty();
  }

  /** The first fetch of raw bytes in a condition of the section. */
  Optional<Located<String>> raw() {
    return raw;
  }

  /** Reads a line {@code acl NAME TEST…}. */
  void define(List<Word> line) {
    if (line.size() < 2) return;
    Word name = line.get(1);
    if (name.value().equalsIgnoreCase("or")) {
      out.error(
          HaproxyFindings.BAD_ACL,
          name.span(),
          "an ACL called `%s` never matches, since `or` joins terms of a condition"
              .formatted(name.value()),
          "give it another name");
      return;
    }
    if (!Names.check("ACL", name, out)) return;
    Optional<Test> test = test(line, 2, line.size());
    List<Test> tests = defined.computeIfAbsent(name.value(), _ -> new ArrayList<>(1));
    test.ifPresent(tests::add);
  }

  /**
   * Reads what follows {@code if} or {@code unless}, to the end of the line.
   *
   * @param where the bits of the places that the condition stands in
   */
  void condition(Cursor line, int where) {
    line.next();
    while (!line.atEnd()) {
      String word = line.peek();
      if (word.equalsIgnoreCase("or") || word.equals("||") || word.equals("!")) {
        line.next();
      } else if (word.equals("{") || word.equals("!{")) {
        if (!anonymous(line, where)) return;
      } else if (!named(line, where)) {
        return;
      }
    }
  }

  private boolean anonymous(Cursor line, int where) {
    int start = line.index() + 1;
    int end = start;
    List<Word> words = line.words();
    while (end < words.size() && !words.get(end).is("}")) end++;
    if (end == words.size()) {
      out.error(
          HaproxyFindings.BAD_CONDITION,
          line.span(),
          "this brace is not closed by a `}` that is a word of its own",
          "write a blank and `}` behind the test");
      return false;
    }
    Optional<Test> test = test(words, start, end);
    line.skip(end + 1 - line.index());
    test.ifPresent(found -> checkPlace(found, "the test", words.get(start).span(), where));
    return test.isPresent();
  }

  private boolean named(Cursor line, int where) {
    Span span = line.span();
    String word = line.next();
    int negations = 0;
    while (negations < word.length() && word.charAt(negations) == '!') negations++;
    String name = word.substring(negations);
    List<Test> tests = defined.get(name);
    if (tests != null) {
      for (Test test : tests) checkPlace(test, "ACL `" + name + "`", span, where);
      return true;
    }
    String fetch = PREDEFINED.get(name);
    if (fetch == null) {
      out.error(
          HaproxyFindings.UNKNOWN_ACL,
          span,
          "no ACL is called `" + name + "` above this line in the section",
          instead(name));
      return false;
    }
    samples
        .fetch(fetch)
        .ifPresent(
            row ->
                checkPlace(
                    new Test(fetch, samples.places(row)), "ACL `" + name + "`", span, where));
    return true;
  }

  /**
   * HAProxy joins conditions by writing one behind the other; its other words are in small letters.
   */
  private static String instead(String name) {
    if (name.startsWith("{") || name.endsWith("}")) return "write blanks around the braces";
    return switch (name) {
      case "|" -> "write `or` or `||`";
      case "AND", "And", "and", "&&", "&" ->
          "delete it: what stands side by side must hold together";
      case "NOT", "not" -> "write `!` before the name";
      default -> "define it with `acl " + name + " …`";
    };
  }

  private void checkPlace(Test test, String what, Span span, int where) {
    if (raw.isEmpty() && samples.isRaw(test.fetch))
      raw = Optional.of(new Located<>(test.fetch, span));
    if ((test.places & where) != 0) return;
    out.warning(
        HaproxyFindings.NOT_AVAILABLE,
        span,
        "%s never matches: `%s` is not available here".formatted(what, test.fetch),
        "use a fetch of what is known at this point");
  }

  /** Reads a test: an expression or an ACL keyword, flags, patterns. */
  private Optional<Test> test(List<Word> line, int start, int end) {
    if (start >= end) {
      out.error(
          HaproxyFindings.BAD_ACL,
          line.get(Math.min(start, line.size()) - 1).span(),
          "a test is missing",
          "write a sample fetch, such as `src 10.0.0.0/8`");
      return Optional.empty();
    }
    Word first = line.get(start);
    int nameEnd = Samples.nameEnd(first.value(), 0);
    String name = first.value().substring(0, nameEnd);
    Optional<Keyword> alias =
        names.find(name, out.release()).filter(row -> row.knownIn(out.release()));
    String fetch =
        alias.map(row -> row.field("fetch")).filter(text -> !text.isEmpty()).orElse(name);
    Optional<Samples.Sample> sample =
        samples.read(fetch + first.value().substring(nameEnd), 0, first.span(), Samples.EVERYWHERE);
    if (sample.isEmpty()) return Optional.empty();
    String rest = (fetch + first.value().substring(nameEnd)).substring(sample.get().end());
    if (!rest.isEmpty() && !rest.equals(",")) {
      out.error(
          HaproxyFindings.BAD_SAMPLE,
          first.span(),
          "`" + rest + "` stands behind the expression",
          "write a comma before a converter");
      return Optional.empty();
    }
    String match = alias.map(row -> row.field("match")).filter(text -> !text.isEmpty()).orElse("");
    boolean fits = patterns.check(line, start + 1, end, first, sample.get().type(), match);
    return fits
        ? Optional.of(new Test(sample.get().name(), sample.get().places()))
        : Optional.empty();
  }
}
