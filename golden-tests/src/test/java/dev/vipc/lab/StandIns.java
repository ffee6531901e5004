package dev.vipc.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs that stand in for those that a lab's hosts cannot have, such as an init system.
 *
 * @param folder where they lie
 */
public record StandIns(Path folder) {
  /** Adds one, which replaces one of its name. */
  public void add(String name, String text) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve(name), text);
    if (!file.toFile().setExecutable(true)) throw new IOException("cannot be run: " + file);
  }

  /** {@code PATH=…} for env(1), with these before the machine's. */
  public String onPath() {
    return "PATH=" + folder + ":" + System.getenv("PATH");
  }
}
