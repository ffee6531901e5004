package dev.vipc.keyword;

import dev.vipc.syntax.Document;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lines of a haproxy.cfg by section. HAProxy has no block syntax: a registered section word at
 * the start of a line begins a section wherever it stands, and the section ends at the next one.
 *
 * @param outside the lines before the first section; HAProxy refuses them, save its preprocessor's
 *     directives ({@code .if} and its like)
 */
public record HaproxySections(List<Directive> outside, List<Section> sections) {
  /** The section words of all releases that the keyword table knows; a test compares the two. */
  static final Set<String> WORDS =
      Set.of(
          "global",
          "defaults",
          "frontend",
          "backend",
          "listen",
          "userlist",
          "peers",
          "mailers",
          "resolvers",
          "namespace_list",
          "cache",
          "program",
          "fcgi-app",
          "http-errors",
          "ring",
          "log-forward",
          "crt-store",
          "log-profile",
          "traces",
          "acme",
          "healthcheck");

  /**
   * One section.
   *
   * @param header the line with the section word
   * @param body the lines below it, preprocessor directives among them
   */
  public record Section(Directive header, List<Directive> body) {
    /** The section word, such as {@code frontend}. */
    public String kind() {
      return header.keyword();
    }

    /** The word after the section word; absent in {@code global} and unnamed {@code defaults}. */
    public Optional<Word> name() {
      return header.word(1).filter(word -> !(kind().equals("defaults") && word.is("from")));
    }

    /** The {@code defaults} section that this one names with {@code from} (HAProxy 2.4). */
    public Optional<Word> from() {
      List<Word> words = header.words();
      for (int i = 1; i + 1 < words.size(); i++) {
        if (words.get(i).is("from") && (i > 1 || kind().equals("defaults")))
          return Optional.of(words.get(i + 1));
      }
      return Optional.empty();
    }
  }

  public HaproxySections {
    outside = List.copyOf(outside);
    sections = List.copyOf(sections);
  }

  /** Whether a line begins a section. */
  public static boolean begins(Directive line) {
    return WORDS.contains(line.keyword());
  }

  /** Groups the lines of a file; nothing is reported and no line is lost. */
  public static HaproxySections of(Document document) {
    List<Directive> outside = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    List<Directive> body = outside;
    for (var statement : document.statements()) {
      if (!(statement instanceof Directive directive)) continue;
      if (begins(directive)) {
        body = new ArrayList<>();
        sections.add(new Section(directive, body));
      } else {
        body.add(directive);
      }
    }
    return new HaproxySections(outside, sections);
  }
}
