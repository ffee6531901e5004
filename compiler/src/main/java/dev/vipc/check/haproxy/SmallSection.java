package dev.vipc.check.haproxy;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a section that is no proxy: userlists, peers, resolvers, caches and others.
 */
final class SmallSection implements SectionLines {
  /** The statuses that HAProxy has error pages for. */
  static final Set<String> ERROR_STATUSES =
      Set.of(
          "200", "400", "401", "403", "404", "405", "407", "408", "410", "413", "421", "422", "425",
          "429", "500", "501", "502", "503", "504");

  /** Tells which to write. */
  static String statuses() {
    return "write one of " + String.join(", ", ERROR_STATUSES.stream().sorted().toList());
  }

  /** Whether the number that the word begins with, which is all that HAProxy reads, is one. */
  static boolean hasErrorPage(String status) {
    return ERROR_STATUSES.contains(String.valueOf(Address.leading(status)));
  }

  private final String section;
  private final Word name;
  private final Verdicts out;
  private final Language language;
  private final Runnable listens;
  private final Map<String, Located<String>> names = new HashMap<>(0);
  private final Map<String, Located<String>> used = new HashMap<>(0);
  private boolean ignored;
  private boolean complete;
  private @Nullable Word listener;
  private boolean peerLines;
  private boolean local;

  SmallSection(String section, Word name, Verdicts out, Language language, Runnable listens) {
    this.section = section;
    this.name = name;
    this.out = out;
    this.language = language;
    this.listens = listens;
    language.acls().clear();
    String kind = section.equals("userlist") ? "user list" : section;
    language.references().define(kind, name.located()).ifPresent(this::twice);
  }

  private void twice(Located<String> earlier) {
    boolean warned = section.equals("userlist");
    ignored = warned;
    out.report(
        Diagnostic.of(
                HaproxyFindings.DEFINED_TWICE,
                name.span(),
                "another `%s` section is called `%s`".formatted(section, name.value()))
            .as(warned ? Severity.WARNING : Severity.ERROR)
            .also(earlier.span(), "it is defined here")
            .help("give one of the two another name"));
  }

  @Override
  public void line(Directive line) {
    if (ignored) return;
    List<Word> words = line.words();
    switch (section) {
      case "userlist" -> userlist(words);
      case "peers" -> peers(words);
      case "resolvers" -> resolvers(words);
      case "mailers" -> mailers(words);
      case "cache" -> cache(words);
      case "http-errors" -> errors(words);
      case "ring" -> ring(words);
      case "fcgi-app" -> application(words);
      case "log-forward" -> forward(words);
      default -> {}
    }
  }

  private void userlist(List<Word> words) {
    if (words.size() < 2) return;
    String kind = words.getFirst().value();
    Word who = words.get(1);
    Located<String> earlier = names.putIfAbsent(kind + " " + who.value(), who.located());
    if (earlier != null) {
      out.report(
          Diagnostic.of(
                  HaproxyFindings.DEFINED_TWICE,
                  who.span(),
                  "another %s of the userlist is called `%s`, and this one is ignored"
                      .formatted(kind, who.value()))
              .as(Severity.WARNING)
              .also(earlier.span(), "it is defined here")
              .help("delete one of the two"));
      return;
    }
    for (int i = 2; i + 1 < words.size(); i += 2) {
      Word option = words.get(i);
      String target = option.is("groups") ? "group " : option.is("users") ? "user " : "";
      if (target.isEmpty()) {
        if (!option.is("password") && !option.is("insecure-password"))
          refuse(option.span(), "`" + option.value() + "` is no argument of a " + kind);
        continue;
      }
      Word list = words.get(i + 1);
      for (String one : list.value().split(",", -1))
        used.putIfAbsent(target + one, new Located<>(one, list.span()));
    }
  }

  private void peers(List<Word> words) {
    Word first = words.getFirst();
    switch (first.value()) {
      case "peer", "server" -> peer(words);
      case "bind" -> {
        if (peerLines) refuse(first.span(), "`bind` does not go with the `peer` lines above it");
        else if (listener != null)
          refuse(first.span(), "a `peers` section has one `bind` line, and this is the second");
        listener = first;
        if (words.size() > 1)
          language.address(
              words.get(1),
              Address.Takes.PORT_NEEDED,
              Address.Takes.PORT_RANGE,
              Address.Takes.STREAM,
              Address.Takes.DESCRIPTOR);
      }
      case "table" -> {
        if (words.size() > 1)
          new StickTable(out, language)
              .read(words.subList(1, words.size()), name.value() + "/" + words.get(1).value());
      }
      case "log" -> new LogLine(out, language).read(words);
      default -> {}
    }
  }

  private void peer(List<Word> words) {
    if (words.size() < 2 || !Names.check(words.getFirst().value(), words.get(1), out)) return;
    if (words.getFirst().is("peer")) {
      peerLines = true;
      if (listener != null)
        refuse(words.getFirst().span(), "`peer` does not go with the `bind` line above it");
    }
    String wanted = language.localPeer();
    local |= wanted.isEmpty() || words.get(1).is(wanted);
    if (words.size() > 2) language.address(words.get(2), Address.Takes.STREAM);
    complete = true;
  }

  private void resolvers(List<Word> words) {
    Word first = words.getFirst();
    switch (first.value()) {
      case "nameserver" -> {
        if (words.size() < 3) {
          refuse(first.span(), "`nameserver` needs a name and an address");
          return;
        }
        complete = true;
        named("nameserver", words.get(1));
        language.address(
            words.get(2), Address.Takes.PORT_NEEDED, Address.Takes.STREAM, Address.Takes.DATAGRAM);
      }
      case "parse-resolv-conf" -> {
        complete = true;
        out.assume("list of resolvers", "/etc/resolv.conf", first.span());
      }
      default -> {}
    }
  }

  private void mailers(List<Word> words) {
    if (!words.getFirst().is("mailer")) return;
    if (words.size() < 3) {
      refuse(words.getFirst().span(), "`mailer` needs a name and an address");
      return;
    }
    language.address(words.get(2), Address.Takes.PORT_NEEDED, Address.Takes.STREAM);
  }

  private void named(String what, Word word) {
    Located<String> earlier = names.putIfAbsent(word.value(), word.located());
    if (earlier == null) return;
    out.report(
        Diagnostic.of(
                HaproxyFindings.DEFINED_TWICE,
                word.span(),
                "another %s of the section is called `%s`".formatted(what, word.value()))
            .also(earlier.span(), "it is defined here")
            .help("give one of the two another name"));
  }

  private void cache(List<Word> words) {
    if (!words.getFirst().is("total-max-size") || words.size() < 2) return;
    complete = true;
    Word size = words.get(1);
    if (!Address.isNumber(size.value()))
      refuse(size.span(), "`" + size.value() + "` is no number of megabytes");
  }

  private void errors(List<Word> words) {
    if (!words.getFirst().is("errorfile") || words.size() < 3) return;
    Word status = words.get(1);
    if (!hasErrorPage(status.value()))
      refuse(status.span(), "HAProxy has no error page for status `" + status.value() + "`");
    else out.assume("file", words.get(2).value(), words.get(2).span());
  }

  private void ring(List<Word> words) {
    Word first = words.getFirst();
    if (first.is("format") && words.size() > 1) {
      Set<String> formats =
          Set.of("iso", "local", "priority", "raw", "rfc3164", "rfc5424", "short", "timed");
      if (!formats.contains(words.get(1).value()))
        refuse(words.get(1).span(), "`" + words.get(1).value() + "` is no log format");
    } else if (first.is("server") && words.size() > 2) {
      language.address(words.get(2), Address.Takes.PORT_NEEDED, Address.Takes.STREAM);
    }
  }

  private void application(List<Word> words) {
    switch (words.getFirst().value()) {
      case "docroot" -> complete = true;
      case "acl" -> language.acls().define(words);
      default -> {}
    }
  }

  private void forward(List<Word> words) {
    switch (words.getFirst().value()) {
      case "bind" -> {
        listens.run();
        if (words.size() > 1)
          language.address(
              words.get(1),
              Address.Takes.PORT_NEEDED,
              Address.Takes.PORT_RANGE,
              Address.Takes.STREAM,
              Address.Takes.DESCRIPTOR);
      }
      case "dgram-bind" -> {
        listens.run();
        if (words.size() > 1)
          language.address(
              words.get(1),
              Address.Takes.PORT_NEEDED,
              Address.Takes.PORT_RANGE,
              Address.Takes.DATAGRAM,
              Address.Takes.DESCRIPTOR);
      }
      case "log" -> new LogLine(out, language).read(words);
      default -> {}
    }
  }

  @Override
  public void end() {
    switch (section) {
      case "userlist" -> unknownMembers();
      case "peers" -> localPeer();
      case "cache" -> {
        if (!complete) lacks("`total-max-size`");
      }
      case "fcgi-app" -> {
        if (!complete) lacks("`docroot`");
      }
      case "resolvers" -> {
        if (!complete)
          out.laterWarning(
              HaproxyFindings.WITHOUT_EFFECT,
              name.span(),
              "`resolvers " + name.value() + "` has no `nameserver`",
              "add one, or `parse-resolv-conf`");
      }
      default -> {}
    }
  }

  private void lacks(String what) {
    out.laterError(
        HaproxyFindings.BAD_SETTING,
        name.span(),
        "`%s %s` has no %s".formatted(section, name.value(), what),
        "add it");
  }

  private void localPeer() {
    if (local) {
      listens.run();
      if (language.localPeer().isEmpty())
        out.assume("peer of this machine's name in", name.value(), name.span());
      return;
    }
    String why =
        complete
            ? "no `peer` is called `" + language.localPeer() + "`, as `localpeer` says"
            : "it has no `peer`";
    out.laterWarning(
        HaproxyFindings.WITHOUT_EFFECT,
        name.span(),
        "`peers " + name.value() + "` is dropped: " + why,
        "add the peer that is this machine");
  }

  private void unknownMembers() {
    used.forEach(
        (key, place) -> {
          if (names.containsKey(key)) return;
          String what = key.substring(0, key.indexOf(' '));
          out.laterError(
              HaproxyFindings.UNKNOWN_REFERENCE,
              place.span(),
              "the userlist has no %s `%s`".formatted(what, place.value()),
              "define it in the same userlist");
        });
  }

  private void refuse(Span span, String message) {
    out.error(
        HaproxyFindings.BAD_SETTING, span, message, "see the section's keywords in the manual");
  }
}
