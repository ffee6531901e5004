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

  /** Takes note of a keyword of a block whose line is refused, so that nothing follows from it. */
  interface OfRefusal {
    void refused(String keyword);
  }

  private final Map<String, OfRefusal> refusals = new HashMap<>();
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

  /** For every keyword of a block, and of the blocks in it without a handler of their own. */
  void refusal(String block, OfRefusal handler) {
    refusals.put(block, handler);
  }

  void refused(String path) {
    String keyword = path.substring(path.lastIndexOf('/') + 1);
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      OfRefusal handler = refusals.get(path.substring(0, end));
      if (handler != null) {
        handler.refused(keyword);
        return;
      }
    }
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
