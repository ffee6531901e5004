package dev.vipc.emit.kubevip;

import com.google.auto.service.AutoService;
import dev.vipc.emit.Artifact;
import dev.vipc.emit.ArtifactSet;
import dev.vipc.emit.Build;
import dev.vipc.emit.Emitter;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.YamlText;
import dev.vipc.source.Located;
import dev.vipc.spec.KubeVip;
import dev.vipc.spec.KubeVipGrant;
import dev.vipc.spec.KubeVipOnNode;
import dev.vipc.spec.SpecNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The manifests of kube-vip, in the variables that its release reads. */
@AutoService(Emitter.class)
public final class KubeVipEmitter implements Emitter {
  private static final String MANIFEST = "/etc/kubernetes/manifests/kube-vip.yaml";

  @Override
  public String name() {
    return "kube-vip";
  }

  @Override
  public ArtifactSet emit(Build build) {
    List<Artifact> artifacts = new ArrayList<>();
    for (KubeVipOnNode one : KubeVipOnNode.of(build.spec()).toList())
      if (KubeVipRelease.writes(build, one))
        one.node()
            .ifPresentOrElse(
                node -> artifacts.add(pod(build, one, node)),
                () -> artifacts.addAll(daemonSet(build, one)));
    pools(build).forEach(artifacts::add);
    return new ArtifactSet(artifacts);
  }

  /** A static pod can ask for no Secret, so that passwords stand in it. */
  private static Artifact pod(Build build, KubeVipOnNode one, SpecNode node) {
    KubeVipPodSpec spec = new KubeVipPodSpec(build, one);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("header", build.origin().comment());
    values.put("before_init", !one.kubeconfig().orElseThrow().equals(KubeVipOnNode.KUBECONFIG));
    values.put("spec", spec.text(2));
    return Artifact.onNode(
        node.name().value(),
        MANIFEST,
        build.render(KubeVipEmitter.class, "pod.yaml.j2", values),
        spec.holdsSecret() ? FileMode.SECRET : FileMode.PLAIN);
  }

  private static List<Artifact> daemonSet(Build build, KubeVipOnNode one) {
    KubeVipPodSpec spec = new KubeVipPodSpec(build, one);
    List<Artifact> artifacts = new ArrayList<>();
    artifacts.add(
        cluster(
            build,
            "kube-vip.yaml",
            "daemon-set.yaml.j2",
            Map.of("spec", spec.text(6), "grants", grants()),
            FileMode.PLAIN));
    spec.secret()
        .ifPresent(
            peers ->
                artifacts.add(
                    cluster(
                        build,
                        "kube-vip-bgp-peers.yaml",
                        "secret.yaml.j2",
                        Map.of("peers", YamlText.of(peers)),
                        FileMode.SECRET)));
    return artifacts;
  }

  private static List<Map<String, String>> grants() {
    return Stream.of(KubeVipGrant.values())
        .map(
            grant ->
                Map.of(
                    "group", YamlText.of(grant.group()),
                    "resources", row(grant.resources()),
                    "verbs", row(grant.verbs())))
        .toList();
  }

  private static String row(List<String> words) {
    return words.stream().map(YamlText::of).collect(Collectors.joining(", "));
  }

  private static Stream<Artifact> pools(Build build) {
    List<Map<String, String>> pools =
        build.spec().virtualAddresses().stream()
            .flatMap(address -> address.kubeVip().stream())
            .flatMap(kubeVip -> kubeVip.pools().stream())
            .map(KubeVipEmitter::pool)
            .toList();
    return pools.isEmpty()
        ? Stream.empty()
        : Stream.of(
            cluster(
                build,
                "kube-vip-pools.yaml",
                "pools.yaml.j2",
                Map.of("pools", pools),
                FileMode.PLAIN));
  }

  private static Map<String, String> pool(KubeVip.Pool pool) {
    String addresses =
        pool.addresses().stream().map(Located::value).collect(Collectors.joining(","));
    return Map.of("key", YamlText.of(pool.key()), "addresses", YamlText.of(addresses));
  }

  private static Artifact cluster(
      Build build, String file, String template, Map<String, ?> values, FileMode mode) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("header", build.origin().comment());
    return new Artifact(
        Path.of(Build.CLUSTER, file), build.render(KubeVipEmitter.class, template, all), mode);
  }
}
