package dev.vipc.check.kubevip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult;
import dev.vipc.check.ProgramChecks;
import dev.vipc.check.Verdict;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubeVipProgramCheckTest {
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: kube-vip, namespace: kube-system}
      spec:
        hostNetwork: true
        containers:
        - name: kube-vip
          image: ghcr.io/kube-vip/kube-vip:v1.2.3
          args: [manager%s]
          env:
          - {name: vip_arp, value: "true"}
          - {name: cp_enable, value: "true"}
          - {name: address, value: 10.20.0.100}
          %s
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3 | vip_leaseduration | 15      | ACCEPTED |",
        "1.2.3 | vip_leaseduration | 15s     | REFUSED  | KV037",
        "1.0.0 | vip_leaseduration | 3       | REFUSED  | KV002",
        "1.1.0 | vip_leaseduration | 5       | REFUSED  | KV002",
        "1.2.3 | vip_arp           | yes     | REFUSED  | KV037",
        "1.2.3 | cp_enable         | false   | REFUSED  | KV038",
        "1.2.3 | svc_election      | no      | ACCEPTED |",
        "1.2.3 | port              | 70000   | REFUSED  | KV037",
        "1.2.3 | health_check_port | 80      | REFUSED  | KV037",
        "0.8.0 | health_check_port | 80      | ACCEPTED |",
        "0.9.0 | vip_cidr          | 24      | ACCEPTED |",
        "0.2.3 | vip_interface     | eth0    | REFUSED  | KV009",
      })
  void aVariableIsReadAsTheReleaseReadsIt(
      String release, String name, String value, Verdict verdict, String codes) {
    String entry = "- {name: %s, value: \"%s\"}".formatted(name, value);
    CheckResult.FileVerdict file = check(release, "kube-vip.yaml", MANIFEST.formatted("", entry));
    assertEquals(verdict, file.verdict(), () -> file.diagnostics().toString());
    assertEquals(codes == null ? "" : codes, errors(file));
  }

  @Test
  void whatTheReleaseDoesNotReadIsSaidWithoutAVerdict() {
    String entry = "- {name: vip_cidr, value: \"24\"}";
    CheckResult.FileVerdict file = check("1.0.0", "kube-vip.yaml", MANIFEST.formatted("", entry));
    assertEquals(Verdict.ACCEPTED, file.verdict());
    assertEquals("KV009", file.diagnostics().getFirst().rule().code());
    assertEquals(Severity.INFO, file.diagnostics().getFirst().severity());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3 | --nonsense   | KV009",
        "0.8.9 | --zebra      | KV009",
        "1.0.0 | --zebra      | ''",
        "0.8.10 | --cidr=32   | ''",
        "0.9.0 | --cidr=32    | KV009",
      })
  void aFlagThatTheReleaseDoesNotKnowEndsIt(String release, String flag, String codes) {
    String text = MANIFEST.formatted(", " + flag, "");
    assertEquals(codes, errors(check(release, "kube-vip.yaml", text)));
    String script = "#!/bin/sh\nkube-vip manifest pod --arp %s\n".formatted(flag);
    assertEquals(codes, errors(check(release, "generate.sh", script)));
  }

  @Test
  void aFileOfRaftPeersIsReadUpTo03() {
    String text =
        """
        localPeer: {id: a, address: 10.20.0.11, port: 10000}
        remotePeers:
        - {id: b, address: 10.20.0.12, port: 10000}
        """;
    assertEquals("", errors(check("0.1.5", "config.yaml", text)));
    assertEquals("KV023", errors(check("0.4.0", "config.yaml", text)));
  }

  @Test
  void aValueThatIsNoTextIsRefusedWithThePod() {
    String entry = "- {name: port, value: 6443}";
    assertEquals("KV040", errors(check("1.2.3", "a.yaml", MANIFEST.formatted("", entry))));
  }

  @Test
  void whatIsNoKubeVipAtAllIsRefused() {
    assertEquals("KV039", errors(check("1.2.3", "a.yaml", "")));
    assertEquals("KV039", errors(check("1.2.3", "a.yaml", "kind: Pod\n")));
    String marks = MANIFEST.formatted("", "- {name: vip_interface, value: \"{{ nic }}\"}");
    assertEquals("SYN014", errors(check("1.2.3", "a.yaml", marks)));
  }

  @Test
  void aReleaseOutsideOfTheTableIsJudgedByTheNearest() {
    KubeVipProgramCheck check = new KubeVipProgramCheck();
    assertEquals(new Version(0, 1, 5), check.target(new Version(0, 0, 9)).version());
    assertEquals(new Version(1, 2, 3), check.target(new Version(7, 0, 0)).version());
    assertEquals(new Version(0, 8, 7), check.target(new Version(0, 8, 7)).version());
  }

  private static String errors(CheckResult.FileVerdict file) {
    return file.diagnostics().stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .map(diagnostic -> diagnostic.rule().code())
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static CheckResult.FileVerdict check(String release, String name, String text) {
    var request =
        new CheckRequest(
            "kube-vip", Version.parse(release), List.of(), List.of(new SourceFile(name, text)));
    return ProgramChecks.check(request).files().getFirst();
  }
}
