package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.proof.Case;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import dev.vipc.proof.ServiceProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The failover model: a folder a setup, and what the published guides' setups come to. */
final class ProveTest {
  @TestFactory
  Stream<DynamicTest> theProofIsAsApproved() {
    return Cases.under("prove").stream()
        .map(folder -> dynamicTest(folder.getFileName().toString(), () -> verify(folder)));
  }

  private static void verify(Path folder) {
    Vipc.Run result = Vipc.run("prove", "--faults", "1", "--all", folder + "/files");
    Approved.verify(
        folder,
        "prove",
        (result.out() + "exit " + result.status()).replace(folder + "/files/", ""));
  }

  @Test
  void aTrioThatTracksNothingKeepsTheAddressWithItsDeadProxy() {
    Case one = single(Seeds.shared("seeds/lb-trio"), "haproxy down on lb1");
    assertEquals("black-hole", one.outcome().word());
    // KA014 stands at the same line
    assertEquals(15, one.places().getFirst().startPosition().line());
  }

  @Test
  void aMasterWhoseProxyDiesIsReplacedAfterIntervalTimesFall() {
    Case one = single(Seeds.shared("seeds/kubeadm-ha/filled"), "haproxy down on master-1");
    assertEquals("takeover", one.outcome().word());
    assertEquals(3.0 * 10, one.detect().orElseThrow().worst());
  }

  @Test
  void prioritiesFurtherApartThanTheWeightKeepTheAddress(@TempDir Path copy) throws IOException {
    Path seed = Seeds.shared("seeds/kubeadm-ha/filled");
    List<Integer> priorities = List.of(100, 90, 80);
    for (int node = 1; node <= 3; node++) {
      Path to = Files.createDirectories(copy.resolve("master-" + node));
      for (String file : List.of("keepalived.conf", "haproxy.cfg", "check_apiserver.sh")) {
        String text = Files.readString(seed.resolve("master-" + node).resolve(file));
        Files.writeString(
            to.resolve(file),
            text.replaceAll("(?m)^( *priority) \\d+", "$1 " + priorities.get(node - 1)));
      }
    }
    assertEquals("black-hole", single(copy, "haproxy down on master-1").outcome().word());
  }

  @Test
  void aPairOfEqualPrioritiesFailsOver() {
    Case one = single(Seeds.shared("seeds/kubesphere/filled"), "haproxy down on lb2");
    assertEquals("takeover", one.outcome().word());
  }

  /** The case of one fault that is not mended. */
  private static Case single(Path folder, String fault) {
    Model model = new Compiler().read(LintRequest.of(List.of(folder)), new Findings());
    List<ServiceProof> proofs =
        Prover.prove(model.deployments().getFirst(), new ProofRequest(1, Optional.empty()));
    return proofs.getFirst().cases().stream()
        .filter(one -> one.faults().size() == 1 && !one.repaired())
        .filter(one -> one.faults().getFirst().toString().equals(fault))
        .findFirst()
        .orElseThrow();
  }
}
