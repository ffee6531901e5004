package dev.vipc.emit;

import dev.vipc.source.Utf8;
import java.nio.file.Path;

/**
 * One file to write.
 *
 * @param path relative to the output folder, without {@code ..}
 * @param text ends in a newline: HAProxy 2.3 and later refuse a file that does not
 */
public record Artifact(Path path, String text, FileMode mode) {
  public Artifact {
    if (path.isAbsolute() || !path.equals(path.normalize()) || path.startsWith(".."))
      throw new IllegalArgumentException("not below the output folder: " + path);
    if (!text.endsWith("\n"))
      throw new IllegalArgumentException("does not end in a newline: " + path);
  }

  /**
   * A file of one node, at the path that it has on that machine.
   *
   * @param machinePath absolute: {@code /etc/haproxy/haproxy.cfg}
   */
  public static Artifact onNode(String node, String machinePath, String text, FileMode mode) {
    return new Artifact(Path.of(node, machinePath.substring(1)), text, mode);
  }

  /** The text as it stands on disk; bytes that are not UTF-8 come back as they were read. */
  public byte[] bytes() {
    return Utf8.encode(text);
  }

  /** The path with {@code /} on every system. */
  public String name() {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
