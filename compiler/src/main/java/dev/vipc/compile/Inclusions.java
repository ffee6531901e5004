package dev.vipc.compile;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.model.IncludedFiles;
import dev.vipc.model.Parts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files that are read on their own and as a part of another one: only what the other one makes of
 * them counts. That is known when all files are read.
 */
final class Inclusions {
  /** The format whose files are read so. */
  private static final String KIND = "nginx";

  private record Kept(Reporter out, List<Diagnostic> findings) {}

  private final Map<Input, Kept> kept = new LinkedHashMap<>();
  private final Set<String> included = new HashSet<>();

  /** Where the findings of a file go until all files are read. */
  Reporter reporting(Input input, Reporter out) {
    if (!input.format().kind().equals(KIND)) return out;
    Kept own = new Kept(out, new ArrayList<>());
    kept.put(input, own);
    return own.findings()::add;
  }

  void add(Parts parts) {
    for (IncludedFiles files : parts.all(IncludedFiles.class)) included.addAll(files.paths());
  }

  /** All is read: reports what was kept, and takes away what included files say on their own. */
  void settle(Map<Input, Parts> parts) {
    kept.forEach(
        (input, own) -> {
          if (included.contains(absolute(input))) parts.put(input, Parts.NONE);
          else own.findings().forEach(own.out()::report);
        });
  }

  private static String absolute(Input input) {
    return Path.of(input.file().path()).toAbsolutePath().normalize().toString();
  }
}
