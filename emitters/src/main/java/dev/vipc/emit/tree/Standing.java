package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a process has a folder, or one below it, as its working directory: a shell in a folder
 * that is put in another's place would stand in the old one, which then is empty.
 */
final class Standing {
  private Standing() {}

  /** As far as this user may know; false where the system does not say. */
  static boolean anyoneIn(Path folder) {
    Path processes = Path.of("/proc");
    if (!Files.isDirectory(processes)) return false;
    try (DirectoryStream<Path> each = Files.newDirectoryStream(processes, "[0-9]*")) {
      for (Path process : each) if (standsIn(process, folder)) return true;
    } catch (IOException _) {
      return false;
    }
    return false;
  }

  private static boolean standsIn(Path process, Path folder) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
    } catch (IOException _) {
      return false; // it has ended, or is somebody else's
    }
  }
}
