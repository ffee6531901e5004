package dev.vipc.emit;

import dev.vipc.source.Utf8;
import java.util.List;

/**
 * What made an artifact from what; it holds no date, so that the same spec gives the same bytes.
 *
 * @param version vipc's own
 * @param spec the spec's file name without its folders
 * @param digest the first twelve hexadecimal digits of the SHA-256 of the spec's bytes
 */
public record Origin(String version, String spec, String digest) {
  /** What a file that vipc wrote can be known by. */
  static final String MARK = "made by vipc ";

  private static final int DIGITS = 12;

  /** The origin of everything that is made from one spec. */
  public static Origin of(String version, String path, String specText) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new Origin(
        version, printable(name), Sha256.of(Utf8.encode(specText)).substring(0, DIGITS));
  }

  /** The header's lines, without a comment sign. */
  public List<String> header() {
    return List.of(
        "%s%s from %s (sha256 %s)".formatted(MARK, version, spec, digest),
        "do not edit: change the spec and run `vipc build` again");
  }

  /** The header as comment lines that begin with a hash sign. */
  public String comment() {
    return String.join("", header().stream().map(line -> "# " + line + "\n").toList());
  }

  /** A file name may hold anything; in a comment it must not end the line. */
  private static String printable(String name) {
    return name.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?");
  }
}
