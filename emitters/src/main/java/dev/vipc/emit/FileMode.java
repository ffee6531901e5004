package dev.vipc.emit;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The permissions that an artifact has on disk. */
public enum FileMode {
  /** 0644: anyone may read it. */
  PLAIN("rw-r--r--"),
  /** 0640: it holds a secret, which only its owner and group may read. */
  SECRET("rw-r-----"),
  /** 0600: it holds a secret that opens the cluster, and only root has a use for it. */
  PRIVATE("rw-------"),
  /** 0755: it is run. */
  SCRIPT("rwxr-xr-x");

  private final String permissions;

  FileMode(String permissions) {
    this.permissions = permissions;
  }

  public Set<PosixFilePermission> permissions() {
    return PosixFilePermissions.fromString(permissions);
  }

  /** As {@code ls -l} shows it, without the file type. */
  @Override
  public String toString() {
    return permissions;
  }
}
