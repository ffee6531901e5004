package dev.vipc.syntax.yaml;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.api.LoadSettings;
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
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** One pass over the events of a file. */
final class YamlReader {
  private final SourceFile file;
  private final Reporter out;
  private final String text;
  private final CodePoints codePoints;
  private final List<YamlNode> documents = new ArrayList<>();
  private YamlTree tree;

  YamlReader(SourceFile file, Reporter out) {
    this.file = file;
    this.out = out;
    this.text = file.text();
    this.codePoints = new CodePoints(text);
    this.tree = new YamlTree(file, out);
  }

  List<YamlNode> documents() {
    return documents;
  }

  void read() {
    try {
      LoadSettings settings =
          LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setLabel(file.path()).build();
      ParserImpl events =
          new ParserImpl(settings, new StreamReader(settings, EscapedBytes.printable(text)));
      while (!tree.refused() && events.hasNext()) accept(events.next());
    } catch (MarkedYamlEngineException fault) {
      out.report(marked(fault));
    } catch (ReaderException fault) {
      out.report(unprintable(fault));
    } catch (YamlEngineException fault) {
      out.report(Diagnostic.of(YamlFaults.FAULT, file.startOfFile(), "not YAML: " + fault));
    }
  }

  private void accept(Event event) {
    switch (event) {
      case DocumentStartEvent _ -> tree = new YamlTree(file, out);
      case DocumentEndEvent _ -> tree.root().filter(YamlReader::holds).ifPresent(documents::add);
      case ScalarEvent scalar ->
          tree.scalar(
              scalar.getAnchor().map(Object::toString),
              EscapedBytes.restored(scalar.getValue(), text),
              scalar.isPlain(),
              scalarSpan(scalar));
      case AliasEvent alias -> tree.alias(alias.getAlias().getValue(), span(alias));
      case MappingStartEvent start ->
          tree.start(
              true, start.getAnchor().map(Object::toString), start.isFlow(), nodeSpan(start));
      case SequenceStartEvent start ->
          tree.start(
              false, start.getAnchor().map(Object::toString), start.isFlow(), nodeSpan(start));
      case MappingEndEvent end -> tree.end(span(end));
      case SequenceEndEvent end -> tree.end(span(end));
      default -> {}
    }
  }

  /** An empty document, such as one with comments alone, is told as an empty scalar. */
  private static boolean holds(YamlNode root) {
    return !(root instanceof YamlNode.Scalar s && s.plain() && s.value().isEmpty());
  }

  private Span scalarSpan(ScalarEvent scalar) {
    Span span = nodeSpan(scalar);
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
    return codePoints.offset(mark.getIndex());
  }

  private Diagnostic marked(MarkedYamlEngineException fault) {
    int at = fault.getProblemMark().or(fault::getContextMark).map(this::offset).orElse(0);
    Diagnostic found =
        Diagnostic.of(YamlFaults.FAULT, one(at), "not YAML: " + lowerCase(fault.getProblem()));
    if (at < text.length() && text.charAt(at) == '\t') found = found.help("indent with blanks");
    String context = fault.getContext();
    return context == null || fault.getContextMark().isEmpty()
        ? found
        : found.also(one(fault.getContextMark().map(this::offset).orElse(0)), lowerCase(context));
  }

  private Diagnostic unprintable(ReaderException fault) {
    int at = codePoints.offset(fault.getPosition());
    return Diagnostic.of(
        YamlFaults.FAULT,
        one(at),
        "not YAML: the character U+%04X may not stand in it".formatted(fault.getCodePoint()));
  }

  /** The character at an offset; nothing at the end of the file. */
  private Span one(int at) {
    return file.span(at, Math.min(text.length(), at + 1));
  }

  private static String lowerCase(String message) {
    return message.isEmpty()
        ? message
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
