package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.keyword.NearestWord;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The proxies of a run: which names are taken, which {@code defaults} each begins with. */
final class Proxies {
  /** A {@code defaults} section. */
  private static final class Defaults {
    final Word header;
    final String name;
    final ProxySettings settings;
    boolean explicit;
    boolean rules;
    boolean rulesOfConnections;
    boolean rulesOfResponses;
    String usedBy = "";

    Defaults(Word header, String name, ProxySettings settings) {
      this.header = header;
      this.name = name;
      this.settings = settings;
    }
  }

  private final Verdicts out;
  private final Language language;
  private final Map<String, Proxy> frontends = new HashMap<>();
  private final Map<String, Proxy> backends = new HashMap<>();
  private final Map<String, Located<String>> ids = new HashMap<>();
  private final List<Proxy> all = new ArrayList<>();
  private final Map<String, List<Defaults>> named = new HashMap<>();
  private Optional<Defaults> last = Optional.empty();
  private Optional<Defaults> current = Optional.empty();

  Proxies(Verdicts out, Language language) {
    this.out = out;
    this.language = language;
  }

  /** Begins a {@code defaults}, {@code frontend}, {@code backend} or {@code listen} section. */
  Proxy begin(Directive header) {
    current = Optional.empty();
    String kind = header.keyword();
    return kind.equals("defaults") ? beginDefaults(header) : beginProxy(header, kind);
  }

  private Proxy beginDefaults(Directive header) {
    List<Word> words = header.words();
    boolean isNamed = words.size() > 1 && !words.get(1).is("from");
    String name = isNamed ? words.get(1).value() : "";
    ProxySettings settings =
        from(words, isNamed ? 2 : 1, "defaults")
            .map(base -> new ProxySettings(base.settings))
            .orElseGet(ProxySettings::new);
    Word place = words.get(isNamed ? 1 : 0);
    Defaults defaults = new Defaults(place, name, settings);
    if (isNamed) {
      named.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(defaults);
    }
    last = Optional.of(defaults);
    current = last;
    return new Proxy("defaults", name, place.span(), settings);
  }

  private Proxy beginProxy(Directive header, String kind) {
    List<Word> words = header.words();
    Word name = words.size() > 1 ? words.get(1) : new Word("", header.keywordSpan());
    if (words.size() > 1) Names.check(kind, name, out);
    Optional<Defaults> explicit = from(words, 2, kind);
    Optional<Defaults> base = explicit.or(() -> last);
    base.ifPresent(defaults -> checkUse(defaults, explicit.isPresent(), kind, name));
    ProxySettings settings =
        base.map(defaults -> new ProxySettings(defaults.settings)).orElseGet(ProxySettings::new);
    Proxy proxy = new Proxy(kind, name.value(), name.span(), settings);
    if (!proxy.isFrontend()) settings.dropDefaultBackend();
    settings.placeOf("disabled").ifPresent(_ -> proxy.setDisabled(true));
    // an address behind the name, as in old files: the keyword table says what to write instead
    if (words.size() > 2 && !words.get(2).is("from")) proxy.addBind();
    boolean silent = kind.equals("backend") && out.asProgram() && out.atLeast(2, 4);
    if (silent && !isHeader(words)) return proxy;
    register(proxy, name);
    all.add(proxy);
    return proxy;
  }

  /** From 2.4 on HAProxy passes over a backend whose line has more words, in silence. */
  private static boolean isHeader(List<Word> words) {
    return words.size() < 3 || (words.size() > 3 && words.get(2).is("from"));
  }

  /** The section that {@code from} at an index of a header names. */
  private Optional<Defaults> from(List<Word> words, int at, String kind) {
    if (words.size() <= at + 1 || !words.get(at).is("from") || !out.atLeast(2, 4))
      return Optional.empty();
    Word name = words.get(at + 1);
    List<Defaults> candidates = named.getOrDefault(name.value(), List.of());
    if (candidates.isEmpty()) {
      out.error(
          HaproxyFindings.UNKNOWN_REFERENCE,
          name.span(),
          "no `defaults` section above is called `" + name.value() + "`",
          NearestWord.of(name.value(), named.keySet())
              .map(near -> "write `" + near + "`")
              .orElse("define it above this line"));
      return Optional.empty();
    }
    if (candidates.size() > 1) {
      ambiguous(name, candidates, kind);
      return Optional.empty();
    }
    if (!Names.check("section", new Word(candidates.getFirst().name, name.span()), out))
      return Optional.empty();
    Defaults base = candidates.getFirst();
    base.explicit = true;
    if (kind.equals("defaults") && base.rules) {
      refuse(name, "a `defaults` with rules cannot be the base of another one", base);
      return Optional.empty();
    }
    return Optional.of(base);
  }

  private void ambiguous(Word name, List<Defaults> candidates, String kind) {
    out.report(
        Diagnostic.of(
                HaproxyFindings.AMBIGUOUS_DEFAULTS,
                name.span(),
                "`%s` is the name of several `defaults`, so this `%s` can use none of them"
                    .formatted(name.value(), kind))
            .also(candidates.getFirst().header.span(), "one is here")
            .also(candidates.get(1).header.span(), "another is here")
            .help("give each `defaults` a name of its own"));
  }

  private void refuse(Word place, String message, Defaults base) {
    out.report(
        Diagnostic.of(HaproxyFindings.AMBIGUOUS_DEFAULTS, place.span(), message)
            .also(base.header.span(), "that `defaults` is here")
            .help("write the rules in the sections that need them"));
  }

  private void checkUse(Defaults base, boolean explicit, String kind, Word name) {
    if (base.rules) {
      if (kind.equals("listen")) {
        refuse(name, "a `listen` cannot use a `defaults` with rules", base);
      } else if (!base.usedBy.isEmpty() && !base.usedBy.equals(kind)) {
        refuse(name, "frontends and backends cannot share a `defaults` with rules", base);
      } else if (kind.equals("backend") && base.rulesOfConnections) {
        refuse(
            name,
            "a `backend` cannot use a `defaults` with `tcp-request connection` or `session` rules",
            base);
      } else if (kind.equals("frontend") && base.rulesOfResponses) {
        refuse(
            name, "a `frontend` cannot use a `defaults` with `tcp-response content` rules", base);
      }
      base.usedBy = kind;
    }
    if (!explicit && base.explicit && !base.name.isEmpty()) mixed(base, name);
  }

  private void mixed(Defaults base, Word name) {
    out.report(
        Diagnostic.of(
                HaproxyFindings.AMBIGUOUS_DEFAULTS,
                name.span(),
                "`%s` gets `defaults %s` by its place, and other sections name that one"
                    .formatted(name.value(), base.name))
            .as(Severity.WARNING)
            .also(base.header.span(), "that `defaults` is here")
            .help("write `from " + base.name + "` here too"));
  }

  /**
   * A rule stands in the {@code defaults} that was begun last.
   *
   * @param kind for instance {@code tcp-request content}
   */
  void hasRules(String kind) {
    current.ifPresent(
        defaults -> {
          defaults.rules = true;
          switch (kind) {
            case "tcp-request connection", "tcp-request session" ->
                defaults.rulesOfConnections = true;
            case "tcp-response content" -> defaults.rulesOfResponses = true;
            default -> {}
          }
        });
  }

  private void register(Proxy proxy, Word name) {
    if (name.value().isEmpty()) return;
    Optional<Proxy> twin = Optional.empty();
    Optional<Proxy> other = Optional.empty();
    // a listen section is held against frontends alone (cfgparse-listen.c)
    if (proxy.isFrontend()) {
      twin = Optional.ofNullable(frontends.get(name.value()));
      other = Optional.ofNullable(backends.get(name.value()));
    } else {
      twin = Optional.ofNullable(backends.get(name.value()));
      other = Optional.ofNullable(frontends.get(name.value()));
    }
    if (twin.isPresent()) twice(proxy, twin.get(), name, out.atLeast(1, 6));
    else if (other.isPresent() && out.atLeast(3, 1)) shared(proxy, other.get(), name);
    if (proxy.isFrontend()) frontends.putIfAbsent(name.value(), proxy);
    if (proxy.isBackend()) {
      backends.putIfAbsent(name.value(), proxy);
      language.references().define("backend", name.located());
    }
    if (proxy.isFrontend()) language.references().define("frontend", name.located());
  }

  private void twice(Proxy proxy, Proxy earlier, Word name, boolean refused) {
    out.report(
        Diagnostic.of(
                HaproxyFindings.DEFINED_TWICE,
                name.span(),
                "%s has the same name as %s".formatted(proxy.said(), earlier.said()))
            .as(refused ? Severity.ERROR : Severity.WARNING)
            .also(earlier.place(), "it is defined here")
            .help("give one of the two another name"));
  }

  /** Of lint's rules, HX012 says it. */
  private void shared(Proxy proxy, Proxy other, Word name) {
    if (!out.asProgram()) return;
    out.report(
        Diagnostic.of(
                HaproxyFindings.DEFINED_TWICE,
                name.span(),
                "%s has the same name as %s, which HAProxy refuses since 3.3"
                    .formatted(proxy.said(), other.said()))
            .as(out.atLeast(3, 3) ? Severity.ERROR : Severity.WARNING)
            .also(other.place(), "it is defined here")
            .help("give one of the two another name"));
  }

  /** A proxy's number of its own; the same number twice is refused. */
  void setId(Proxy proxy, Word id) {
    Located<String> earlier = ids.putIfAbsent(id.value(), id.located());
    if (earlier == null || proxy.isDefaults()) return;
    out.report(
        Diagnostic.of(
                HaproxyFindings.DEFINED_TWICE,
                id.span(),
                "id `%s` belongs to another section".formatted(id.value()))
            .also(earlier.span(), "it is given here")
            .help("write another number"));
  }

  Optional<Proxy> backend(String name) {
    return Optional.ofNullable(backends.get(name));
  }

  /**
   * All is read: says what only the whole can tell.
   *
   * @param otherListeners whether something beside proxies listens
   */
  void end(boolean otherListeners) {
    for (Proxy proxy : all) if (!proxy.isDisabled()) new TargetCheck(out, this).check(proxy);
    language.end();
    if (out.asProgram() && out.isGoodSoFar() && !otherListeners && !out.atLeast(3, 5) && !listens())
      nothingListens();
  }

  private boolean listens() {
    for (Proxy proxy : all) if (proxy.binds() > 0 && !proxy.isDisabled()) return true;
    return false;
  }

  private void nothingListens() {
    Optional<Span> place = all.isEmpty() ? startOfAll : Optional.of(all.getFirst().place());
    place.ifPresent(
        span ->
            out.laterError(
                HaproxyFindings.NOTHING_LISTENS,
                span,
                "no `bind` line is in force, so HAProxy %s does not start".formatted(out.release()),
                "add a `frontend` or a `listen` with a `bind` line"));
  }

  private Optional<Span> startOfAll = Optional.empty();

  /** Where the run begins. */
  void startAt(Span span) {
    if (startOfAll.isEmpty()) startOfAll = Optional.of(span);
  }
}
