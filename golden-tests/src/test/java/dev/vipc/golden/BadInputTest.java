package dev.vipc.golden;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the input is, the answer comes in time and is never a stack trace. */
final class BadInputTest {
  @TempDir private Path folder;

  @Test
  void anEmptyFolderIsNotAnInput() {
    Vipc.Run run = lint(folder);
    assertEquals(2, run.status());
    assertTrue(run.err().contains("no file here that vipc reads"), run::err);
  }

  @Test
  void aPathThatDoesNotExistIsNotAnInput() {
    Vipc.Run run = lint(folder.resolve("absent"));
    assertEquals(2, run.status());
    assertTrue(run.err().contains("no such file"), run::err);
  }

  @Test
  void anEmptyKeepalivedConfIsAcceptedAsKeepalivedDoes() throws IOException {
    Vipc.Run run = lint(write("keepalived.conf", ""));
    assertEquals(0, run.status(), run::out);
  }

  @Test
  void anUnknownKindIsNamedAsSuch() throws IOException {
    Vipc.Run run = lint(write("notes.md", "# notes\n"));
    assertEquals(2, run.status());
    assertTrue(run.err().contains("not recognised"), run::err);
  }

  @Test
  void anUnknownKindInAFolderIsCounted() throws IOException {
    write("notes.md", "# notes\n");
    write("keepalived.conf", "");
    Vipc.Run run = lint(folder);
    assertEquals(0, run.status(), run::out);
    assertTrue(run.out().contains("1 other file skipped"), run::out);
  }

  @Test
  void aBinaryFileIsAnUnknownKind() throws IOException {
    Path file = folder.resolve("blob.conf");
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    Files.write(file, bytes);
    assertEquals(2, lint(file).status());
  }

  @Test
  void aBinaryFileUnderAConfigurationsNameHasFindings() throws IOException {
    for (String name : List.of("haproxy.cfg", "keepalived.conf")) {
      Path file = folder.resolve(name);
      byte[] bytes = new byte[100_000];
      new Random(7).nextBytes(bytes);
      Files.write(file, bytes);
      assertEquals(1, lint(file).status(), name);
    }
  }

  @Test
  void aHaproxyCfgOf50MegabytesIsSimplyLinted() throws IOException {
    StringBuilder text = new StringBuilder("defaults\n  mode tcp\n  timeout connect 5s\n");
    text.append("  timeout client 1h\n  timeout server 1h\nbackend b\n");
    for (int i = 0; text.length() < 50_000_000; i++)
      text.append("  server s").append(i).append(" 10.0.0.1:8080 check inter 2s rise 2 fall 3\n");
    Vipc.Run run = lint(write("haproxy.cfg", text.toString()));
    assertEquals(0, run.status(), () -> run.out().substring(0, Math.min(2000, run.out().length())));
  }

  @Test
  void aFileThatThisUserMayNotReadIsNamed() throws Exception {
    Path file = write("keepalived.conf", "");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("-wx------"));
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv"))
            && "root".equals(System.getProperty("user.name")),
        "skipped: needs root and setpriv to run as an ordinary user");
    Process process =
        new ProcessBuilder(
                "/usr/bin/setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.vipc.cli.Main",
                "lint",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), output);
    assertTrue(output.contains("may not be read by this user"), output);
  }

  @Test
  void aYamlBombIsDefused() throws IOException {
    StringBuilder text =
        new StringBuilder("apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n");
    text.append("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++)
      text.append(
          "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
    assertEquals(1, lint(write("kubeadm-config.yaml", text.toString())).status());
  }

  @Test
  void yamlThatIsNestedDeepIsRefused() throws IOException {
    String text =
        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\na: " + "[".repeat(100_000);
    assertEquals(1, lint(write("kubeadm-config.yaml", text)).status());
  }

  @Test
  void aBraceThatIsNeverClosedIsOneFinding() throws IOException {
    Vipc.Run run =
        lint(
            write(
                "keepalived.conf",
                "vrrp_instance A {\n  interface eth0\n  virtual_router_id 5\n  virtual_ipaddress {\n    192.0.2.9/24\n  }\n"));
    assertEquals(1, run.status());
    assertEquals(1, run.out().lines().filter(line -> line.contains("[SYN")).count(), run::out);
  }

  @Test
  void twentyThousandOpenBracesAreRead() throws IOException {
    assertEquals(1, lint(write("keepalived.conf", "a {\n".repeat(20_000))).status());
    assertEquals(1, lint(write("keepalived.conf", "{".repeat(20_000))).status());
  }

  @Test
  void aLineOfFiveMegabytesIsRead() throws IOException {
    String line = "x".repeat(5_000_000);
    assertEquals(1, lint(write("haproxy.cfg", "global\n  " + line + "\n")).status());
    assertEquals(1, lint(write("keepalived.conf", line + "\n")).status());
    assertEquals(
        1, lint(write("haproxy.cfg", "global\n  log " + "y ".repeat(2_500_000) + "\n")).status());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Vipc.Run lint(Path path) {
    Vipc.Run run =
        assertTimeoutPreemptively(ofSeconds(60), () -> Vipc.run("lint", path.toString()));
    assertFalse((run.out() + run.err()).contains("\tat "), "a stack trace");
    assertFalse(run.err().contains("a fault of vipc's own"), run::err);
    return run;
  }

  /** What is read of kubeadm's files is read by three commands. */
  private void eachCommand(String text) throws IOException {
    Path file = write("kubeadm-config.yaml", text);
    lint(file);
    for (String[] command :
        List.of(
            new String[] {"check", "--program", "kubeadm", file.toString()},
            new String[] {"fmt", "--to", "kubeadm=v1beta4", file.toString()})) {
      Vipc.Run run = assertTimeoutPreemptively(ofSeconds(60), () -> Vipc.run(command));
      assertFalse((run.out() + run.err()).contains("\tat "), "a stack trace");
      assertFalse(run.err().contains("a fault of vipc's own"), run::err);
    }
  }

  private static final String KUBEADM =
      "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\n";

  @Test
  void tenThousandAliasesAreReadByEachCommand() throws IOException {
    eachCommand(
        KUBEADM
            + "apiServer:\n  extraArgs: &a {v: \"4\"}\nscheduler:\n"
            + "  extraArgs: *a\n".repeat(10_000));
  }

  @Test
  void aThousandNestedLevelsAreReadByEachCommand() throws IOException {
    StringBuilder text = new StringBuilder(KUBEADM);
    for (int level = 0; level < 1000; level++)
      text.append(" ".repeat(level)).append("a").append(":\n");
    eachCommand(text.toString());
    eachCommand(KUBEADM + "apiServer: " + "{a: ".repeat(1000) + "}".repeat(1000) + "\n");
  }

  @Test
  void aKubeadmFileOf100MegabytesIsAnsweredByEachCommand() throws IOException {
    StringBuilder text = new StringBuilder(KUBEADM).append("apiServer:\n  certSANs:\n");
    while (text.length() < 100_000_000) text.append("  - 192.0.2.1\n");
    eachCommand(text.toString());
  }

  @Test
  void garbageUnderAKubeadmNameIsReadByEachCommand() throws IOException {
    eachCommand(
        "kubeadm.k8s.io/\0\1\2\n---\n\t- : {[\n---\n" + KUBEADM + "apiServer: [1, {2: 3}]\n");
    eachCommand(KUBEADM + "apiServer: nothing\nnetworking:\n- 1\netcd: {local: [], external: 7}\n");
    eachCommand("apiVersion: [kubeadm.k8s.io/v1beta3]\nkind: {a: b}\n# kubeadm.k8s.io/\n");
  }
}
