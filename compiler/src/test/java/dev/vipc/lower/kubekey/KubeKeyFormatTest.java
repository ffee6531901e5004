package dev.vipc.lower.kubekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.diagnostic.Findings;
import dev.vipc.model.ControlPlaneEndpoint;
import dev.vipc.model.HostEntry;
import dev.vipc.model.Parts;
import dev.vipc.model.Targets;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KubeKeyFormatTest {
  private final KubeKeyFormat format = new KubeKeyFormat();

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

  private Parts read(String text) {
    SourceFile file = new SourceFile("config-sample.yaml", text);
    assertEquals(2, format.recognises(file));
    return format.read(file, Targets.NONE, new Findings());
  }
}
