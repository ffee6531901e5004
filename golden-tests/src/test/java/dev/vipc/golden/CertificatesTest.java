package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.source.KeylessText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that openssl makes here, with its keys beside them as on a control-plane node. */
@RealProgram("openssl")
final class CertificatesTest {
  private static final String NAMES =
      "DNS:cp1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,"
          + "DNS:kubernetes.default.svc.cluster.local,IP:10.96.0.1,IP:10.0.0.11";

  @TempDir private Path folder;

  @Test
  void theNameThatACertificateLacksIsReported() throws IOException {
    node(NAMES);
    List<Diagnostic> found = lint("XS006", Instant.now());
    assertEquals(1, found.size(), found::toString);
    assertEquals(
        "the certificate does not carry `10.0.0.100`, `api.ha-lab.example`",
        found.getFirst().message());
    assertEquals("apiserver.crt", name(found.getFirst()));
  }

  @Test
  void aCertificateThatCarriesEveryNameIsNoFinding() throws IOException {
    node(NAMES + ",IP:10.0.0.100,DNS:api.ha-lab.example");
    for (String code : List.of("XS006", "XS015", "XS016", "SYN040"))
      assertEquals(List.of(), lint(code, Instant.now()), code);
  }

  @Test
  void theEndOfACertificateIsAWarningAheadAndThenAnError() throws IOException {
    node(NAMES);
    Instant made = Instant.now();
    assertEquals(List.of(), lint("XS015", made.plus(Duration.ofDays(60))));
    assertEquals(
        List.of("WARNING apiserver.crt"),
        graded(lint("XS015", made.plus(Duration.ofDays(75)))),
        "25 days before the end");
    assertEquals(
        List.of("ERROR apiserver.crt"), graded(lint("XS015", made.plus(Duration.ofDays(101)))));
    assertEquals(
        List.of("ERROR apiserver.crt", "ERROR ca.crt"),
        graded(lint("XS015", made.minus(Duration.ofDays(2)))),
        "before it was made");
  }

  @Test
  void aCertificateOfAnotherAuthorityOfTheSameNameIsReported() throws IOException {
    node(NAMES);
    authority(folder.resolve("cp1/pki"));
    assertEquals(List.of("ERROR apiserver.crt"), graded(lint("XS016", Instant.now())));
  }

  @Test
  void privateKeysAreReportedAndNotRead() throws IOException {
    node(NAMES);
    assertEquals(
        List.of("WARNING apiserver.key", "WARNING ca.key"), graded(lint("XS012", Instant.now())));
    Path key = folder.resolve("cp1/pki/apiserver.key");
    List<String> lines = Files.readAllLines(key);
    String kept = KeylessText.read(key);
    assertEquals(Files.size(key), kept.length());
    for (String line : lines.subList(1, lines.size() - 1))
      assertFalse(kept.contains(line), "a line of the key was kept");
    assertTrue(kept.startsWith(lines.getFirst() + "\n***"), "the first line was not kept");
  }

  @Test
  void aKeyBetweenCertificatesTakesNothingWithIt() throws IOException {
    node(NAMES);
    Path pki = folder.resolve("cp1/pki");
    Path bundle = pki.resolve("site.pem");
    for (String part : List.of("apiserver.crt", "apiserver.key", "ca.crt"))
      Files.write(
          bundle,
          Files.readAllBytes(pki.resolve(part)),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    assertEquals(2, KeylessText.read(bundle).split("-----END CERTIFICATE-----", -1).length - 1);
    assertEquals(List.of(), lint("SYN040", Instant.now()));
  }

  @Test
  void damagedCertificatesAreFindingsAndNeverFaults() throws IOException {
    node(NAMES);
    Path file = folder.resolve("cp1/pki/apiserver.crt");
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(11);
    for (int round = 0; round < 150; round++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int i = 0; i < 1 + round % 4; i++)
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Files.write(file, damaged);
      Vipc.Run run = Vipc.run("lint", folder.toString());
      assertEquals("", run.err());
    }
  }

  /** A node whose API server is to be found at an address and, in a kubeconfig, by a name. */
  private void node(String names) throws IOException {
    Path pki = Files.createDirectories(folder.resolve("cp1/pki"));
    Files.writeString(
        folder.resolve("cp1/kubeadm.yaml"),
        """
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        kubernetesVersion: v1.34.1
        controlPlaneEndpoint: 10.0.0.100:6443
        """);
    Files.writeString(
        folder.resolve("cp1/kubelet.conf"),
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: kubernetes
          cluster:
            server: https://api.ha-lab.example:6443
        """);
    authority(pki);
    Path request = folder.resolve("request");
    Path extensions =
        Files.writeString(
            folder.resolve("extensions"),
            "subjectAltName=%s\nextendedKeyUsage=serverAuth\n".formatted(names));
    openssl(
        "req -new -newkey rsa:2048 -nodes -subj /CN=kube-apiserver -keyout %s -out %s"
            .formatted(pki.resolve("apiserver.key"), request));
    openssl(
        "x509 -req -days 100 -in %s -CA %s -CAkey %s -set_serial 7 -extfile %s -out %s"
            .formatted(
                request,
                pki.resolve("ca.crt"),
                pki.resolve("ca.key"),
                extensions,
                pki.resolve("apiserver.crt")));
    Files.delete(request);
    Files.delete(extensions);
  }

  private static void authority(Path pki) {
    openssl(
        "req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=kubernetes -keyout %s -out %s"
            .formatted(pki.resolve("ca.key"), pki.resolve("ca.crt")));
  }

  private static void openssl(String words) {
    Command run =
        Command.run(Stream.concat(Stream.of("openssl"), Stream.of(words.split(" "))).toList());
    assertEquals(0, run.status(), run::output);
  }

  private List<Diagnostic> lint(String code, Instant now) {
    return new Compiler(() -> now)
        .lint(LintRequest.of(List.of(folder)))
        .onlyCodes(List.of(code))
        .diagnostics();
  }

  private static List<String> graded(List<Diagnostic> found) {
    return found.stream().map(d -> d.severity() + " " + name(d)).toList();
  }

  private static String name(Diagnostic found) {
    String path = found.span().file().path();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
