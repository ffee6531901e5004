package dev.vipc.lower.kubeadm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.EtcdMemberFile;
import dev.vipc.model.Hole;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KubeadmFormatTest {
  private final KubeadmFormat format = new KubeadmFormat();
  private final Findings findings = new Findings();

  @Test
  void etcdArgumentsAreReadFromMappingsAndFromLists() {
    Cluster mapping =
        cluster(
            """
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            etcd:
              local:
                extraArgs:
                  name: "cp1"
                  initial-cluster: "cp1=https://10.0.0.11:2380, cp2=https://10.0.0.12:2380"
            """);
    Cluster list =
        cluster(
            """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            etcd:
              local:
                extraArgs:
                - name: name
                  value: cp1
                - name: initial-cluster
                  value: cp1=https://10.0.0.11:2380,cp2=https://10.0.0.12:2380
            """);
    for (Cluster cluster : List.of(mapping, list)) {
      var etcd = cluster.localEtcd().orElseThrow();
      assertTrue(etcd.name().is("cp1"));
      assertEquals(2, etcd.initialCluster().size());
      var second = etcd.initialCluster().get(1);
      assertEquals("cp2=https://10.0.0.12:2380", second.span().text());
      assertEquals("10.0.0.12:2380", second.url().span().orElseThrow().text());
    }
  }

  @Test
  void holesBelongWhereHostsDoAndHaveNoValue() {
    Parts parts =
        read(
            """
            apiVersion: kubeadm.k8s.io/v1alpha3
            kind: ClusterConfiguration
            kubernetesVersion: stable
            apiServerCertSANs: ["LOAD_BALANCER_DNS"]
            controlPlaneEndpoint: "LOAD_BALANCER_DNS:LOAD_BALANCER_PORT"
            etcd:
              local:
                extraArgs:
                  name: "CP0_HOSTNAME"
                  listen-peer-urls: "https://CP0_IP:2380"
            """);
    Cluster cluster = parts.all(KubeadmFile.class).getFirst().clusters().getFirst();
    assertTrue(cluster.controlPlaneEndpoint().isUnknown());
    assertTrue(cluster.localEtcd().orElseThrow().name().isUnknown());
    assertEquals(
        List.of(
            "CP0_HOSTNAME",
            "CP0_IP",
            "LOAD_BALANCER_DNS",
            "LOAD_BALANCER_DNS",
            "LOAD_BALANCER_PORT"),
        parts.all(Hole.class).stream().map(hole -> hole.name().value()).sorted().toList());
  }

  @Test
  void documentsThatRunTogetherAreReadEachForItself() {
    KubeadmFile file =
        file(
            """
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: InitConfiguration
            nodeRegistration: {criSocket: /run/x.sock}
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            controlPlaneEndpoint: api.example.com
            """);
    assertTrue(file.inits().getFirst().criSocket().is("/run/x.sock"));
    assertEquals(
        "api.example.com",
        file.clusters().getFirst().controlPlaneEndpoint().value().orElseThrow().toString());
    assertEquals(List.of("KD002"), findings.sorted().stream().map(d -> d.rule().code()).toList());
  }

  @Test
  void aJoinIsOfTheControlPlaneByItsMappingOrItsOldFlag() {
    assertTrue(
        join("v1beta4", "controlPlane: {localAPIEndpoint: {bindPort: 6444}}").controlPlane());
    assertTrue(join("v1alpha3", "controlPlane: true").controlPlane());
    assertFalse(join("v1alpha3", "controlPlane: false").controlPlane());
    assertFalse(join("v1beta4", "nodeRegistration: {name: worker1}").controlPlane());
  }

  @Test
  void documentsInOtherFilesAreNotRecognised() {
    String document = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n";
    assertEquals(2, format.recognises(new SourceFile("a.yaml", document)));
    assertEquals(1, format.recognises(new SourceFile("kubeadm.tpl", document)));
    assertEquals(0, format.recognises(new SourceFile("a.sh", document)));
    assertEquals(
        0, format.recognises(new SourceFile("a.yaml", "data: |\n  " + document.indent(2))));
  }

  private Join join(String version, String field) {
    return file("apiVersion: kubeadm.k8s.io/%s\nkind: JoinConfiguration\n%s\n"
            .formatted(version, field))
        .joins()
        .getFirst();
  }

  private Cluster cluster(String text) {
    return file(text).clusters().getFirst();
  }

  private KubeadmFile file(String text) {
    Parts parts = read(text);
    return parts.all(EtcdMemberFile.class).stream()
        .map(EtcdMemberFile::whole)
        .findFirst()
        .orElseGet(() -> parts.all(KubeadmFile.class).getFirst());
  }

  private Parts read(String text) {
    return format.read(new SourceFile("kubeadm.yaml", text), Targets.NONE, findings);
  }
}
