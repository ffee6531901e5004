package dev.vipc.golden;

import dev.vipc.cli.Main;
import java.io.File;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The classes of this run, for programs that run vipc in a process of its own. */
final class ClassPath {
  private ClassPath() {}

  static String now() {
    if (!(Main.class.getClassLoader() instanceof URLClassLoader loader))
      return System.getProperty("java.class.path");
    return Arrays.stream(loader.getURLs())
        .map(url -> Path.of(url.getPath()).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Writes a launcher like the project's own, which builds nothing. */
  static void launcher(Path file) throws IOException {
    Files.writeString(
        file,
        """
        #!/bin/sh
        exec '%s/bin/java' -XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1 -cp '%s' dev.vipc.cli.Main "$@"
        """
            .formatted(System.getProperty("java.home"), now()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
