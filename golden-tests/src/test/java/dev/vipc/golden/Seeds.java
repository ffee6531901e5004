package dev.vipc.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations outside the project that some tests read where they are present. */
final class Seeds {
  private static final Path SHARED = Path.of("../../shared").toAbsolutePath().normalize();

  private Seeds() {}

  /** A path below the shared folder; the test is skipped, with the reason, where it is absent. */
  static Path shared(String path) {
    Path wanted = SHARED.resolve(path);
    assumeTrue(Files.exists(wanted), () -> "skipped: " + wanted + " is not here");
    return wanted;
  }
}
