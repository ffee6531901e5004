package dev.vipc.check.haproxy;

import dev.vipc.check.Conditions;
import dev.vipc.check.ProgramCheck;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.KeywordCheck;
import dev.vipc.keyword.Release;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code haproxy -c} says of its files. */
public final class HaproxyProgramCheck implements ProgramCheck {
  /** The releases that were run (as their {@code .0}), and 3.5-dev5. */
  private static final List<Version> MEASURED =
      Stream.of(
              "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5",
              "2.6", "2.7", "2.8", "2.9", "3.0", "3.1", "3.2", "3.3", "3.4", "3.5")
          .map(text -> Version.parse(text).orElseThrow())
          .toList();

  @Override
  public String program() {
    return "haproxy";
  }

  @Override
  public Target target(Version stated) {
    Version nearest = MEASURED.getFirst();
    for (Version version : MEASURED) if (version.compareTo(stated) <= 0) nearest = version;
    boolean measured = nearest.major() == stated.major() && nearest.minor() == stated.minor();
    return new Target(nearest, measured);
  }

  /** Of a folder, {@code haproxy -f} reads the {@code *.cfg} that are not hidden, by name. */
  @Override
  public List<Path> filesOf(Path named) throws IOException {
    if (!Files.isDirectory(named)) return List.of(named);
    try (Stream<Path> files = Files.list(named)) {
      return files.filter(HaproxyProgramCheck::isRead).sorted().toList();
    }
  }

  private static boolean isRead(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".cfg") && !name.startsWith(".") && Files.isRegularFile(file);
  }

  @Override
  public void check(List<SourceFile> files, Conditions conditions, Reporter out) {
    Version version = conditions.version();
    Release release = version.release();
    HaproxyRun run = new HaproxyRun(release, conditions.machine(), new KeywordCheck(), out);
    files.forEach(run::read);
    run.end();
  }
}
