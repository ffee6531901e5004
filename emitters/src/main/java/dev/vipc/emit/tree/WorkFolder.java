package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The hidden folder beside an output folder, {@code .OUT.vipc}, that exists while a build writes:
 * the lock, the tree that will take the output folder's place, and afterwards the old one until it
 * is cleared away.
 *
 * @param path the folder; its parent is the output folder's
 */
record WorkFolder(Path path) {
  private static final int TRIES = 3;

  /** Absent where nothing can be made beside the output folder. */
  static Optional<WorkFolder> beside(Path root) {
    Path parent = root.getParent();
    return parent == null || !Files.isWritable(parent)
        ? Optional.empty()
        : Optional.of(new WorkFolder(parent.resolve("." + root.getFileName() + ".vipc")));
  }

  Path lock() {
    return path.resolve("lock");
  }

  private Path tree() {
    return path.resolve("tree");
  }

  /** Says which folder {@link #tree} is while it is the new one. */
  private Path note() {
    return path.resolve("staged");
  }

  /** Makes the folder, for its user's eyes only; false where another user's stands there. */
  boolean make() throws IOException {
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (UnsupportedOperationException _) {
      Files.createDirectories(path);
    } catch (FileAlreadyExistsException _) {
      return Disk.isFolder(path) && isOurs();
    }
    return true;
  }

  private boolean isOurs() throws IOException {
    Path self = Path.of("/proc/self");
    return !Files.exists(self)
        || Files.getAttribute(path, "unix:uid").equals(Files.getAttribute(self, "unix:uid"));
  }

  /** Whether the change was made as a whole; where not, nothing has changed. */
  boolean exchange(Path root, TreeChange change) throws IOException {
    if (!prepare(root, change)) return false;
    boolean existed = Files.exists(root);
    boolean changed = existed ? Exchange.swap(root, tree()) : moved(root);
    if (!changed) discard();
    else if (existed) clearOld(root, change::touches);
    if (changed) Disk.syncFolder(Objects.requireNonNull(path.getParent()));
    Files.deleteIfExists(note());
    return changed;
  }

  /** Where it fails, the change is made in the other way, which then says what is wrong. */
  private boolean prepare(Path root, TreeChange change) throws IOException {
    try {
      Files.createDirectory(tree());
      Files.writeString(note(), key(tree()), StandardCharsets.UTF_8);
      LinkedTree.make(root, tree(), change);
      return true;
    } catch (IOException _) {
      discard();
      return false;
    }
  }

  private boolean moved(Path root) throws IOException {
    Files.move(tree(), root, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /** Brings what a killed build left to its end: before the exchange nothing was, after it all. */
  void recover(Path root, Ownership ours) throws IOException {
    if (!Disk.isFolder(tree())) return;
    if (!Files.exists(note()) || Files.readString(note()).equals(key(tree()))) discard();
    else clearOld(root, ours.in(tree())::contains);
    Files.deleteIfExists(note());
  }

  /** Which folder it is, whatever its name. */
  private static String key(Path folder) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return String.valueOf(attributes.fileKey());
  }

  /** Throws the new tree away: all in it that is not new has another name in the old one. */
  private void discard() throws IOException {
    if (Disk.isFolder(tree())) Files.walkFileTree(tree(), new Clearing());
    Files.deleteIfExists(note());
  }

  /**
   * Throws the old tree away but for what came into it while the new one was prepared: that is put
   * into the new one.
   */
  private void clearOld(Path root, Predicate<Path> ours) throws IOException {
    for (int i = 0; i < TRIES && Disk.isFolder(tree()); i++) {
      Clearing clearing =
          new Clearing(
              file -> {
                Path relative = tree().relativize(file);
                return ours.test(relative) || isSame(file, root.resolve(relative));
              },
              file -> root.resolve(tree().relativize(file)));
      Files.walkFileTree(tree(), clearing);
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    return Files.exists(other, LinkOption.NOFOLLOW_LINKS) && key(one).equals(key(other));
  }

  /** Removes the folder unless another build has begun in it. */
  void leave() throws IOException {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException _) {
      // the other one will
    }
  }
}
