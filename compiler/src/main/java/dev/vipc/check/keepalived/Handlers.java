package dev.vipc.check.keepalived;

import dev.vipc.source.Span;
import dev.vipc.syntax.keepalived.reading.ReadLine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is done with the keywords that the table alone cannot judge. Places are paths of blocks. */
final class Handlers {
  /** Reads a line, or an entry of a block of entries. */
  interface OfLine {
    void read(ReadLine line);
  }

  /** Begins a block; tells whether keepalived reads what is in it. */
  interface OfBegin {
    boolean enter(ReadLine head);
  }

  /** Ends a block or a block of entries; keepalived speaks of the line that closes it. */
  interface OfEnd {
    void end(ReadLine head, Span close);
  }

  private final Map<String, OfLine> lines = new HashMap<>();
  private final Map<String, OfLine> entries = new HashMap<>();
  private final Map<String, OfBegin> begins = new HashMap<>();
  private final Map<String, OfEnd> ends = new HashMap<>();

  void line(String path, OfLine handler) {
    lines.put(path, handler);
  }

  void entry(String path, OfLine handler) {
    entries.put(path, handler);
  }

  void begin(String path, OfBegin handler) {
    begins.put(path, handler);
  }

  void end(String path, OfEnd handler) {
    ends.put(path, handler);
  }

  Optional<OfLine> ofLine(String path) {
    return Optional.ofNullable(lines.get(path));
  }

  Optional<OfLine> ofEntry(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  boolean enters(String path, ReadLine head) {
    OfBegin begin = begins.get(path);
    return begin == null || begin.enter(head);
  }

  void ends(String path, ReadLine head, Span close) {
    OfEnd end = ends.get(path);
    if (end != null) end.end(head, close);
  }
}
