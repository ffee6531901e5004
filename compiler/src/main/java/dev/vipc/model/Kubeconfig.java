package dev.vipc.model;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/**
 * A client's way to an API server: {@code admin.conf}, {@code kubelet.conf} …
 *
 * @param servers those of its clusters, in file order
 */
public record Kubeconfig(SourceFile file, List<Server> servers) implements Part {
  /**
   * One cluster's server.
   *
   * @param address host and port of its URL
   * @param checked whether the client compares the server's certificate with this address: not with
   *     {@code tls-server-name} nor {@code insecure-skip-tls-verify}
   * @param authorities the certificates of {@code certificate-authority-data}
   * @param authorityPlace where they stand; the server's place where there are none
   */
  public record Server(
      Setting<HostPort> address,
      boolean checked,
      List<X509Certificate> authorities,
      Span authorityPlace) {}

  /** Whose file it is, by its name; kubeadm's names. */
  public enum Owner {
    ADMIN,
    KUBELET,
    CONTROLLER_MANAGER,
    SCHEDULER,
    OTHER
  }

  public Owner owner() {
    String path = file.path();
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "admin.conf", "super-admin.conf" -> Owner.ADMIN;
      case "kubelet.conf", "bootstrap-kubelet.conf", "kubelet.kubeconfig" -> Owner.KUBELET;
      case "controller-manager.conf", "kube-controller-manager.kubeconfig" ->
          Owner.CONTROLLER_MANAGER;
      case "scheduler.conf", "kube-scheduler.kubeconfig" -> Owner.SCHEDULER;
      default -> Owner.OTHER;
    };
  }

  /** The file's name without its folders. */
  public String fileName() {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }
}
