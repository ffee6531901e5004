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
  /**
   * The releases that were run (as their {@code .0}), and 3.5-dev5: a major number, its first and
   * its last minor one.
   */
  private static final int[][] MEASURED = {{1, 4, 9}, {2, 0, 9}, {3, 0, 5}};

  @Override
  public String program() {
    return "haproxy";
  }

  @Override
  public Target target(Version stated) {
    Version nearest = new Version(MEASURED[0][0], MEASURED[0][1], 0);
    for (int[] lines : MEASURED)
      for (int minor = lines[1]; minor <= lines[2]; minor++) {
        Version version = new Version(lines[0], minor, 0);
        if (version.compareTo(stated) <= 0) nearest = version;
      }
    boolean measured = nearest.major() == stated.major() && nearest.minor() == stated.minor();
    return new Target(nearest, measured);
  }

  /** Of a folder, {@code haproxy -f} reads the {@code *.cfg} that are not hidden, by name. */
  @Override
  public List<Path> filesOf(Path named) throws IOException {
    // of java.io, as in SettingsFile
    if (!named.toFile().isDirectory()) return List.of(named);
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
