package dev.vipc.emit.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Writing so that it is on the disk, and several files at once: a sync is mostly waiting. */
final class Disk {
  private static final int AT_ONCE = 16;
  private static final FileAttribute<?>[] NOBODY_ELSES = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  /** Something to do with one path. */
  @FunctionalInterface
  interface Step<T> {
    void run(T what) throws IOException;
  }

  private Disk() {}

  /** Runs a step for each, several at a time; throws what the first that failed threw. */
  static <T> void each(Collection<T> all, Step<T> step) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> running =
          all.stream().<Future<?>>map(one -> threads.submit(() -> unchecked(step, one))).toList();
      for (Future<?> one : running) one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException failed) throw failed.getCause();
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static <T> void unchecked(Step<T> step, T one) {
    try {
      step.run(one);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that is not there yet, synced; nobody else can read it before it is whole. */
  static void write(Path path, TreeChange.NewFile file) throws IOException {
    boolean posix = isPosix(path);
    if (posix) Files.createFile(path, NOBODY_ELSES);
    else Files.createFile(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(file.bytes());
      while (bytes.hasRemaining()) channel.write(bytes);
      if (posix) Files.setPosixFilePermissions(path, file.permissions());
      channel.force(true);
    }
  }

  /** A name is only kept over a power cut when its folder is synced too. */
  static void syncFolder(Path folder) throws IOException {
    if (!isPosix(folder)) return;
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
