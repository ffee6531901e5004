package dev.vipc.keyword;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.syntax.yaml.YamlNode.Mapping;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KubernetesTablesTest {
  private final RemovedFlags flags = new RemovedFlags();
  private final FeatureGateTable gates = new FeatureGateTable();

  @Test
  void aFlagIsThereUntilItsReleaseTakesItOut() {
    assertTrue(flags.find("kube-apiserver", "insecure-port", Optional.of("0"), 23).isEmpty());
    assertFalse(flags.find("kube-apiserver", "insecure-port", Optional.of("0"), 24).isEmpty());
    assertTrue(flags.find("kube-scheduler", "insecure-port", Optional.of("0"), 24).isEmpty());
  }

  @Test
  void someValuesAreRefusedEarlier() {
    assertFalse(flags.find("kube-apiserver", "insecure-port", Optional.of("8080"), 20).isEmpty());
    assertTrue(flags.find("kube-apiserver", "insecure-port", Optional.empty(), 20).isEmpty());
    assertTrue(flags.find("kubelet", "cloud-provider", Optional.of("external"), 33).isEmpty());
    assertFalse(flags.find("kubelet", "cloud-provider", Optional.of("aws"), 33).isEmpty());
  }

  @Test
  void aComponentMayKeepAGateLonger() {
    assertTrue(gates.find("kube-apiserver", "IPv6DualStack").orElseThrow().isGoneIn(25));
    assertFalse(gates.find("kube-controller-manager", "IPv6DualStack").orElseThrow().isGoneIn(25));
    assertTrue(gates.find("kubelet", "NoSuchGate").isEmpty());
  }

  @Test
  void noGateStandsTwiceAndNoneIsLockedAfterItIsGone() {
    Set<String> seen = new HashSet<>();
    for (Mapping row : Rows.of("gates")) {
      String name = Rows.field(row, "name").orElseThrow() + Rows.field(row, "in").orElse("");
      assertTrue(seen.add(name), name);
      Optional<Release> gone = Rows.release(row, "gone");
      Optional<Release> locked = Rows.release(row, "locked");
      assertTrue(gone.isPresent() || locked.isPresent(), name);
      if (gone.isPresent() && locked.isPresent()) assertTrue(locked.get().before(gone.get()), name);
      assertEquals(locked.isPresent(), Rows.field(row, "value").isPresent(), name);
    }
  }
}
