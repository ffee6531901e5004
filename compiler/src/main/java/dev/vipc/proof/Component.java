package dev.vipc.proof;

/** What can fail, with the word that reports use. */
public enum Component {
  NODE("node"),
  /** A machine's way onto the segment. */
  LINK("link"),
  KEEPALIVED("keepalived"),
  VIPD("vipd"),
  KUBE_VIP("kube-vip"),
  HAPROXY("haproxy"),
  NGINX("nginx"),
  ENVOY("envoy"),
  API_SERVER("apiserver"),
  ETCD("etcd");

  private final String word;

  Component(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
