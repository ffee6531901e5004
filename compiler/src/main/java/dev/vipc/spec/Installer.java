package dev.vipc.spec;

/** What makes a cluster of the nodes. */
public enum Installer {
  /** kubeadm, run on every node with the files that a build writes there. */
  KUBEADM("kubeadm"),
  /** KubeKey 2 and 3, which read a cluster file of v1alpha2. */
  KUBEKEY_V1ALPHA2("kubekey-v1alpha2"),
  /** KubeKey 4, which reads a configuration and an inventory. */
  KUBEKEY_V4("kubekey-v4");

  private final String word;

  Installer(String word) {
    this.word = word;
  }

  /** The word that a spec uses. */
  public String word() {
    return word;
  }

  /** Whether it calls kubeadm itself, from one machine and with files of its own. */
  public boolean isKubeKey() {
    return this != KUBEADM;
  }
}
