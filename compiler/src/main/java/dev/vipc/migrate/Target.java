package dev.vipc.migrate;

/** What holds the address and carries the connections afterwards. */
public enum Target {
  VIPD("vipd"),
  KEEPALIVED_HAPROXY("keepalived+haproxy"),
  KUBE_VIP("kube-vip"),
  LOCAL_HAPROXY("local-haproxy");

  private final String word;

  Target(String word) {
    this.word = word;
  }

  /** The word of the command line. */
  public String word() {
    return word;
  }

  @Override
  public String toString() {
    return word;
  }
}
