package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.check.CheckRequest;
import dev.vipc.check.CheckResult.FileVerdict;
import dev.vipc.check.Verdict;
import dev.vipc.compile.Compiler;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code vipc check --program kubeadm} says at each release. */
final class KubeadmVerdictsTest {
  private static final Pattern MINIKUBE = Pattern.compile("minikube-v1\\.(\\d+)-.*\\.yaml");

  /** The sheet of which release reads which version; warned is read but called deprecated. */
  @ParameterizedTest
  @CsvSource({
    "v1alpha1, 1.11, WARNED",
    "v1alpha1, 1.12, REFUSED",
    "v1alpha2, 1.11, ACCEPTED",
    "v1alpha2, 1.12, WARNED",
    "v1alpha2, 1.13, REFUSED",
    "v1alpha3, 1.11, REFUSED",
    "v1alpha3, 1.12, ACCEPTED",
    "v1alpha3, 1.13, WARNED",
    "v1alpha3, 1.14, REFUSED",
    "v1alpha3, 1.15, REFUSED",
    "v1beta1, 1.12, REFUSED",
    "v1beta1, 1.13, ACCEPTED",
    "v1beta1, 1.16, ACCEPTED",
    "v1beta1, 1.21, WARNED",
    "v1beta1, 1.22, REFUSED",
    "v1beta2, 1.14, REFUSED",
    "v1beta2, 1.15, ACCEPTED",
    "v1beta2, 1.26, WARNED",
    "v1beta2, 1.27, REFUSED",
    "v1beta3, 1.21, REFUSED",
    "v1beta3, 1.22, ACCEPTED",
    "v1beta3, 1.36, ACCEPTED",
    "v1beta3, 1.37, REFUSED",
    "v1beta4, 1.27, REFUSED",
    "v1beta4, 1.28, REFUSED",
    "v1beta4, 1.30, REFUSED",
    "v1beta4, 1.31, ACCEPTED",
    "v1beta4, 1.37, ACCEPTED",
  })
  void eachReleaseReadsItsVersions(String version, String release, Verdict expected) {
    String kind = version.matches("v1alpha[12]") ? "MasterConfiguration" : "InitConfiguration";
    String text = "apiVersion: kubeadm.k8s.io/" + version + "\nkind: " + kind + "\n";
    assertEquals(expected, verdict(text, release).verdict());
  }

  @ParameterizedTest
  @CsvSource({"1.27, WARNED", "1.28, REFUSED"})
  void anUnknownFieldIsRefusedSinceThereIsAStrictCheck(String release, Verdict expected) {
    String text =
        "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nclusterNames: a\n";
    assertEquals(expected, verdict(text, release).verdict());
  }

  @Test
  void ofATemplateTheCauseIsSaidAlone() {
    String text =
        """
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: JoinConfiguration
        discovery:
        {% if token %}
          bootstrapToken: {token: abcdef.0123456789abcdef, apiServerEndpoint: "{{ api }}:6443", unsafeSkipCAVerification: true}
          timeout: 5m
        {% else %}
          file: {kubeConfigPath: /etc/kubernetes/discovery.conf}
          timeout: 10m
        {% endif %}
        """;
    FileVerdict verdict = verdict(text, "1.34");
    assertEquals(Verdict.REFUSED, verdict.verdict());
    assertEquals(
        List.of("SYN014"), verdict.diagnostics().stream().map(d -> d.rule().code()).toList());
  }

  @Test
  void theDefaultIsTheNewestReleaseOfTheTables() {
    FileVerdict verdict =
        check("apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n", Optional.empty());
    assertEquals("1.36", verdict.target().version().toString());
    assertEquals(false, verdict.target().measured());
  }

  @Test
  void whatMinikubeWroteForAReleaseIsAcceptedByIt() throws IOException {
    Path corpus = Seeds.shared("corpus/kubernetes/kubeadm");
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    try (Stream<Path> files = Files.list(corpus)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = MINIKUBE.matcher(file.getFileName().toString());
        if (!name.matches()) continue;
        judged++;
        FileVerdict verdict = check(Files.readString(file), Version.parse("1." + name.group(1)));
        if (verdict.verdict() == Verdict.REFUSED)
          wrong.add(
              file.getFileName()
                  + " "
                  + verdict.diagnostics().stream()
                      .filter(d -> d.severity() == Severity.ERROR)
                      .toList());
      }
    }
    assumeTrue(judged > 0, "no such files");
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyRealFileGetsAVerdictAtEveryRelease() throws IOException {
    Path corpus = Seeds.shared("corpus/kubernetes/kubeadm");
    try (Stream<Path> files = Files.list(corpus)) {
      List<Path> all = files.sorted().toList();
      for (String release : List.of("1.12", "1.14", "1.18", "1.22", "1.27", "1.31", "1.36")) {
        var result =
            Compiler.check(new CheckRequest("kubeadm", Version.parse(release), all, List.of()));
        assertEquals(List.of(), result.failures());
        assertEquals(all.size(), result.files().size());
        for (FileVerdict file : result.files())
          assertTrue(
              file.verdict() != Verdict.REFUSED || !file.diagnostics().isEmpty(), file.path());
      }
    }
  }

  private static FileVerdict verdict(String text, String release) {
    return check(text, Version.parse(release));
  }

  private static FileVerdict check(String text, Optional<Version> release) {
    var request =
        new CheckRequest("kubeadm", release, List.of(), List.of(new SourceFile("-", text)));
    return Compiler.check(request).files().getFirst();
  }
}
