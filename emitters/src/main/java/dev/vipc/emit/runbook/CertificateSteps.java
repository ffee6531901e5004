package dev.vipc.emit.runbook;

import dev.vipc.model.IpAddress;
import java.util.List;
import java.util.function.Consumer;

/** What the API servers' certificates must hold before anybody uses the new way in. */
final class CertificateSteps {
  private final Migration migration;
  private final Consumer<String> out;

  CertificateSteps(Migration migration, Consumer<String> out) {
    this.migration = migration;
    this.out = out;
  }

  void write() {
    if (migration.missingNames().isEmpty()) return;
    out.accept("## Certificates");
    out.accept("");
    out.accept(
        "The API servers must be known by %s. On each control-plane node (%s), one after the other:"
            .formatted(
                String.join(", ", migration.missingNames()),
                String.join(", ", Runbook.masters(migration.next()))));
    out.accept("");
    for (String name : migration.missingNames())
      out.accept(
          "- `openssl x509 -in /etc/kubernetes/pki/apiserver.crt -noout -ext subjectAltName | grep -c '%s'` prints `1`; where all do, the node is done"
              .formatted(entry(name)));
    out.accept("");
    out.accept("Where one is missing:");
    out.accept("");
    List.of(
            "```sh",
            "mkdir -p %s/pki && cd %s".formatted(Commands.FOLDER, Commands.FOLDER),
            "kubectl -n kube-system get configmap kubeadm-config -o jsonpath='{.data.ClusterConfiguration}' > cluster.yaml",
            "# add the names under apiServer.certSANs of cluster.yaml",
            "mv /etc/kubernetes/pki/apiserver.crt /etc/kubernetes/pki/apiserver.key pki/",
            "kubeadm init phase certs apiserver --config cluster.yaml",
            "crictl stop $(crictl ps -q --name '^kube-apiserver$')",
            "until curl -sk -m 2 https://127.0.0.1:%d/readyz | grep -qx ok; do sleep 1; done"
                .formatted(migration.next().apiServerPort()),
            "```")
        .forEach(out);
    out.accept("");
    out.accept(
        "On the last one: `kubeadm init phase upload-config kubeadm --config cluster.yaml`. To go back: `cp pki/apiserver.* /etc/kubernetes/pki/`, and stop the container again. While the API server of a node restarts, clients reach the others.");
    out.accept("");
  }

  /** As openssl writes it. */
  private static String entry(String name) {
    return IpAddress.parse(name).isPresent() ? "IP Address:" + name : "DNS:" + name;
  }
}
