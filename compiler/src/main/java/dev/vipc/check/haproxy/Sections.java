package dev.vipc.check.haproxy;

import dev.vipc.source.SourceFile;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives each line to the reader of its section. */
final class Sections {
  private final Verdicts out;
  private final Language language;
  private final Proxies proxies;
  private String kind = "";
  private @Nullable SectionLines current;
  private boolean otherListeners;

  Sections(Verdicts out, Language language, Proxies proxies) {
    this.out = out;
    this.language = language;
    this.proxies = proxies;
  }

  void beginFile(SourceFile file) {
    proxies.startAt(file.startOfFile());
    end();
  }

  /** The run is over, or another file begins: so does no section. */
  void end() {
    if (current != null) current.end();
    current = null;
    kind = "";
  }

  boolean hasOtherListeners() {
    return otherListeners;
  }

  /**
   * @param section the word of the section that the line stands in, or begins
   * @param good whether the keyword table found nothing wrong with the line
   */
  void line(Directive line, String section, boolean good) {
    if (section.isEmpty()) return;
    if (line.keyword().equals(section)) {
      if (current != null) current.end();
      current = begin(line, section).orElse(null);
      kind = section;
    } else if (section.equals(kind)) {
      if (good && current != null) current.line(line);
      else if (!good && current instanceof ProxyLines lines) lines.refused(line);
    }
  }

  private Optional<SectionLines> begin(Directive header, String section) {
    return switch (section) {
      case "global" -> Optional.of(new GlobalLines(out, language, this::listens));
      case "defaults", "frontend", "backend", "listen" ->
          Optional.of(new ProxyLines(out, language, proxies, proxies.begin(header)));
      case "program" -> {
        program(header);
        yield Optional.empty();
      }
      default -> named(header, section);
    };
  }

  private Optional<SectionLines> named(Directive header, String section) {
    if (header.words().size() < 2) return Optional.empty();
    Word name = header.words().get(1);
    boolean good = Names.check("`" + section + "` section", name, out);
    return good
        ? Optional.of(new SmallSection(section, name, out, language, this::listens))
        : Optional.empty();
  }

  private void program(Directive header) {
    language.atEnd(
        () -> {
          if (!language.hasGlobal("master-worker"))
            out.laterError(
                HaproxyFindings.BAD_SETTING,
                header.span(),
                "a `program` section needs the master-worker mode",
                "write `master-worker` in `global`, or start the program another way");
        });
  }

  private void listens() {
    otherListeners = true;
  }
}
