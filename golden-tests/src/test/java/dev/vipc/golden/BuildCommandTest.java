package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vipc build} touches, shows and leaves alone. */
final class BuildCommandTest {
  private static final String CONF = "lb1/etc/keepalived/keepalived.conf";
  private static final String SPEC =
      """
      apiVersion: vipc.dev/v1
      kind: HighAvailability
      metadata: { name: prod }
      nodes:
        - { name: lb1, addresses: [192.168.10.11], interface: eth0, roles: [load-balancer] }
        - { name: lb2, addresses: [192.168.10.12], interface: eth0, roles: [load-balancer] }
      virtualAddresses:
        - name: api
          addresses: [192.168.10.100/24]
          vrrp: { routerId: 61, version: 2, password: @PASSWORD@ }
          track: [{ interface: eth1 }]
      """;

  @TempDir private Path folder;
  private Path out;

  @BeforeEach
  void built() throws IOException {
    out = folder.resolve("out");
    spec("{ command: \"echo hunter22\" }");
    assertEquals(0, build().status());
  }

  private void spec(String password) throws IOException {
    Files.writeString(folder.resolve("ha.yaml"), SPEC.replace("@PASSWORD@", password));
  }

  private Vipc.Run build(String... options) {
    return Vipc.run(
        Stream.concat(
                Stream.of("build", folder.resolve("ha.yaml").toString(), "-o", out.toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private String read(String name) throws IOException {
    return Files.readString(out.resolve(name));
  }

  @Test
  void aFolderAsTheSpecSaysPassesTheCheckInSilence() {
    Vipc.Run check = build("--check");
    assertEquals(0, check.status(), check::out);
    assertEquals("", check.out() + check.err());
  }

  @Test
  void anEditFailsTheCheckWithItsDifferenceAndIsNotUndone() throws IOException {
    Files.writeString(out.resolve(CONF), read(CONF).replace("priority 110", "priority 90"));
    Vipc.Run check = build("--check");
    assertEquals(1, check.status());
    assertEquals(
        """
        lb1/etc/keepalived/keepalived.conf differs
        --- a/lb1/etc/keepalived/keepalived.conf
        +++ b/lb1/etc/keepalived/keepalived.conf
        @@ -10,7 +10,7 @@
             interface eth0
             version 2
             virtual_router_id 61
        -    priority 90
        +    priority 110
             advert_int 1
             unicast_src_ip 192.168.10.11
             unicast_peer {
        """,
        check.out());
    assertTrue(check.err().startsWith("vipc: build: 1 of the files in "), check.err());
    assertTrue(read(CONF).contains("priority 90"));
  }

  @Test
  void aMissingFileFailsTheCheck() throws IOException {
    Files.delete(out.resolve(CONF));
    Vipc.Run check = build("--check");
    assertEquals(1, check.status());
    assertTrue(check.out().startsWith(CONF + " is missing\n--- /dev/null\n"), check.out());
    assertFalse(Files.exists(out.resolve(CONF)));
  }

  @Test
  void theCheckOfAFolderThatIsNotThereMakesNone() {
    out = folder.resolve("other");
    assertEquals(1, build("--check").status());
    assertFalse(Files.exists(out));
    assertEquals(List.of("ha.yaml", "out"), entries(folder));
  }

  @Test
  void noOutputShowsASecretOldOrNew() throws IOException {
    assertTrue(read(CONF).contains("auth_pass hunter22"));
    spec("{ command: \"echo correct7\" }");
    for (String[] options : new String[][] {{"--check"}, {"--explain"}, {"--diff"}}) {
      Vipc.Run run = build(options);
      String shown = run.out() + run.err();
      assertFalse(
          shown.contains("auth_pass hunter22") || shown.contains("auth_pass correct7"), shown);
      assertFalse(shown.replaceAll("echo \\S+", "").matches("(?s).*(hunter22|correct7).*"), shown);
    }
    assertTrue(read(CONF).contains("auth_pass correct7"));
    spec("swordf1");
    String explained = build("--explain").out();
    assertFalse(explained.contains("swordf1"), explained);
    Vipc.Run tooLong = build("--check");
    assertFalse(tooLong.out().replaceAll("(?m)^ *\\d+ \\|.*", "").contains("swordf1"));
  }

  @Test
  void whatHoldsASecretIsItsOwnersAlone() throws IOException {
    assertEquals(0640, (int) Files.getAttribute(out.resolve(CONF), "unix:mode") & 0777);
  }

  @Test
  void onlyABuildRunsACommandAndOnlyOnce() throws IOException {
    Path ran = folder.resolve("ran");
    spec("{ command: \"echo x >> ran; echo word\" }");
    String path = folder.resolve("ha.yaml").toString();
    Vipc.run("lint", path);
    Vipc.run("prove", path);
    build("--explain");
    assertFalse(Files.exists(ran));
    build();
    assertEquals("x\n", Files.readString(ran));
  }

  @Test
  void aCommandThatFailsStopsTheBuildAndChangesNothing() throws IOException {
    String before = read(CONF);
    spec("{ command: \"echo hidden1; echo locked >&2; exit 1\" }");
    Vipc.Run run = build();
    assertEquals(1, run.status());
    assertTrue(run.out().contains("the command failed with status 1: locked"), run.out());
    assertEquals(before, read(CONF));
  }

  @Test
  void anEncryptedValueIsProvedAndNotBuilt() throws IOException {
    spec("\"ENC[AES256_GCM,data:Zm9v,iv:YQ==,tag:Yg==,type:str]\"");
    Files.writeString(
        folder.resolve("ha.yaml"),
        Files.readString(folder.resolve("ha.yaml")) + "sops: { version: 3.9.0 }\n");
    Vipc.Run prove = Vipc.run("prove", folder.resolve("ha.yaml").toString());
    assertTrue(prove.status() < 2, prove.err());
    assertFalse(prove.out().contains("SPC007"), prove.out());
    Vipc.Run run = build();
    assertEquals(1, run.status());
    assertTrue(run.out().contains("sops -d --extract"), run.out());
  }

  @Test
  void whatVipcDidNotWriteStaysAlsoWithPrune() throws IOException {
    Files.writeString(out.resolve("lb2/etc/keepalived/notes"), "mine\n");
    Files.createSymbolicLink(out.resolve("lb2/link"), Path.of("/nowhere"));
    Files.createDirectories(out.resolve("empty/folder"));
    Files.writeString(
        folder.resolve("ha.yaml"),
        SPEC.replace("@PASSWORD@", "{ command: echo word }")
            .replaceAll("(?m)^.*name: lb2.*\n", ""));
    Vipc.Run kept = build();
    assertTrue(
        kept.out().contains("lb2/etc/keepalived/keepalived.conf is no longer asked for; --prune"),
        kept.out());
    assertTrue(Files.exists(out.resolve("lb2/etc/keepalived/keepalived.conf")));
    assertEquals(0, build("--prune").status());
    assertEquals(List.of("notes"), entries(out.resolve("lb2/etc/keepalived")));
    assertTrue(Files.isSymbolicLink(out.resolve("lb2/link")));
    assertTrue(Files.isDirectory(out.resolve("empty/folder")));
  }

  @Test
  void aFolderWhereAFileBelongsStopsTheBuild() throws IOException {
    Files.delete(out.resolve(CONF));
    Files.createDirectories(out.resolve(CONF).resolve("something"));
    stopped();
    assertTrue(Files.isDirectory(out.resolve(CONF).resolve("something")));
  }

  @Test
  void aLinkWhereAFileBelongsStopsTheBuild() throws IOException {
    Path goal = Files.writeString(folder.resolve("goal"), "mine\n");
    Files.delete(out.resolve(CONF));
    Files.createSymbolicLink(out.resolve(CONF), goal);
    stopped();
    assertEquals("mine\n", Files.readString(goal));
    assertTrue(Files.isSymbolicLink(out.resolve(CONF)));
  }

  @Test
  void aLinkWhereAFolderBelongsStopsTheBuild() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.move(out.resolve("lb1"), folder.resolve("away"));
    Files.createSymbolicLink(out.resolve("lb1"), elsewhere);
    stopped();
    assertEquals(List.of(), entries(elsewhere));
  }

  /** Neither a build nor a check changes a thing, and both say what is in the way. */
  private void stopped() throws IOException {
    spec("{ command: echo other }");
    String other = read("lb2/etc/keepalived/keepalived.conf");
    for (String[] options : new String[][] {{}, {"--prune"}, {"--check"}}) {
      Vipc.Run run = build(options);
      assertEquals(1, run.status());
      assertTrue(run.out().contains(CONF + " was not written by vipc"), run.out());
    }
    assertEquals(other, read("lb2/etc/keepalived/keepalived.conf"));
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidInOneLine() throws IOException {
    out = Files.writeString(folder.resolve("file"), "").resolve("out");
    Vipc.Run run = build();
    assertEquals(2, run.status());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void whatSopsHasEncryptedIsPassedThroughAsItIs() throws IOException {
    String text =
        """
        apiVersion: kubeadm.k8s.io/v1beta3
        kind: InitConfiguration
        bootstrapTokens:
          - token: ENC[AES256_GCM,data:Zm9v,iv:YQ==,tag:Yg==,type:str]
        sops:
          version: 3.9.0
        """;
    Path file = Files.writeString(folder.resolve("kubeadm.yaml"), text);
    assertEquals(text, Vipc.run("fmt", "--to", "kubeadm=v1beta4", file.toString()).out());
    assertEquals(
        0, Vipc.run("fmt", "--write", "--to", "kubeadm=v1beta4", file.toString()).status());
    Vipc.run("lint", "--fix", "--unsafe", file.toString());
    assertEquals(text, Files.readString(file));
  }

  private static List<String> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
