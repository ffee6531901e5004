package dev.vipc.settings.silence;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.Span;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells findings apart by what stands at their place, not by where it stands: the code and the text
 * of the line, with a count where one file has several that are alike. They stay the same while
 * lines above come and go, while blanks change, and whatever the file is called.
 */
public final class Fingerprints {
  private static final int AROUND = 200;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private record Key(String path, String print) {}

  private final Map<Key, Integer> met = new HashMap<>();

  /** Sixteen hexadecimal digits, a colon, and the count of those alike before it in its file. */
  public String of(Diagnostic finding) {
    String print = "%016x".formatted(hash(stands(finding)));
    int before = met.merge(new Key(finding.span().file().path(), print), 1, Integer::sum) - 1;
    return print + ":" + before;
  }

  private static String stands(Diagnostic finding) {
    Span span = finding.span();
    String code = finding.rule().code();
    boolean wholeFile = span.start() == 0 && span.end() == 0;
    if (wholeFile) return code;
    Span line = span.file().lineAt(span.start());
    // a file of one line may be as long as it likes
    int from = Math.max(line.start(), span.start() - AROUND);
    int until = Math.max(span.start(), Math.min(line.end(), span.start() + AROUND));
    int end = Math.min(span.end(), until);
    String text = span.file().text();
    return code + "\n" + words(text, from, until) + "\n" + words(text, span.start(), end);
  }

  private static String words(String text, int from, int until) {
    return text.substring(from, until).strip().replaceAll("\\s+", " ");
  }

  /** FNV-1a of 64 bits: nothing here is a secret, and the JDK's digests cost a start-up. */
  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      hash ^= one & 0xff;
      hash *= FNV_PRIME;
    }
    return hash;
  }
}
