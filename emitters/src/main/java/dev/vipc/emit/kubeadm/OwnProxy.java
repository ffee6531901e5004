package dev.vipc.emit.kubeadm;

import dev.vipc.emit.Build;
import dev.vipc.model.HostPort;
import dev.vipc.spec.Kubernetes;
import dev.vipc.spec.LocalWay;
import dev.vipc.spec.Program;
import dev.vipc.spec.Role;
import dev.vipc.spec.SpecNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What joining needs where a node reaches the API servers by a proxy of its own: the join asks them
 * before the kubelet can start anything.
 */
final class OwnProxy {
  private OwnProxy() {}

  /** For the template; {@code own_proxy} is empty where the way leads elsewhere. */
  static Map<String, Object> values(Build build, Kubernetes cluster) {
    Map<String, Object> values = new LinkedHashMap<>(Map.of("own_proxy", ""));
    LocalWay.of(build.spec()).ifPresent(way -> put(build, cluster, way, values));
    return values;
  }

  private static void put(
      Build build, Kubernetes cluster, LocalWay way, Map<String, Object> values) {
    String word = way.proxy().engine().value().word();
    boolean pod = Program.of(word).filter(build::isPod).isPresent();
    values.put("own_proxy", pod ? "static-pod" : "systemd");
    values.put("own_program", word);
    values.put("own_listen", way.listen().toString());
    values.put("first_api", firstApiServer(build, cluster));
    values.put("like", like(build));
  }

  private static String firstApiServer(Build build, Kubernetes cluster) {
    return build.spec().nodesWith(Role.CONTROL_PLANE).stream()
        .findFirst()
        .map(
            first ->
                new HostPort(
                        first.address().map(Object::toString).orElse(first.name().value()),
                        OptionalInt.of(cluster.apiServerPort().value()))
                    .toString())
        .orElse("");
  }

  /** A node whose proxy a further worker may have. */
  private static String like(Build build) {
    List<SpecNode> nodes = build.spec().nodes();
    return nodes.stream()
        .filter(OwnProxy::isWorker)
        .findFirst()
        .or(() -> nodes.stream().findFirst())
        .map(node -> node.name().value())
        .orElse("");
  }

  private static boolean isWorker(SpecNode node) {
    return node.is(Role.WORKER) && !node.is(Role.CONTROL_PLANE);
  }
}
