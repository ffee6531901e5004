package dev.vipc.rule.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic of KA003; one line a node: priority, weight, and what else the router says. */
final class WeightTooSmallTest {
  @TempDir private Path folder;

  @Test
  void aNegativeWeightHasToCrossTheNextPriority() throws IOException {
    assertEquals(
        List.of(
            "when `check` fails, holder `a` falls from 100 to 98, and the best other, `b`, has 90: the address stays"),
        findings("100 -2", "90 -2"));
    assertEquals(List.of(), findings("101 -2", "100 -2", "100 -2"));
  }

  @Test
  void equalIsNotEnough() throws IOException {
    assertEquals(
        List.of(
            "when `check` fails, holder `a` falls from 102 to 100, and the best other, `b`, has 100: the address stays"),
        findings("102 -2", "100 -2"));
  }

  @Test
  void aPositiveWeightIsLostByTheOneThatFails() throws IOException {
    assertEquals(List.of(), findings("100 2", "100 2"));
    assertEquals(
        List.of(
            "when `check` fails, holder `a` falls from 115 to 110, and the best other, `b`, has 105: the address stays"),
        findings("110 5", "100 5"));
  }

  @Test
  void aWeightOfZeroIsAFaultAndAlwaysMovesTheAddress() throws IOException {
    assertEquals(List.of(), findings("200 0", "1 0"));
    assertEquals(List.of(), findings("200", "1"));
  }

  @Test
  void aBackupWithNoPreemptNeverTakesOverFromALivingHolder() throws IOException {
    assertEquals(
        List.of(
            "when `check` fails, holder `a` falls from 110 to 80, below the 100 of `b`, which has nopreempt: the address stays"),
        findings("110 -30", "100 -30 nopreempt"));
  }

  @Test
  void eachNodeThatMayHoldTheAddressIsAsked() throws IOException {
    assertEquals(
        List.of(
            "when `check` fails, holder `b` falls from 100 to 70, below the 110 of `a`, which has nopreempt: the address stays"),
        findings("110 -30 nopreempt", "100 -30"));
  }

  @Test
  void sumsAreKeptBelow255() throws IOException {
    assertEquals(
        List.of(
            "when `check` fails, holder `a` falls from 254 to 254, and the best other, `b`, has 252: the address stays"),
        findings("254 50", "202 50"));
  }

  @Test
  void anOwnerDropsItsWeights() throws IOException {
    assertEquals(
        List.of(
            "when `check` fails, `a` keeps the address: keepalived drops the weights of an owner (priority 255)"),
        findings("255 -50", "100 -50"));
  }

  @Test
  void aLoneNodeAndUnknownNumbersAreNotJudged() throws IOException {
    assertEquals(List.of(), findings("100 -2"));
    assertEquals(List.of(), findings("${PRIORITY} -2", "90 -2"));
    assertEquals(List.of(), findings("100 ${WEIGHT}", "90 ${WEIGHT}"));
  }

  @Test
  void theWeightBesideTheTrackedNameWins() throws IOException {
    assertEquals(List.of(), findings("100 -2 track-weight=-50", "90 -2 track-weight=-50"));
  }

  private List<String> findings(String... nodes) throws IOException {
    Path deployment = Files.createTempDirectory(folder, "deployment");
    char name = 'a';
    for (String node : nodes) {
      Path file = deployment.resolve(name++ + "/keepalived.conf");
      Files.createDirectories(file.getParent());
      Files.writeString(file, config(List.of(node.split(" "))));
    }
    return new Compiler()
        .lint(LintRequest.of(List.of(deployment))).diagnostics().stream()
            .filter(finding -> finding.rule().code().equals("KA003"))
            .map(Diagnostic::message)
            .toList();
  }

  private static String config(List<String> words) {
    String weight = words.size() > 1 ? "weight " + words.get(1) : "";
    String track =
        words.stream()
            .filter(word -> word.startsWith("track-weight="))
            .map(word -> " weight " + word.substring("track-weight=".length()))
            .findFirst()
            .orElse("");
    return """
        vrrp_script check {
          script "/usr/bin/check"
          %s
        }
        vrrp_instance API {
          interface eth0
          virtual_router_id 7
          priority %s
          %s
          virtual_ipaddress {
            10.0.0.100
          }
          track_script {
            check%s
          }
        }
        """
        .formatted(weight, words.getFirst(), words.contains("nopreempt") ? "nopreempt" : "", track);
  }
}
