package dev.vipc.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a PEM file without its private keys: of each only the line that says that it begins is
 * kept, and an asterisk stands for every other character of it, so that all places stay where they
 * are. The buffer that the bytes pass through is wiped.
 */
public final class KeylessText {
  private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = "PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int CHUNK = 8192;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final byte[] line = new byte[HEADER];
  private int length;
  private boolean inKey;
  private boolean hidden;

  private KeylessText() {}

  /** The text of a file, keys replaced. */
  public static String read(Path file) throws IOException {
    KeylessText text = new KeylessText();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int size = in.read(chunk); size >= 0; size = in.read(chunk))
        for (int at = 0; at < size; at++) text.take(chunk[at]);
    } finally {
      Arrays.fill(chunk, (byte) 0);
    }
    return Utf8.decode(text.kept.toByteArray());
  }

  private void take(byte next) {
    if (next == '\n') endOfLine();
    else inLine(next);
  }

  private void inLine(byte next) {
    // no line of a key's own begins with a hyphen: Base64 has none
    if (length == 0) hidden = inKey && next != '-';
    if (length < HEADER) line[length] = hidden ? (byte) '*' : next;
    length++;
    kept.write(hidden && next != '\r' ? '*' : next);
  }

  private void endOfLine() {
    if (length > 0 && !hidden) inKey = isHeader();
    kept.write('\n');
    length = 0;
  }

  private boolean isHeader() {
    int until = Math.min(length, HEADER);
    return Arrays.equals(line, 0, Math.min(until, BEGIN.length), BEGIN, 0, BEGIN.length)
        && holds(KEY, until);
  }

  private boolean holds(byte[] words, int until) {
    for (int at = 0; at + words.length <= until; at++)
      if (Arrays.equals(line, at, at + words.length, words, 0, words.length)) return true;
    return false;
  }
}
