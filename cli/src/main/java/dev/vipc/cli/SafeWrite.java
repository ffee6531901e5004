package dev.vipc.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a file so that a reader sees it old or new and never half: beside its place, synced, and
 * then renamed. Permissions, owner and group of a file that was there stay; a symbolic link stays
 * one, and what it points to is written.
 */
final class SafeWrite {
  private SafeWrite() {}

  /** Throws where the file cannot be written just so; then it is as it was. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path temporary =
        Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) channel.write(rest);
        channel.force(true);
      }
      if (Files.exists(target)) takeAttributes(target, temporary);
      else plain(temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void takeAttributes(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (view == null) return;
    PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributes present = view.readAttributes();
    if (!present.group().equals(wanted.group())) view.setGroup(wanted.group());
    if (!present.owner().equals(wanted.owner())) view.setOwner(wanted.owner());
    // after the owner, since a change of owner takes bits away
    view.setPermissions(wanted.permissions());
  }

  /** A temporary file is its owner's alone; a new file is everybody's to read. */
  private static void plain(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) view.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
  }
}
