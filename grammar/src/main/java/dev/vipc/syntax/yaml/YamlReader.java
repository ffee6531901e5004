package dev.vipc.syntax.yaml;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.syntax.SyntaxFaults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Goes over the events of a file; after a fault, on with the next document. */
final class YamlReader {
  private static final int MAX_FAULTS = 20;

  /**
   * Of lines with marks, the first that is no part of a longer text counts; one is near the top.
   */
  private static final int MAX_MARKS = 100;

  private final SourceFile file;
  private final Reporter out;
  private final String text;
  private final Mask mask;
  private final CodePoints codePoints;
  private final List<YamlNode> documents = new ArrayList<>();
  private final List<Span> scalars = new ArrayList<>();
  private Optional<Span> unquotedMark = Optional.empty();
  private YamlTree tree;

  /** The code point that the present reader began at. */
  private int base;

  YamlReader(SourceFile file, Reporter out) {
    this.file = file;
    this.out = out;
    this.text = file.text();
    this.mask = new Mask(text);
    this.codePoints = new CodePoints(text);
    this.tree = new YamlTree(file, out);
  }

  List<YamlNode> documents() {
    return documents;
  }

  /** The text of every scalar that was read, in file order. */
  List<Span> scalars() {
    return scalars;
  }

  void read() {
    String shown = mask.shown();
    int start = 0;
    for (int faults = 0; start >= 0 && faults < MAX_FAULTS; faults++) {
      base = codePoints.index(start);
      int bad = firstUnprintable(shown, start);
      int end = bad < 0 ? shown.length() : Math.max(start, shown.lastIndexOf("\n---", bad) + 1);
      int fault = readFrom(shown.substring(start, end));
      if (fault < 0 && bad >= 0) fault = reported(unprintable(shown, bad));
      start = nextDocument(start, fault);
    }
    reportMarks();
  }

  /**
   * The offset of the next character that YAML does not allow, negative without one. The library
   * would refuse the whole text for it, and with it the documents that are good.
   */
  private static int firstUnprintable(String shown, int from) {
    for (int at = from; at < shown.length(); at += Character.charCount(shown.codePointAt(at)))
      if (!StreamReader.isPrintable(shown.codePointAt(at))) return at;
    return -1;
  }

  /** Where the document behind a fault begins; negative where there was no fault or is none. */
  private int nextDocument(int start, int fault) {
    if (fault < 0) return -1;
    int at = Math.max(start, text.lastIndexOf('\n', fault - 1));
    int next = text.indexOf("\n---", at);
    return next < 0 ? -1 : next + 1;
  }

  /** Reads to the end of the text or to a fault; the fault's offset, negative without one. */
  private int readFrom(String shown) {
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setCodePointLimit(Integer.MAX_VALUE)
              // All at once: the library copies what it holds for each piece that a long text adds.
              .setBufferSize(shown.length() + 1)
              .build();
      ParserImpl events = new ParserImpl(settings, new StreamReader(settings, shown));
      while (events.hasNext()) {
        Event event = events.next();
        accept(event);
        if (tree.refused()) return span(event).start();
      }
      return -1;
    } catch (MarkedYamlEngineException fault) {
      return reported(marked(fault));
    } catch (YamlEngineException fault) {
      return reported(
          Diagnostic.of(YamlFaults.FAULT, one(codePoints.offset(base)), "not YAML: " + fault));
    }
  }

  private int reported(Diagnostic fault) {
    out.report(fault);
    return fault.span().start();
  }

  private void accept(Event event) {
    switch (event) {
      case DocumentStartEvent _ -> tree = new YamlTree(file, out);
      case DocumentEndEvent _ -> tree.root().filter(YamlReader::holds).ifPresent(documents::add);
      case ScalarEvent scalar -> scalar(scalar);
      case AliasEvent alias -> tree.alias(alias.getAlias().getValue(), span(alias));
      case MappingStartEvent start ->
          tree.start(true, name(start.getAnchor()), start.isFlow(), nodeSpan(start));
      case SequenceStartEvent start ->
          tree.start(false, name(start.getAnchor()), start.isFlow(), nodeSpan(start));
      case MappingEndEvent end -> tree.end(span(end));
      case SequenceEndEvent end -> tree.end(span(end));
      default -> {}
    }
  }

  private void scalar(ScalarEvent scalar) {
    Span span = trimmed(nodeSpan(scalar));
    scalars.add(span);
    if (scalar.isPlain() && unquotedMark.isEmpty() && text.startsWith("{{", span.start()))
      unquotedMark = Optional.of(span);
    String value = mask.restored(scalar.getValue());
    tree.scalar(name(scalar.getAnchor()), value, scalar.isPlain(), span);
  }

  private static Optional<String> name(Optional<Anchor> anchor) {
    return anchor.map(Anchor::getValue);
  }

  /** An empty document, such as one with comments alone, is told as an empty scalar. */
  private static boolean holds(YamlNode root) {
    return !(root instanceof YamlNode.Scalar s && s.plain() && s.value().isEmpty());
  }

  private Span trimmed(Span span) {
    int end = span.end();
    while (end > span.start() && Character.isWhitespace(text.charAt(end - 1))) end--;
    return file.span(span.start(), end);
  }

  /** From behind the node's anchor and tag, which the event's mark includes. */
  private Span nodeSpan(NodeEvent event) {
    Span span = span(event);
    int start = span.start();
    while (start < span.end() && (text.charAt(start) == '&' || text.charAt(start) == '!')) {
      while (start < span.end() && !Character.isWhitespace(text.charAt(start))) start++;
      while (start < span.end() && Character.isWhitespace(text.charAt(start))) start++;
    }
    return file.span(start, span.end());
  }

  private Span span(Event event) {
    int start = event.getStartMark().map(this::offset).orElse(0);
    int end = event.getEndMark().map(this::offset).orElse(start);
    return file.span(start, Math.max(start, end));
  }

  private int offset(Mark mark) {
    return codePoints.offset(base + mark.getIndex());
  }

  private Diagnostic marked(MarkedYamlEngineException fault) {
    Optional<Mark> mark = fault.getProblemMark().or(fault::getContextMark);
    Span at = one(mark.map(this::offset).orElse(0));
    if (at.text().equals("\t"))
      return Diagnostic.of(YamlFaults.FAULT, at, "not YAML: a tab stands where only blanks may")
          .help("indent with blanks");
    Diagnostic found =
        Diagnostic.of(YamlFaults.FAULT, at, "not YAML: " + asSentence(fault.getProblem()));
    Optional<Mark> context = fault.getContextMark().filter(_ -> fault.getContext() != null);
    return context
        .map(c -> found.also(one(offset(c)), asSentence(fault.getContext())))
        .orElse(found);
  }

  private Diagnostic unprintable(String shown, int at) {
    return Diagnostic.of(
            YamlFaults.FAULT,
            one(at),
            "not YAML: the character U+%04X may not stand in it".formatted(shown.codePointAt(at)))
        .help("save the file as UTF-8 text without control characters");
  }

  /** The character at an offset; nothing at the end of the file. */
  private Span one(int at) {
    return file.span(at, Math.min(text.length(), at + 1));
  }

  /** The library's message in our form: lower case, no full stop. */
  private static String asSentence(String message) {
    String first = message.split("\\. |\\.$")[0];
    return first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
  }

  /** The first mark of a template that YAML itself would read as something else. */
  private void reportMarks() {
    Stream<Span> lines =
        mask.markedLines().stream().limit(MAX_MARKS).filter(this::outsideScalars).map(this::two);
    Stream.concat(lines, unquotedMark.map(Span::start).map(this::two).stream())
        .min(Comparator.naturalOrder())
        .ifPresent(
            mark ->
                out.report(
                    Diagnostic.of(
                            SyntaxFaults.TEMPLATE, mark, "this is a mark of a template, not YAML")
                        .help("lint the file that the template engine makes of it")));
  }

  private boolean outsideScalars(int at) {
    return scalars.stream().noneMatch(scalar -> scalar.start() <= at && at < scalar.end());
  }

  private Span two(int at) {
    return file.span(at, at + 2);
  }
}
