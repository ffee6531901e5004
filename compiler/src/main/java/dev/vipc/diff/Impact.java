package dev.vipc.diff;

/** What has to be done, or is lost, for a difference to take effect; from harmless to grave. */
public enum Impact {
  /** Nothing that runs behaves otherwise. */
  NOTHING("nothing"),
  /** The program takes it over while it goes on serving. */
  RELOAD("reload"),
  /** The program must end and begin again. */
  RESTART("restart"),
  /** Another node may hold the address afterwards. */
  ADDRESS_MOVES("address-moves"),
  /** There is a moment in which nobody holds the address. */
  ADDRESS_AWAY("address-away"),
  /** Nodes that differ in it do not work together. */
  ALL_NODES_TOGETHER("all-nodes-together"),
  /** Clients or firewalls must follow. */
  CLIENTS("clients"),
  /** Certificates must be issued again. */
  CERTIFICATES("certificates"),
  /** Files with the way in must be written again. */
  KUBECONFIGS("kubeconfigs"),
  /** A running cluster cannot take it over by its configuration alone. */
  CLUSTER("cluster");

  private final String word;

  Impact(String word) {
    this.word = word;
  }

  /** The word that reports use. */
  public String word() {
    return word;
  }
}
