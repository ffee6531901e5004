package dev.vipc.lower.nginx;

import java.util.Optional;

/** The two blocks that hold proxies. */
enum Section {
  STREAM,
  HTTP;

  /** The port of an address without one. */
  Optional<Integer> assumedPort() {
    return this == HTTP ? Optional.of(80) : Optional.empty();
  }
}
