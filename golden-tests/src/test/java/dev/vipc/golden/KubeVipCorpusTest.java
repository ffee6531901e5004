package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.LintResult;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.source.Located;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Manifests that others wrote, of every generation: how each is read, and what is said of it. */
final class KubeVipCorpusTest {
  private static final Path APPROVED = Path.of("cases/kube-vip");

  @Test
  void everyManifestOfTheCorpusGivesItsModeAddressAndLeaseTimes() throws IOException {
    Path corpus = Seeds.shared("corpus/kubernetes/kube-vip");
    StringBuilder table = new StringBuilder();
    for (Path file : files(corpus))
      table.append(file.getFileName()).append('\n').append(read(file));
    Approved.verify(APPROVED, "corpus", table.toString());
  }

  @Test
  void theFindingsOnTheCorpusAreThoseThatWereReadAndFoundRight() throws IOException {
    Path corpus = Seeds.shared("corpus/kubernetes/kube-vip");
    var findings = new TreeMap<String, String>();
    for (Path file : files(corpus)) {
      LintResult result = new Compiler().lint(request(file));
      String said =
          result.diagnostics().stream()
              .filter(found -> found.rule().code().startsWith("KV"))
              .map(KubeVipCorpusTest::line)
              .collect(Collectors.joining());
      if (!said.isEmpty()) findings.put(file.getFileName().toString(), said);
    }
    String text =
        findings.entrySet().stream()
            .map(entry -> entry.getKey() + "\n" + entry.getValue())
            .collect(Collectors.joining());
    Approved.verify(APPROVED, "findings", text);
  }

  /**
   * The own cases, one of every generation: they carry the behaviour where the corpus is absent.
   */
  @Test
  void everyGenerationOfTheManifestGivesItsModeAddressAndLeaseTimes() throws IOException {
    Path generations = Path.of("cases/kube-vip/generations");
    StringBuilder table = new StringBuilder();
    for (Path file : files(generations))
      table.append(file.getFileName()).append('\n').append(read(file));
    Approved.verify(APPROVED, "generations", table.toString());
  }

  private static String line(Diagnostic found) {
    return "  %s %s:%d %s%n"
        .formatted(
            found.severity().word(),
            found.rule().code(),
            found.span().startPosition().line(),
            found.message());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static LintRequest request(Path file) {
    return new LintRequest(List.of(file), List.of(), Optional.empty(), Targets.NONE);
  }

  private static String read(Path file) {
    Findings findings = new Findings();
    Model model = new Compiler().read(request(file), findings);
    String faults =
        findings.sorted().stream()
            .filter(found -> found.rule().code().startsWith("SYN"))
            .map(KubeVipCorpusTest::line)
            .collect(Collectors.joining());
    if (model.files().isEmpty()) return "  not one of kube-vip's files\n" + faults;
    assertEquals(List.of(), model.failures());
    String kind = "  %s%n".formatted(model.files().getFirst().kind());
    return kind
        + faults
        + model.deployments().stream()
            .flatMap(deployment -> deployment.all(KubeVip.class))
            .map(KubeVipCorpusTest::row)
            .collect(Collectors.joining());
  }

  private static String row(KubeVip kubeVip) {
    String modes = kubeVip.modes().stream().map(Located::value).collect(Collectors.joining("+"));
    return "  %s image=%s mode=%s address=%s/%s port=%s interface=%s lease=%s/%s/%s cp=%s svc=%s lb=%s%n"
        .formatted(
            kubeVip.form(),
            kubeVip.imageVersion().map(Object::toString).orElse("-"),
            modes.isEmpty() ? "-" : modes,
            shown(kubeVip.address()),
            shown(kubeVip.prefixLength()),
            shown(kubeVip.port()),
            shown(kubeVip.iface()),
            shown(kubeVip.settings().number("vip_leaseduration")),
            shown(kubeVip.settings().number("vip_renewdeadline")),
            shown(kubeVip.settings().number("vip_retryperiod")),
            shown(kubeVip.settings().flag("cp_enable")),
            shown(kubeVip.settings().flag("svc_enable")),
            shown(kubeVip.settings().flag("lb_enable")));
  }

  private static String shown(Setting<?> setting) {
    if (setting.isUnset()) return "-";
    return setting.value().map(Object::toString).orElse("?");
  }
}
