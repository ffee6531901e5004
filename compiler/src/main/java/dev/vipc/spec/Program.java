package dev.vipc.spec;

import java.util.Arrays;
import java.util.Optional;

/** A program that a node runs for the high-availability layer. */
public enum Program {
  KEEPALIVED("keepalived"),
  HAPROXY("haproxy"),
  NGINX("nginx"),
  ENVOY("envoy"),
  KUBE_VIP("kube-vip"),
  VIPD("vipd");

  private final String word;

  Program(String word) {
    this.word = word;
  }

  /** The word that a spec uses. */
  public String word() {
    return word;
  }

  public static Optional<Program> of(String word) {
    return Arrays.stream(values()).filter(program -> program.word.equals(word)).findFirst();
  }
}
