package dev.vipc.model;

import java.util.Optional;
import java.util.Set;

/**
 * What a person states of a machine; of what is absent nothing is known, and what a file needs of
 * it is taken as present.
 *
 * @param interfaces the names of all network interfaces
 * @param users the names of all users that programs may run as
 * @param groups the names of all groups
 * @param files the paths of the scripts, certificates and other files that configurations name
 */
public record Machine(
    Optional<Set<String>> interfaces,
    Optional<Set<String>> users,
    Optional<Set<String>> groups,
    Optional<Set<String>> files) {
  public static final Machine UNKNOWN =
      new Machine(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
