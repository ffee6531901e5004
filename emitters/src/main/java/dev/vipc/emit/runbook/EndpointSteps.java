package dev.vipc.emit.runbook;

import dev.vipc.migrate.WayIn;
import dev.vipc.model.HostPort;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What follows from another way in: every kubeconfig that names the old one. */
final class EndpointSteps {
  private final Migration migration;
  private final Consumer<String> out;

  EndpointSteps(Migration migration, Consumer<String> out) {
    this.migration = migration;
    this.out = out;
  }

  private Optional<HostPort> old() {
    return WayIn.of(migration.old());
  }

  private Optional<HostPort> next() {
    return WayIn.of(migration.next());
  }

  private boolean isChanged() {
    return old().isPresent() && next().isPresent() && !old().equals(next());
  }

  /** The node's own kubelet and tools ask its own proxy from now on. */
  List<String> onNode(String node) {
    if (!isChanged() || Runbook.local(migration).isEmpty()) return List.of();
    HostPort to = next().orElseThrow();
    String name =
        to.address().isPresent()
            ? ""
            : "grep -q '127.0.0.1 %1$s' /etc/hosts || echo '127.0.0.1 %1$s' >> /etc/hosts"
                .formatted(to.host());
    String ready =
        "until curl -sk -m 2 https://%s/readyz | grep -qx ok; do sleep 1; done"
            .formatted(new HostPort("127.0.0.1", to.port()));
    List<String> files =
        List.of(
            "cp -a /etc/kubernetes/*.conf %s/".formatted(Commands.FOLDER),
            replace(old().orElseThrow(), to) + " /etc/kubernetes/*.conf",
            "systemctl restart kubelet",
            "for pod in controller-manager scheduler; do [ ! -e /etc/kubernetes/$pod.conf ] || cmp -s /etc/kubernetes/$pod.conf %s/$pod.conf || crictl stop $(crictl ps -q --name \"^kube-$pod$\"); done"
                .formatted(Commands.FOLDER));
    return java.util.stream.Stream.of(
            List.of(ready), name.isEmpty() ? List.<String>of() : List.of(name), files)
        .flatMap(List::stream)
        .toList();
  }

  List<String> backOnNode(String node) {
    if (!isChanged() || Runbook.local(migration).isEmpty()) return List.of();
    return List.of(
        "cp -a %s/*.conf /etc/kubernetes/".formatted(Commands.FOLDER), "systemctl restart kubelet");
  }

  private static String replace(HostPort from, HostPort to) {
    return "sed -i 's#https://%s#https://%s#'".formatted(from.toString().replace(".", "\\."), to);
  }

  /**
   * @param heading its line
   */
  void write(String heading) {
    if (!isChanged()) return;
    String sed = replace(old().orElseThrow(), next().orElseThrow());
    String pipe = sed.replace("sed -i", "sed");
    out.accept(heading);
    out.accept("");
    out.accept(
        "The way in is `%s` instead of `%s`. Once, with an administrator's kubeconfig, before the old address goes:"
            .formatted(next().orElseThrow(), old().orElseThrow()));
    out.accept("");
    out.accept("```sh");
    for (String map :
        List.of(
            "kube-system kube-proxy", "kube-public cluster-info", "kube-system kubeadm-config")) {
      String[] words = map.split(" ");
      String from =
          map.endsWith("kubeadm-config")
              ? "sed 's#controlPlaneEndpoint: .*#controlPlaneEndpoint: %s#'"
                  .formatted(next().orElseThrow())
              : pipe;
      out.accept(
          "kubectl -n %s get configmap %s -o yaml | %s | kubectl apply -f -"
              .formatted(words[0], words[1], from));
    }
    out.accept("kubectl -n kube-system rollout restart daemonset kube-proxy");
    out.accept("```");
    out.accept("");
    out.accept(
        "- `grep -h server: /etc/kubernetes/kubelet.conf` names `https://%s` on every node that is done; where it names another way in, the old one had another name there: put the new one in its place, as the step does"
            .formatted(next().orElseThrow()));
    out.accept(
        "- kubeconfigs that people and CI jobs hold name the old way in too; who is no node needs another way in");
    out.accept("");
  }
}
