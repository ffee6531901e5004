package dev.vipc.emit.tree;

import java.io.IOException;
import java.nio.file.Path;

/** Another build writes to the folder and did not end while this one waited. */
public final class FolderBusyException extends IOException {
  private static final long serialVersionUID = 1L;

  FolderBusyException(Path folder) {
    super("another build writes to `%s`".formatted(folder));
  }
}
