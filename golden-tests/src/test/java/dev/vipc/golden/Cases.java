package dev.vipc.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The case folders below {@code golden-tests/cases}. */
final class Cases {
  private static final Path ROOT = Path.of("cases");

  private Cases() {}

  /** The folders directly below {@code cases/AREA}, by name. */
  static List<Path> under(String area) {
    try (Stream<Path> folders = Files.list(ROOT.resolve(area))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
