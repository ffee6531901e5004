package dev.vipc.check.nginx;

import dev.vipc.check.Conditions;
import dev.vipc.check.ProgramCheck;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.keyword.NginxTable;
import dev.vipc.keyword.Release;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code nginx -t -c FILE} says of a main configuration file. */
public final class NginxProgramCheck implements ProgramCheck {
  private static final Version FIRST = new Version(1, 9, 0);
  private static final Version MEASURED = new Version(1, 22, 1);

  @Override
  public String program() {
    return "nginx";
  }

  /** The table speaks of every release since 1.9.0; only one was run. */
  @Override
  public Target target(Version stated) {
    boolean measured = stated.major() == MEASURED.major() && stated.minor() == MEASURED.minor();
    return new Target(stated.compareTo(FIRST) < 0 ? FIRST : stated, measured);
  }

  @Override
  public boolean takesSeveralFiles() {
    return false;
  }

  /** A folder stands for the main file in it, which names its other files itself. */
  @Override
  public List<Path> filesOf(Path named) {
    return List.of(Files.isDirectory(named) ? named.resolve("nginx.conf") : named);
  }

  @Override
  public void check(List<SourceFile> files, Conditions conditions, Reporter out) {
    Version version = conditions.version();
    Release release = version.release();
    NginxTable table = new NginxTable();
    for (SourceFile file : files) {
      Expanded source = Expanded.of(file, document -> document, out);
      new NginxRun(table, release, true, out).check(file, source);
    }
  }
}
