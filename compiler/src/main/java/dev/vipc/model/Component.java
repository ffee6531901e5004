package dev.vipc.model;

import java.util.Arrays;
import java.util.Optional;

/** A program of the control plane that takes flags. */
public enum Component {
  API_SERVER("kube-apiserver"),
  CONTROLLER_MANAGER("kube-controller-manager"),
  SCHEDULER("kube-scheduler"),
  KUBELET("kubelet"),
  KUBE_PROXY("kube-proxy"),
  ETCD("etcd");

  private final String program;

  Component(String program) {
    this.program = program;
  }

  /** The one whose program has this name. */
  public static Optional<Component> ofProgram(String name) {
    return Arrays.stream(values()).filter(component -> component.program.equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return program;
  }
}
