package dev.vipc.source;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes to text and back without loss: a byte that is not part of well-formed UTF-8 becomes the
 * lone low surrogate U+DC00 + byte, and is written as that byte again.
 *
 * <p>Well-formed UTF-8 never decodes to a lone surrogate, so the mapping is one to one.
 */
public final class Utf8 {
  private static final int ESCAPE = 0xDC00;
  private static final int LARGE = 1 << 20;

  private Utf8() {}

  /** The text of a file; of a large one in ASCII the JDK makes no copy. */
  public static String read(Path file) throws IOException {
    if (file.toFile().length() < LARGE) {
      // without a channel, which brings all of the JDK's network with it: felt in a check
      try (InputStream in = new FileInputStream(file.toFile())) {
        return decode(in.readAllBytes());
      } catch (FileNotFoundException _) {
        // why not, is told below
      }
    }
    try {
      return Files.readString(file);
    } catch (CharacterCodingException _) {
      return decode(Files.readAllBytes(file));
    }
  }

  public static String decode(byte[] bytes) {
    // the JDK's own way is several times faster and says with U+FFFD that something did not fit
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(0xFFFD) < 0 ? text : decodeStrictly(bytes);
  }

  private static String decodeStrictly(byte[] bytes) {
    try {
      return strictDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return decodeEscaping(bytes);
    }
  }

  /** The bytes that {@link #decode} made this text from. */
  public static byte[] encode(String text) {
    CharsetEncoder encoder =
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPORT);
    CharBuffer in = CharBuffer.wrap(text);
    ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(text.length(), 3) + 4);
    for (CoderResult result = encoder.encode(in, out, true);
        result.isMalformed();
        result = encoder.encode(in, out, true)) {
      out.put((byte) (in.get() - ESCAPE));
    }
    encoder.flush(out);
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  /** Whether the character stands for a byte that is not UTF-8. */
  public static boolean isEscapedByte(char c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF;
  }

  private static String decodeEscaping(byte[] bytes) {
    CharsetDecoder decoder = strictDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    for (CoderResult result = decoder.decode(in, out, true);
        result.isMalformed();
        result = decoder.decode(in, out, true)) {
      for (int i = 0; i < result.length(); i++) out.put((char) (ESCAPE + (in.get() & 0xFF)));
    }
    decoder.flush(out);
    return out.flip().toString();
  }

  private static CharsetDecoder strictDecoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
