package dev.vipc.emit.kubeadm;

import dev.vipc.spec.Kubernetes;
import java.util.regex.Pattern;

/** What of a spec may stand in a page of steps that somebody copies into a shell. */
final class Pages {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_./:\\[\\]-]+");

  private Pages() {}

  /** Names, addresses and paths that mean only themselves to a shell and to Markdown. */
  static boolean isHarmless(String text) {
    return HARMLESS.matcher(text).matches() && !text.contains("__");
  }

  /** Whether the API server finds its files of etcd where kubeadm's own phases put them. */
  static boolean isUsual(Kubernetes.Etcd.External external) {
    return external.caFile().value().equals("/etc/kubernetes/pki/etcd/ca.crt")
        && external.certFile().value().equals("/etc/kubernetes/pki/apiserver-etcd-client.crt")
        && external.keyFile().value().equals("/etc/kubernetes/pki/apiserver-etcd-client.key");
  }
}
