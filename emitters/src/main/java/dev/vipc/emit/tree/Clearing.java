package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Removes a tree file by file, and carries over what may not be thrown away. */
final class Clearing extends SimpleFileVisitor<Path> {
  /** Whether a file may be thrown away. */
  @FunctionalInterface
  interface Dispensable {
    boolean test(Path file) throws IOException;
  }

  private final Dispensable dispensable;
  private final UnaryOperator<Path> elsewhere;

  /** Throws everything away. */
  Clearing() {
    this(_ -> true, UnaryOperator.identity());
  }

  /**
   * @param elsewhere where a file goes that is not dispensable
   */
  Clearing(Dispensable dispensable, UnaryOperator<Path> elsewhere) {
    this.dispensable = dispensable;
    this.elsewhere = elsewhere;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (dispensable.test(file)) Files.delete(file);
    else carry(file, elsewhere.apply(file));
    return FileVisitResult.CONTINUE;
  }

  private static void carry(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
      throws IOException {
    if (failed != null) throw failed;
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException _) {
      // something came into it just now: it is looked at again
    }
    return FileVisitResult.CONTINUE;
  }
}
