package dev.vipc.agent.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A plan in a file, read; or why it is none. */
public sealed interface PlanFile {
  /** Larger than any plan that its schema allows. */
  long MOST_BYTES = 64L << 20;

  /**
   * A plan that can be run.
   *
   * @param hash SHA-256 of the file's bytes, 64 hexadecimal digits: two processes with the same
   *     hash run the same plan
   * @param text the file's
   */
  record Good(Plan plan, String hash, String text) implements PlanFile {}

  /** A file that is not a good plan. */
  record Refused(List<Problem> problems) implements PlanFile {
    /** Two lines a problem: what is wrong at which place, and what to write instead. */
    public Stream<String> lines(String name) {
      return problems.stream()
          .flatMap(
              problem ->
                  Stream.of(
                      "%s:%s: error: %s".formatted(name, problem.place(), problem.message()),
                      "  help: " + problem.help()));
    }
  }

  /**
   * Something that cannot be read at all.
   *
   * @param why goes on after the file's name
   */
  record Unreadable(String why) implements PlanFile {}

  static PlanFile load(String name) {
    try {
      Path path = Path.of(name);
      if (Files.size(path) > MOST_BYTES) return new Unreadable("is larger than 64 MiB");
      byte[] bytes = Files.readAllBytes(path);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      PlanReader.Reading reading = PlanReader.read(text);
      return reading.plan().isPresent()
          ? new Good(reading.plan().get(), hash(bytes), text)
          : new Refused(reading.problems());
    } catch (OutOfMemoryError _) {
      // what reading made is free again, and who runs another plan goes on with it
      return new Unreadable("needs more memory than this process may have");
    } catch (CharacterCodingException _) {
      return new Unreadable("is not UTF-8 text");
    } catch (IOException e) {
      return new Unreadable("cannot be read: " + FileTrouble.of(e));
    } catch (InvalidPathException _) {
      return new Unreadable("cannot be read: that is no name of a file");
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
