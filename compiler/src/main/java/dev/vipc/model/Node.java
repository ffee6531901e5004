package dev.vipc.model;

import java.util.Optional;

/**
 * One machine and what its files say.
 *
 * @param name the node folder's name; absent for files that lie in no node folder
 */
public record Node(Optional<String> name, Parts parts) {
  /** The name, or a word for the node that has none. */
  public String label() {
    return name.orElse("this node");
  }
}
