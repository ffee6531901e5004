package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A folder that one build at a time changes, all at once: who looks into it, also after the build
 * was killed, sees the old files or the new ones.
 *
 * <p>The new tree is prepared beside the folder, with links to what stays, and both then change
 * places in one call. Where that cannot be (the folder is a mount point, a file system does not
 * know the call, somebody's shell stands in the folder), each file is replaced for itself, and the
 * next build finishes what a killed one has left.
 */
public final class OutputTree implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path root;
  private final Optional<WorkFolder> beside;
  private final FolderLock lock;

  private OutputTree(Path root, Optional<WorkFolder> beside, FolderLock lock) {
    this.root = root;
    this.beside = beside;
    this.lock = lock;
  }

  /**
   * Waits until no other build writes to a folder, then tidies up after one that was killed.
   *
   * @throws FolderBusyException where another one is still writing after half a minute
   */
  public static OutputTree open(Path folder, Ownership ours) throws IOException {
    Path root = real(folder);
    Optional<WorkFolder> beside = WorkFolder.beside(root);
    Path lockFile = beside.map(WorkFolder::lock).orElse(root.resolve(".vipc-lock"));
    long patientUntil = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<FolderLock> lock = tryLock(beside, root, lockFile);
      if (lock.isPresent()) {
        OutputTree tree = new OutputTree(root, beside, lock.get());
        try {
          if (beside.isPresent()) beside.get().recover(root, ours);
          return tree;
        } catch (IOException e) {
          tree.close();
          throw e;
        }
      }
      if (System.nanoTime() > patientUntil) throw new FolderBusyException(folder);
      pause(folder);
    }
  }

  private static Optional<FolderLock> tryLock(Optional<WorkFolder> beside, Path root, Path lockFile)
      throws IOException {
    if (beside.isEmpty()) Files.createDirectories(root);
    try {
      if (beside.isPresent() && !beside.get().make()) return Optional.empty();
      return FolderLock.tryTake(lockFile);
    } catch (NoSuchFileException _) {
      return Optional.empty(); // the one before us has just tidied up
    }
  }

  private static void pause(Path folder) throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new FolderBusyException(folder);
    }
  }

  /** Where the folder is or will be: a link to it stays one. */
  private static Path real(Path folder) throws IOException {
    Path path = folder.toAbsolutePath().normalize();
    if (Files.exists(path)) return path.toRealPath();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS))
      throw new FileAlreadyExistsException("`%s` is a link to nothing".formatted(folder));
    return Files.createDirectories(path.getParent()).toRealPath().resolve(path.getFileName());
  }

  /** Makes the change; throws where it cannot be made, and then nothing has changed. */
  public void become(TreeChange change) throws IOException {
    if (change.isEmpty()) return;
    if (beside.isPresent() && !Standing.anyoneIn(root) && beside.get().exchange(root, change))
      return;
    OneByOne.apply(root, change);
  }

  @Override
  public void close() throws IOException {
    lock.close();
    if (beside.isPresent()) beside.get().leave();
  }
}
