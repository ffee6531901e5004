package dev.vipc.emit;

import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the last build wrote into an output folder: the hidden file {@code .vipc-build}, in the form
 * of {@code sha256sum}, so that {@code sha256sum -c .vipc-build} finds what was edited since.
 *
 * @param digests SHA-256 by artifact name
 */
record BuildRecord(SortedMap<String, String> digests) {
  static final String FILE = ".vipc-build";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (.+)");

  static BuildRecord of(ArtifactSet artifacts) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Artifact artifact : artifacts) digests.put(artifact.name(), Sha256.of(artifact.bytes()));
    return new BuildRecord(digests);
  }

  /** Empty where there is none; a line in another form is not a record of ours and is left out. */
  static BuildRecord read(Path root) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    Path file = root.resolve(FILE);
    if (!Files.isRegularFile(file)) return new BuildRecord(digests);
    for (String line : Utf8.decode(Files.readAllBytes(file)).lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches() && staysBelow(matcher.group(2)))
        digests.put(matcher.group(2), matcher.group(1));
    }
    return new BuildRecord(digests);
  }

  private static boolean staysBelow(String name) {
    Path path = Path.of(name);
    return !path.isAbsolute() && path.equals(path.normalize()) && !path.startsWith("..");
  }

  /** This record and what another says of these names. */
  BuildRecord keeping(List<String> names, BuildRecord other) {
    SortedMap<String, String> both = new TreeMap<>(digests);
    other.digests.forEach(
        (name, digest) -> {
          if (names.contains(name)) both.put(name, digest);
        });
    return new BuildRecord(both);
  }

  boolean holds(String name) {
    return digests.containsKey(name);
  }

  boolean isEmpty() {
    return digests.isEmpty();
  }

  String text() {
    StringBuilder out = new StringBuilder();
    for (Map.Entry<String, String> entry : digests.entrySet())
      out.append(entry.getValue()).append("  ").append(entry.getKey()).append('\n');
    return out.toString();
  }
}
