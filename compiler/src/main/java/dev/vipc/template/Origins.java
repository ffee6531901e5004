package dev.vipc.template;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where each stretch of a rendered text comes from in its template. */
final class Origins {
  /**
   * @param start in the rendered text; it ends where the next one begins
   * @param literal whether it was written as it stands, character by character
   */
  private record Run(int start, int from, int until, boolean literal) {}

  private final SourceFile template;
  private final List<Run> runs = new ArrayList<>();

  Origins(SourceFile template) {
    this.template = template;
  }

  SourceFile template() {
    return template;
  }

  /** The text of the template itself. */
  static Origins same(SourceFile template) {
    Origins origins = new Origins(template);
    origins.add(0, 0, template.text().length(), true);
    return origins;
  }

  /** Adds the next stretch. */
  void add(int start, int from, int until, boolean literal) {
    runs.add(new Run(start, from, until, literal));
  }

  /** The place in the template that wrote a place of the text. */
  Span of(Span rendered) {
    if (runs.isEmpty()) return template.startOfFile();
    Run first = runs.get(runOf(rendered.start()));
    int start = offset(first, rendered.start());
    if (rendered.start() == rendered.end()) return template.span(start, start);
    Run last = runs.get(runOf(rendered.end() - 1));
    int end = last.literal() ? offset(last, rendered.end() - 1) + 1 : last.until();
    // a loop may have written the end from further above
    if (end <= start || first != last && last.from() < first.from()) end = first.until();
    return template.span(start, Math.min(end, template.text().length()));
  }

  /** The same place where the text was written as it stands; absent where a tag wrote of it. */
  Optional<Span> literal(Span rendered) {
    if (runs.isEmpty()) return Optional.empty();
    Run run = runs.get(runOf(Math.max(rendered.start(), rendered.end() - 1)));
    boolean within = run.literal() && rendered.start() >= run.start();
    return within ? Optional.of(of(rendered)) : Optional.empty();
  }

  private static int offset(Run run, int at) {
    return run.literal() ? Math.min(run.from() + at - run.start(), run.until()) : run.from();
  }

  private int runOf(int offset) {
    int low = 0;
    int high = runs.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (runs.get(middle).start() <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
