package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A copy of a folder as it is after a change: hard links to every file that stays, so that nobody's
 * file is opened, read or written, and new files for the rest; synced.
 */
final class LinkedTree extends SimpleFileVisitor<Path> {
  /** More entries are not linked for the sake of a few files. */
  private static final int MOST_ENTRIES = 20_000;

  private final Path from;
  private final Path to;
  private final TreeChange change;
  private final List<Path> folders = new ArrayList<>();
  private int entries = 0;

  private LinkedTree(Path from, Path to, TreeChange change) {
    this.from = from;
    this.to = to;
    this.change = change;
  }

  /**
   * Fills an empty folder.
   *
   * @throws IOException where a file cannot be linked or a folder's owner not be kept
   */
  static void make(Path from, Path to, TreeChange change) throws IOException {
    LinkedTree tree = new LinkedTree(from, to, change);
    if (Files.exists(from)) Files.walkFileTree(from, tree);
    tree.change();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    count();
    Path relative = from.relativize(folder);
    if (!folder.equals(from)) Files.createDirectory(to.resolve(relative));
    folders.add(relative);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    count();
    Path relative = from.relativize(file);
    if (!change.touches(relative)) Files.createLink(to.resolve(relative), file);
    return FileVisitResult.CONTINUE;
  }

  private void count() throws IOException {
    if (++entries > MOST_ENTRIES) throw new IOException("too many entries in " + from);
  }

  private void change() throws IOException {
    Set<Path> changed = new TreeSet<>();
    for (Path relative : change.written().keySet()) {
      Files.createDirectories(to.resolve(relative).getParent());
      changed.add(folder(relative));
    }
    Disk.each(
        change.written().entrySet(),
        entry -> Disk.write(to.resolve(entry.getKey()), entry.getValue()));
    for (Path relative : change.removed()) {
      removeEmpty(relative);
      changed.add(folder(relative));
    }
    folders.removeIf(folder -> !Files.exists(to.resolve(folder)));
    for (Path folder : folders.reversed()) takeAttributes(folder, !changed.contains(folder));
    Set<Path> all = new TreeSet<>(folders);
    for (Path relative : change.written().keySet())
      for (Path up = relative.getParent(); up != null; up = up.getParent()) all.add(up);
    Disk.each(all, folder -> Disk.syncFolder(to.resolve(folder)));
  }

  private static Path folder(Path relative) {
    return Optional.ofNullable(relative.getParent()).orElse(Path.of(""));
  }

  /** The folders that a removed file leaves empty. */
  private void removeEmpty(Path removed) throws IOException {
    for (Path up = removed.getParent(); up != null; up = up.getParent()) {
      Path folder = to.resolve(up);
      if (!Files.exists(folder)) continue;
      if (!Disk.isEmpty(folder)) return;
      Files.delete(folder);
    }
  }

  private void takeAttributes(Path relative, boolean time) throws IOException {
    Path young = to.resolve(relative);
    PosixFileAttributeView view =
        Files.getFileAttributeView(young, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes wanted =
        Files.readAttributes(from.resolve(relative), PosixFileAttributes.class);
    PosixFileAttributes present = view.readAttributes();
    if (!present.group().equals(wanted.group())) view.setGroup(wanted.group());
    if (!present.owner().equals(wanted.owner())) view.setOwner(wanted.owner());
    if (!present.permissions().equals(wanted.permissions()))
      view.setPermissions(wanted.permissions());
    if (time) view.setTimes(wanted.lastModifiedTime(), wanted.lastAccessTime(), null);
  }
}
