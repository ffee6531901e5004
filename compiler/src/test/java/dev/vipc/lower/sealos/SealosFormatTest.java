package dev.vipc.lower.sealos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.HostEntry;
import dev.vipc.model.InstalledHost;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.Parts;
import dev.vipc.model.StatesSubnets;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SealosFormatTest {
  @Test
  void hostsHaveTheirRolesAndPiecesOfKubeadmTheirSubnets() {
    SourceFile file =
        new SourceFile(
            "Clusterfile",
            """
            apiVersion: apps.sealos.io/v1beta1
            kind: Cluster
            spec:
              hosts:
              - ips: ["192.168.0.2:22", 192.168.0.3]
                roles: [master, amd64]
              - ips: [192.168.0.9:22, "{{ .Node }}"]
                roles: [node]
            ---
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            networking: {podSubnet: 100.64.0.0/10}
            """);
    SealosFormat format = new SealosFormat();
    assertEquals(2, format.recognises(file));
    Parts parts = format.read(file, Targets.NONE, new Findings());
    assertEquals(
        List.of("192.168.0.2", "192.168.0.3", "192.168.0.9"),
        parts.all(HostEntry.class).stream()
            .map(host -> host.address().value().toString())
            .toList());
    assertTrue(parts.all(InstalledHost.class).getFirst().isEtcd());
    assertEquals(List.of(), parts.all(KubeadmFile.class));
    assertEquals(
        "100.64.0.0/10",
        parts.all(StatesSubnets.class).stream()
            .flatMap(StatesSubnets::subnets)
            .flatMap(of -> of.pods().known().stream())
            .map(cidr -> cidr.value().toString())
            .findFirst()
            .orElseThrow());
  }
}
