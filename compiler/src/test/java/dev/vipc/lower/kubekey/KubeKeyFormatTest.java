package dev.vipc.lower.kubekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.ClusterSubnets;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.HostEntry;
import dev.vipc.model.ManagementAddress;
import dev.vipc.model.MovesAddresses;
import dev.vipc.model.Parts;
import dev.vipc.model.StatesSubnets;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KubeKeyFormatTest {
  private final KubeKeyFormat format = new KubeKeyFormat();
  private final Findings findings = new Findings();

  @Test
  void hostsHaveTheGroupsThatNameThem() {
    Parts parts =
        read(
            """
            apiVersion: kubekey.kubesphere.io/v1alpha2
            kind: Cluster
            spec:
              hosts:
              - {name: node1, address: 172.16.0.2, internalAddress: 10.0.0.2}
              - {name: node2, address: 172.16.0.3, internalAddress: 172.16.0.3}
              roleGroups:
                etcd:
                - node[1:2]
                control-plane: [node1]
              controlPlaneEndpoint:
                domain: lb.kubesphere.local
                address: "172.16.0.10"
                port: 6443
            """);
    assertEquals(
        List.of("node1 10.0.0.2", "node1 172.16.0.2", "node2 172.16.0.3", "node2 172.16.0.3"),
        parts.all(HostEntry.class).stream()
            .map(h -> h.name().value() + " " + h.address().value())
            .toList());
    assertEquals(Set.of("etcd", "control-plane"), parts.all(HostEntry.class).getFirst().groups());
    assertTrue(parts.all(ControlPlaneEndpoint.class).getFirst().address().is("172.16.0.10"));
    assertTrue(parts.all(ControlPlaneEndpoint.class).getFirst().internalLoadBalancer().isUnset());
  }

  @Test
  void withoutApiVersionTheEndpointTells() {
    String text = "# sample\nspec:\n  # the way in\n\n  controlPlaneEndpoint:\n    port: 6443\n";
    assertTrue(read(text).all(ControlPlaneEndpoint.class).getFirst().port().is(6443));
    assertEquals(0, format.recognises(new SourceFile("a.yaml", "apiVersion: x/v1\n" + text)));
    assertEquals(
        0,
        format.recognises(
            new SourceFile("a.yaml", "spec:\n  a: 1\nother:\n  controlPlaneEndpoint: x\n")));
  }

  @Test
  void keysAreReadWhateverTheirCaseIs() {
    Parts parts = read(cluster("internalLoadBalancer: kube-vip", "address: 10.0.0.9"));
    assertEquals(
        List.of("10.0.0.9"),
        parts.all(MovesAddresses.class).stream()
            .flatMap(MovesAddresses::virtualAddresses)
            .map(at -> at.value().toString())
            .toList());
    assertEquals(List.of(), findings.sorted());
  }

  @Test
  void aValueOfAnotherTypeStopsKubeKeyAndAnUnknownFieldIsPassedOver() {
    read(cluster("port: [6443]", "domian: api.example.org", "externalDNS: yes"));
    assertEquals(
        List.of("SCH003 error", "SCH001 warning"),
        findings.sorted().stream()
            .map(f -> f.rule().code() + " " + f.severity().toString().toLowerCase(Locale.ROOT))
            .toList());
    assertEquals("write `domain`", findings.sorted().getLast().help().orElseThrow());
  }

  @Test
  void subnetsAreThoseOfTheCluster() {
    Parts parts =
        read(cluster("port: 6443") + "  network: {kubePodsCIDR: '10.3.0.0/16,fd00::/48'}\n");
    ClusterSubnets subnets =
        parts.all(StatesSubnets.class).getFirst().subnets().findFirst().orElseThrow();
    assertEquals(
        List.of("10.3.0.0/16", "fd00::/48"),
        subnets.pods().known().stream().map(cidr -> cidr.value().toString()).toList());
    assertEquals("10.233.0.0/18", subnets.services().standard().orElseThrow().toString());
  }

  @Test
  void groupsOfKubeKey4HaveTheMembersOfTheirGroups() {
    Parts parts =
        read(
            """
            apiVersion: kubekey.kubesphere.io/v1
            kind: Inventory
            spec:
              hosts:
                cp1: {internal_ipv4: 10.0.0.1, connector: {host: 203.0.113.1}}
              groups:
                k8s_cluster: {groups: [kube_control_plane]}
                kube_control_plane: {groups: [k8s_cluster], hosts: [cp1]}
            """);
    assertEquals(
        Set.of("k8s_cluster", "kube_control_plane"),
        parts.all(HostEntry.class).getFirst().groups());
    assertEquals(
        "203.0.113.1", parts.all(ManagementAddress.class).getFirst().address().value().toString());
  }

  @Test
  void aRangeOfNamesIsBounded() {
    assertEquals(List.of("n7", "n8"), NameRange.names("n[7:8].rack").toList());
    assertTrue(NameRange.names("n[0:999999999]").count() < 10_000);
  }

  private static String cluster(String... endpoint) {
    return "apiVersion: kubekey.kubesphere.io/v1alpha2\nkind: Cluster\nspec:\n"
        + "  controlPlaneEndpoint:\n    "
        + String.join("\n    ", endpoint)
        + "\n";
  }

  private Parts read(String text) {
    SourceFile file = new SourceFile("config-sample.yaml", text);
    assertEquals(2, format.recognises(file));
    return format.read(file, Targets.NONE, findings);
  }
}
