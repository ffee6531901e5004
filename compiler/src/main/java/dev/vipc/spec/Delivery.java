package dev.vipc.spec;

/** How a daemon gets onto a node. */
public enum Delivery {
  /** The distribution's package and its unit. */
  SYSTEMD("systemd"),
  /** A pod that the kubelet starts from a manifest. */
  STATIC_POD("static-pod"),
  /** A pod that the cluster itself runs on each of some nodes; only kube-vip can be one. */
  DAEMON_SET("daemon-set");

  private final String word;

  Delivery(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
