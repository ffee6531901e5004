package dev.vipc.emit;

import dev.vipc.emit.tree.OutputTree;
import dev.vipc.emit.tree.TreeChange;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Brings an output folder to what a spec says, and says beforehand what that would change.
 *
 * <p>A reader sees all files old or all new, also where the build is killed ({@link OutputTree}); a
 * full disk or a missing permission changes nothing. Files whose bytes and permissions are right
 * are not touched; files that vipc did not write are never touched.
 */
public final class ArtifactWriter {
  private final Path root;
  private final Masking masking;

  public ArtifactWriter(Path root) {
    this(root, Set.of());
  }

  /**
   * @param secrets what no difference may show
   */
  public ArtifactWriter(Path root, Collection<String> secrets) {
    this.root = root.toAbsolutePath().normalize();
    this.masking = new Masking(secrets);
  }

  /** What {@link #write} would change, in the order of names; empty when nothing. */
  public List<Drift> drift(ArtifactSet artifacts) throws IOException {
    BuildRecord last = BuildRecord.read(root);
    List<Drift> drift = new ArrayList<>();
    for (Artifact artifact : artifacts) drift(artifact, last).ifPresent(drift::add);
    for (Path path : stale(artifacts, last)) drift.add(stale(path));
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
    try (OutputTree tree = OutputTree.open(root, ArtifactWriter::recorded)) {
      List<Drift> drift = drift(artifacts);
      if (drift.stream().noneMatch(d -> d.kind() == Drift.Kind.FOREIGN))
        tree.become(change(artifacts, drift, prune));
      return drift;
    }
  }

  private static Set<Path> recorded(Path folder) throws IOException {
    Set<Path> files = new HashSet<>();
    for (String name : BuildRecord.read(folder).digests().keySet()) files.add(Path.of(name));
    files.add(Path.of(BuildRecord.FILE));
    return files;
  }

  private TreeChange change(ArtifactSet artifacts, List<Drift> drift, boolean prune)
      throws IOException {
    Set<String> names = drift.stream().map(Drift::name).collect(Collectors.toSet());
    List<String> stale =
        drift.stream().filter(d -> d.kind() == Drift.Kind.STALE).map(Drift::name).toList();
    BuildRecord last = BuildRecord.read(root);
    BuildRecord next = BuildRecord.of(artifacts);
    if (!prune) next = next.keeping(stale, last);
    Path record = Path.of(BuildRecord.FILE);
    boolean recorded = Files.exists(root.resolve(record));
    Map<Path, TreeChange.NewFile> written = new HashMap<>();
    for (Artifact artifact : artifacts)
      if (names.contains(artifact.name())) written.put(artifact.path(), file(artifact));
    if (!next.isEmpty() && (!next.equals(last) || !recorded))
      written.put(record, file(new Artifact(record, next.text(), FileMode.PLAIN)));
    Set<Path> removed = new HashSet<>();
    if (prune) for (String name : stale) removed.add(Path.of(name));
    if (next.isEmpty() && recorded) removed.add(record);
    return new TreeChange(written, removed);
  }

  private static TreeChange.NewFile file(Artifact artifact) {
    return new TreeChange.NewFile(artifact.bytes(), artifact.mode().permissions());
  }

  private Optional<Drift> drift(Artifact artifact, BuildRecord last) throws IOException {
    Path path = root.resolve(artifact.path());
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS))
      return Optional.of(
          foreignFolder(path)
              ? Drift.of(artifact.name(), Drift.Kind.FOREIGN)
              : difference(artifact, Drift.Kind.MISSING, Optional.empty()));
    if (!isOurs(path, last)) return Optional.of(Drift.of(artifact.name(), Drift.Kind.FOREIGN));
    String text = text(path);
    if (!text.equals(artifact.text()))
      return Optional.of(
          isHidden(path) && artifact.mode() != FileMode.SECRET
              ? new Drift(artifact.name(), Drift.Kind.CHANGED, () -> Drift.HIDDEN)
              : difference(artifact, Drift.Kind.CHANGED, Optional.of(text)));
    return hasMode(path, artifact.mode())
        ? Optional.empty()
        : Optional.of(Drift.of(artifact.name(), Drift.Kind.MODE));
  }

  private Drift difference(Artifact artifact, Drift.Kind kind, Optional<String> before) {
    String after = artifact.text();
    return new Drift(
        artifact.name(), kind, () -> shown(artifact.name(), before, Optional.of(after)));
  }

  private Drift stale(Path path) throws IOException {
    if (isHidden(path)) return new Drift(name(path), Drift.Kind.STALE, () -> Drift.HIDDEN);
    Optional<String> before = Optional.of(text(path));
    return new Drift(
        name(path), Drift.Kind.STALE, () -> shown(name(path), before, Optional.empty()));
  }

  private String shown(String name, Optional<String> before, Optional<String> after) {
    return masking
        .over(new SourceFile(name, before.orElse("")))
        .masked(UnifiedDiff.of(name, before, after), after.orElse(""));
  }

  /**
   * Whether a file is not everybody's to read: where its secrets stand, only a new text that holds
   * secrets too can say.
   */
  private static boolean isHidden(Path path) throws IOException {
    return isPosix(path)
        && !Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
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
