package dev.vipc.lower.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.lower.GoDurations;
import dev.vipc.lower.kubeadm.KubeadmFormat;
import dev.vipc.lower.pod.StaticPodFormat;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.FeatureGates;
import dev.vipc.model.KubeadmFile.LocalEtcd;
import dev.vipc.model.KubeletConfiguration;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ComponentPartsTest {
  @Test
  void everyVersionsFlagsBecomeTheSame() {
    String flat =
        """
        apiVersion: kubeadm.k8s.io/v1alpha3
        kind: ClusterConfiguration
        apiServerExtraArgs:
          profiling: "false"
        """;
    String nested =
        """
        apiVersion: kubeadm.k8s.io/v1beta2
        kind: ClusterConfiguration
        apiServer:
          extraArgs:
            profiling: "false"
        """;
    String list =
        """
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        apiServer:
          extraArgs:
          - name: profiling
            value: "true"
          - name: profiling
            value: "false"
        """;
    for (String text : List.of(flat, nested, list)) {
      ComponentFlags flags = only(kubeadm(text), Component.API_SERVER);
      assertTrue(flags.flag("profiling").orElseThrow().value().is("false"), text);
    }
  }

  @Test
  void aManifestsCommandGivesFlagsGatesAndTheEtcdMember() {
    Parts parts =
        pod(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: etcd}
            spec:
              containers:
              - name: etcd
                command: [/usr/local/bin/etcd, --name=cp1, --initial-cluster-state, existing]
                args: ["--initial-cluster=cp1=https://10.0.0.11:2380,cp2=https://10.0.0.12:2380"]
            """);
    ComponentFlags flags = only(parts, Component.ETCD);
    assertTrue(flags.flag("initial-cluster-state").orElseThrow().value().is("existing"));
    LocalEtcd etcd = parts.all(LocalEtcd.class).getFirst();
    assertEquals(2, etcd.initialCluster().size());
    assertTrue(etcd.name().is("cp1"));
  }

  @Test
  void aPodOfAnotherProgramGivesNothing() {
    Parts parts =
        pod(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers:
              - {name: web, image: nginx, args: [--name=x]}
            """);
    assertTrue(parts.all(ComponentFlags.class).isEmpty());
  }

  @Test
  void gatesComeFromMappingsAndFlags() {
    Parts parts =
        kubeadm(
            """
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            scheduler:
              extraArgs:
                feature-gates: "A=true, B=false,C"
            ---
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            cgroupDriver: systemd
            failSwapOn: false
            featureGates:
              D: true
            """);
    List<FeatureGates> gates = parts.all(FeatureGates.class);
    assertEquals(Component.SCHEDULER, gates.getFirst().component());
    assertEquals(2, gates.getFirst().gates().size());
    assertEquals(Component.KUBELET, gates.getLast().component());
    KubeletConfiguration kubelet = parts.all(KubeletConfiguration.class).getFirst();
    assertTrue(kubelet.failSwapOn().is(false));
    assertTrue(kubelet.protectKernelDefaults().isUnset());
  }

  @Test
  void goWritesDurationsInPieces() {
    assertEquals(Optional.of(Duration.ZERO), GoDurations.parse("0"));
    assertEquals(Optional.of(Duration.ofHours(24)), GoDurations.parse("24h0m0s"));
    assertEquals(Optional.of(Duration.ofMinutes(90)), GoDurations.parse("1.5h"));
    assertEquals(Optional.of(Duration.ofMillis(300)), GoDurations.parse("300ms"));
    assertFalse(GoDurations.parse("1d").isPresent());
    assertFalse(GoDurations.parse("").isPresent());
    assertFalse(GoDurations.parse("h").isPresent());
  }

  private static ComponentFlags only(Parts parts, Component component) {
    List<ComponentFlags> flags =
        parts.all(ComponentFlags.class).stream().filter(f -> f.component() == component).toList();
    assertEquals(1, flags.size());
    return flags.getFirst();
  }

  private static Parts kubeadm(String text) {
    return new KubeadmFormat()
        .read(new SourceFile("kubeadm.yaml", text), Targets.NONE, new Findings());
  }

  private static Parts pod(String text) {
    return new StaticPodFormat()
        .read(new SourceFile("pod.yaml", text), Targets.NONE, new Findings());
  }
}
