package dev.vipc.spec;

import java.util.Arrays;
import java.util.Optional;

/** What a node is for. */
public enum Role {
  CONTROL_PLANE("control-plane"),
  LOAD_BALANCER("load-balancer"),
  WORKER("worker"),
  ETCD("etcd");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** The word that a spec uses. */
  public String word() {
    return word;
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
  }
}
