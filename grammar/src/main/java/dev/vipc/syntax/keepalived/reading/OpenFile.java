package dev.vipc.syntax.keepalived.reading;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The files of one include, read piece by piece into keepalived's line buffer. */
final class OpenFile {
  /** MAXBUF of keepalived's lib/parser.h, less the NUL at the end. */
  static final int BUFFER = 1023;

  /** A buffer's content: a line, or as much of it as fits. */
  record Piece(TracedText text, boolean endsLine, Optional<Span> tooLong) {}

  private final Iterator<SourceFile> files;
  private final Optional<Span> includedAt;
  private SourceFile file;
  private int at;

  OpenFile(List<SourceFile> files, Optional<Span> includedAt) {
    this.files = files.iterator();
    this.includedAt = includedAt;
    this.file = this.files.next();
  }

  SourceFile file() {
    return file;
  }

  /** The line that includes these files; absent for the file that was given. */
  Optional<Span> includedAt() {
    return includedAt;
  }

  /** Begins the next file; whether there is one. */
  boolean nextFile() {
    if (!files.hasNext()) return false;
    file = files.next();
    at = 0;
    return true;
  }

  /** The next piece; absent at the end of the file. A NUL byte hides what follows it. */
  Optional<Piece> next() {
    String text = file.text();
    if (at >= text.length()) return Optional.empty();
    int start = at;
    int bytes = 0;
    while (at < text.length() && text.charAt(at) != '\n') {
      int more = bytesOf(text.charAt(at));
      if (bytes + more > BUFFER) break;
      bytes += more;
      at++;
    }
    boolean endsLine = at == text.length() || (text.charAt(at) == '\n' && bytes < BUFFER);
    int end = at;
    if (endsLine && at < text.length()) at++;
    boolean cut = !endsLine && text.charAt(at) != '\n' && text.charAt(at) != '\r';
    Optional<Span> tooLong = cut ? Optional.of(file.span(at, at + 1)) : Optional.empty();
    return Optional.of(new Piece(visible(start, end), endsLine, tooLong));
  }

  private TracedText visible(int start, int end) {
    String text = file.text();
    int nul = text.indexOf('\0', start, end);
    int last = nul >= 0 ? nul : end;
    while (last > start && text.charAt(last - 1) == '\r') last--;
    return TracedText.of(file, start, last);
  }

  /** In UTF-8, of which each half of a surrogate pair is two. */
  private static int bytesOf(char c) {
    if (c < 0x80) return 1;
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }
}
