package dev.vipc.emit;

import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Brings an output folder to what a spec says, and says beforehand what that would change.
 *
 * <p>All new files are written and synced beside their places first and only then renamed, so that
 * a full disk or a missing permission changes nothing, and a reader sees each file old or new,
 * never half. Files whose bytes and permissions are right are not touched; files that vipc did not
 * write are never touched.
 */
public final class ArtifactWriter {
  private final Path root;

  public ArtifactWriter(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** What {@link #write} would change, in the order of names; empty when nothing. */
  public List<Drift> drift(ArtifactSet artifacts) throws IOException {
    BuildRecord last = BuildRecord.read(root);
    List<Drift> drift = new ArrayList<>();
    for (Artifact artifact : artifacts) drift(artifact, last).ifPresent(drift::add);
    for (Path path : stale(artifacts, last)) drift.add(Masking.stale(name(path), text(path)));
    drift.sort((a, b) -> a.name().compareTo(b.name()));
    return drift;
  }

  /**
   * Writes what differs; what an earlier build wrote and nothing asks for now is removed only where
   * {@code prune} says so, and stays on record until then.
   *
   * @return what was not as the spec says; if one of them is {@link Drift.Kind#FOREIGN}, nothing
   *     was changed
   */
  public List<Drift> write(ArtifactSet artifacts, boolean prune) throws IOException {
    List<Drift> drift = drift(artifacts);
    if (drift.stream().anyMatch(d -> d.kind() == Drift.Kind.FOREIGN)) return drift;
    BuildRecord last = BuildRecord.read(root);
    List<String> stale =
        drift.stream().filter(d -> d.kind() == Drift.Kind.STALE).map(Drift::name).toList();
    BuildRecord next = BuildRecord.of(artifacts);
    if (!prune) next = next.keeping(stale, last);
    List<String> changed = drift.stream().map(Drift::name).toList();
    Map<Path, Path> staged = new LinkedHashMap<>();
    try {
      for (Artifact artifact : artifacts)
        if (changed.contains(artifact.name()))
          staged.put(stage(artifact), root.resolve(artifact.path()));
      boolean recorded = Files.exists(root.resolve(BuildRecord.FILE));
      if (!next.isEmpty() && (!next.equals(last) || !recorded))
        staged.put(
            stage(new Artifact(Path.of(BuildRecord.FILE), next.text(), FileMode.PLAIN)),
            root.resolve(BuildRecord.FILE));
      for (Map.Entry<Path, Path> entry : staged.entrySet())
        Files.move(entry.getKey(), entry.getValue(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      for (Path temporary : staged.keySet()) Files.deleteIfExists(temporary);
    }
    if (prune) for (String name : stale) remove(root.resolve(name));
    if (next.isEmpty()) Files.deleteIfExists(root.resolve(BuildRecord.FILE));
    syncFolders(staged.values());
    return drift;
  }

  private Optional<Drift> drift(Artifact artifact, BuildRecord last) throws IOException {
    Path path = root.resolve(artifact.path());
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS))
      return Optional.of(
          foreignFolder(path)
              ? new Drift(artifact.name(), Drift.Kind.FOREIGN, "")
              : Masking.drift(artifact, Drift.Kind.MISSING, Optional.empty()));
    if (!isOurs(path, last)) return Optional.of(new Drift(artifact.name(), Drift.Kind.FOREIGN, ""));
    String text = text(path);
    if (!text.equals(artifact.text()))
      return Optional.of(Masking.drift(artifact, Drift.Kind.CHANGED, Optional.of(text)));
    return hasMode(path, artifact.mode())
        ? Optional.empty()
        : Optional.of(new Drift(artifact.name(), Drift.Kind.MODE, ""));
  }

  /** A link or a file among the folders above would put the artifact somewhere else. */
  private boolean foreignFolder(Path path) {
    return folders(path)
        .anyMatch(
            p ->
                Files.exists(p, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS));
  }

  /** The folders between a file and the output folder, the innermost first. */
  private Stream<Path> folders(Path file) {
    int depth = file.getNameCount() - root.getNameCount();
    return IntStream.range(1, depth)
        .mapToObj(up -> root.resolve(root.relativize(file).subpath(0, depth - up)));
  }

  private boolean isOurs(Path path, BuildRecord last) throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || foreignFolder(path)) return false;
    return last.holds(name(path)) || carriesMark(path);
  }

  private static boolean carriesMark(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return new String(in.readNBytes(1024), StandardCharsets.UTF_8).contains(Origin.MARK);
    }
  }

  /** What the last build recorded, nobody asks for now, and is still there as a file. */
  private List<Path> stale(ArtifactSet artifacts, BuildRecord last) {
    var names = new TreeSet<>(last.digests().keySet());
    for (Artifact artifact : artifacts) names.remove(artifact.name());
    return names.stream()
        .map(root::resolve)
        .filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS) && !foreignFolder(p))
        .toList();
  }

  private String name(Path path) {
    return new Artifact(root.relativize(path), "\n", FileMode.PLAIN).name();
  }

  /** Writes the artifact under a temporary name in its own folder, synced to disk. */
  private Path stage(Artifact artifact) throws IOException {
    Path target = root.resolve(artifact.path());
    Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
    Path temporary = Files.createTempFile(folder, "." + target.getFileName() + ".", ".tmp");
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(artifact.bytes());
      while (bytes.hasRemaining()) channel.write(bytes);
      if (isPosix(temporary))
        Files.setPosixFilePermissions(temporary, artifact.mode().permissions());
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  /** Removes a file, and the folders that are empty without it. */
  private void remove(Path path) throws IOException {
    Files.deleteIfExists(path);
    for (Path folder : folders(path).toList()) {
      try (Stream<Path> rest = Files.list(folder)) {
        if (rest.findAny().isPresent()) return;
      }
      Files.delete(folder);
    }
  }

  /** A rename is only kept over a power cut when its folder is synced too. */
  private static void syncFolders(Iterable<Path> files) throws IOException {
    var folders = new TreeSet<Path>();
    for (Path file : files) folders.add(file.toAbsolutePath().getParent());
    for (Path folder : folders)
      if (isPosix(folder))
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
        }
  }

  private static String text(Path path) throws IOException {
    return Utf8.decode(Files.readAllBytes(path));
  }

  private static boolean hasMode(Path path, FileMode mode) throws IOException {
    return !isPosix(path) || Files.getPosixFilePermissions(path).equals(mode.permissions());
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
