package dev.vipc.lower.kubevip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.lower.Format;
import dev.vipc.model.Hole;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Parts;
import dev.vipc.model.StaticPod;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KubeVipFormatsTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: kube-vip
      spec:
        containers:
        - name: kube-vip
          image: ghcr.io/kube-vip/kube-vip:v1.2.3
          args: ["manager", "--arp", "--address", "10.0.0.101"]
          env:
          - name: address
            value: "10.0.0.100"
          - name: port
            value: "6443"
          - name: vip_nodename
            valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
      """;

  @Test
  void aManifestGivesThePodAndItsKubeVip() {
    Parts parts = read(new KubeVipPodFormat(), "kube-vip.yaml", POD);
    KubeVip kubeVip = parts.all(KubeVip.class).getFirst();
    assertEquals("kube-vip", parts.all(StaticPod.class).getFirst().name().value());
    assertTrue(kubeVip.address().is("10.0.0.100"), "the environment wins over the flag");
    assertTrue(kubeVip.port().is(6443));
    assertEquals(List.of("arp"), kubeVip.modes().stream().map(mode -> mode.value()).toList());
  }

  @Test
  void assignedVariablesStandWhereTheyWereAssigned() {
    KubeVip kubeVip =
        read(
                new KubeVipCommandFormat(),
                "command.sh",
                """
                # sets the manifest up
                export VIP=192.168.0.100
                INTERFACE="eth0"; docker run --rm ghcr.io/kube-vip/kube-vip:v1.2.3 \\
                  manifest pod --interface $INTERFACE \\
                  --vip ${VIP} --arp | tee kube-vip.yaml
                """)
            .all(KubeVip.class)
            .getFirst();
    assertTrue(kubeVip.address().is("192.168.0.100"));
    assertEquals(2, kubeVip.address().span().orElseThrow().startPosition().line());
    assertTrue(kubeVip.iface().is("eth0"));
    assertTrue(kubeVip.image().is("ghcr.io/kube-vip/kube-vip:v1.2.3"));
  }

  @Test
  void aVariableThatIsNeverAssignedIsAHole() {
    Parts parts =
        read(
            new KubeVipCommandFormat(),
            "command.sh",
            "kube-vip manifest pod --vip ${VIP} --interface $INTERFACE\n");
    assertTrue(parts.all(KubeVip.class).getFirst().address().isUnknown());
    assertTrue(parts.all(KubeVip.class).getFirst().iface().isUnknown());
    assertEquals(
        List.of("${VIP}"), parts.all(Hole.class).stream().map(h -> h.name().value()).toList());
  }

  @Test
  void theRaftConfigurationNamesItselfFirst() {
    KubeVip kubeVip =
        read(
                new KubeVipConfigFormat(),
                "config.yaml",
                """
                remotePeers:
                - {id: cp2, address: 10.0.0.12, port: 10000}
                localPeer: {id: cp1, address: 10.0.0.11, port: 10000}
                vip: 10.0.0.100
                loadBalancers:
                - port: 8443
                  backends:
                  - {port: 6443, address: 10.0.0.11}
                """)
            .all(KubeVip.class)
            .getFirst();
    assertTrue(kubeVip.peers().getFirst().id().is("cp1"));
    assertTrue(kubeVip.port().is(8443));
    assertEquals(
        "10.0.0.11:6443",
        kubeVip.loadBalancers().getFirst().backends().getFirst().value().orElseThrow().toString());
  }

  @Test
  void quotesThatAreNeverClosedEndWithTheFile() {
    Parts parts =
        read(
            new KubeVipCommandFormat(),
            "command.sh",
            "kube-vip manifest pod --vip \"10.0.0.1 \\\n '" + "\"".repeat(20_000));
    assertEquals(1, parts.all(KubeVip.class).size());
  }

  private static Parts read(Format format, String name, String text) {
    SourceFile file = new SourceFile(name, text);
    assertEquals(2, format.recognises(file));
    return format.read(file, Targets.NONE, new Findings());
  }
}
