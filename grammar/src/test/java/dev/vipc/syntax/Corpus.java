package dev.vipc.syntax;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Configuration files that others wrote, where a checkout has them beside it. */
public final class Corpus {
  private final Path root;

  private Corpus(Path root) {
    this.root = root;
  }

  /** Skips the calling test, and says so, where the corpus is not there. */
  public static Corpus orSkip() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path corpus = at.resolve("shared/corpus");
      if (Files.isDirectory(corpus)) return new Corpus(corpus);
    }
    assumeTrue(false, "no shared/corpus beside the project");
    throw new AssertionError("assumptions end the test");
  }

  public List<SourceFile> files(String folder) throws IOException {
    try (Stream<Path> found = Files.walk(root.resolve(folder))) {
      return found
          .filter(Files::isRegularFile)
          .filter(path -> !path.endsWith("INDEX.tsv"))
          .sorted()
          .map(this::read)
          .toList();
    }
  }

  /** The column of a folder's index for each file name (the first column). */
  public Map<String, String> index(String folder, String column) throws IOException {
    List<String> lines = Files.readAllLines(root.resolve(folder).resolve("INDEX.tsv"));
    int at = List.of(lines.getFirst().split("\t")).indexOf(column);
    Map<String, String> byFile = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      byFile.put(cells[0], cells[at]);
    }
    return byFile;
  }

  public byte[] bytes(SourceFile file) throws IOException {
    return Files.readAllBytes(root.resolve(file.path()));
  }

  private SourceFile read(Path path) {
    try {
      return new SourceFile(
          root.relativize(path).toString(), Utf8.decode(Files.readAllBytes(path)));
    } catch (IOException fault) {
      throw new java.io.UncheckedIOException(fault);
    }
  }
}
