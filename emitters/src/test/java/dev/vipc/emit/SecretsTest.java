package dev.vipc.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.spec.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final Span PLACE = new SourceFile("ha.yaml", "x").startOfFile();

  @TempDir Path folder;
  private Secrets secrets;

  @BeforeEach
  void environment() {
    secrets = new Secrets(Map.of("SET", "from env", "EMPTY", ""), folder);
  }

  private String file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return find(new Secret.File(name, PLACE));
  }

  private String command(String line) {
    return find(new Secret.Command(line, PLACE));
  }

  private String find(Secret secret) {
    return switch (secrets.find(secret)) {
      case Secrets.Found.Text(var text) -> text;
      case Secrets.Found.Missing(var why, _) -> "missing: " + why;
    };
  }

  @Test
  void aLiteralIsItself() {
    assertEquals("abc", find(new Secret.Literal("abc", PLACE)));
  }

  @Test
  void aVariableIsReadAndMustHoldSomething() {
    assertEquals("from env", find(new Secret.Env("SET", PLACE)));
    assertEquals(
        "missing: the environment variable `UNSET` is not set",
        find(new Secret.Env("UNSET", PLACE)));
    assertEquals(
        "missing: the environment variable `EMPTY` is empty", find(new Secret.Env("EMPTY", PLACE)));
  }

  @Test
  void theFirstLineOfAFileCounts() throws IOException {
    assertEquals("one", file("unix", "one\ntwo\n"));
    assertEquals("one", file("windows", "one\r\ntwo\r\n"));
    assertEquals("no end", file("bare", "no end"));
    assertEquals("missing: the file `none` is empty", file("none", ""));
    assertEquals(
        "missing: the file `absent` cannot be read", find(new Secret.File("absent", PLACE)));
    assertEquals("missing: the file `.` cannot be read", find(new Secret.File(".", PLACE)));
  }

  @Test
  void aFileThatNeverEndsIsReadInPart() {
    assertEquals(Secrets.MOST_OCTETS, find(new Secret.File("/dev/zero", PLACE)).length());
  }

  @Test
  void anEncryptedFileIsNoPassword() throws IOException {
    String encrypted =
        "vrrp: ENC[AES256_GCM,data:Zm9v,iv:YQ==,tag:Yg==,type:str]\nsops:\n  version: 3.9.0\n";
    assertEquals(
        "missing: the file `vrrp.enc.yaml` is encrypted by SOPS", file("vrrp.enc.yaml", encrypted));
    assertTrue(
        secrets.find(new Secret.File("vrrp.enc.yaml", PLACE)).toString().contains("sops -d"));
  }

  @Test
  void theFirstLineOfACommandsOutputCounts() throws IOException {
    Files.writeString(folder.resolve("beside"), "lies beside the spec\n");
    assertEquals("lies beside the spec", command("cat beside; echo more"));
    assertEquals("a b", command("printf 'a b'"));
    assertEquals("missing: the command's output is empty", command("true"));
    assertEquals("nothing to read", command("cat; echo nothing to read"));
  }

  @Test
  void aCommandThatFailsSaysWhyAndNotWhatItPrinted() {
    assertEquals(
        "missing: the command failed with status 3: no such entry",
        command("echo hunter2; echo no such entry >&2; exit 3"));
    assertEquals(
        "missing: the command failed with status 127",
        command("no-such-program-here").replaceAll(": sh:.*", ""));
  }

  @Test
  void aCommandRunsOnceInABuild() {
    String line = "echo x >> ran; wc -l < ran | tr -d ' '";
    assertEquals("1", command(line));
    assertEquals("1", command(line));
  }

  @Test
  void aCommandEndsInTime() throws IOException {
    var commands = new SecretCommand(folder, Duration.ofMillis(300));
    assertEquals(
        new SecretCommand.Result.Failed("the command was still running after 0 s"),
        commands.run("sh -c 'sleep 600; touch late' & sleep 600"));
    assertFalse(Files.exists(folder.resolve("late")));
  }

  @Test
  void aCommandThatPrintsWithoutEndIsReadInPart() {
    assertEquals(Secrets.MOST_OCTETS, command("head -c 300000 /dev/zero | tr '\\0' x").length());
  }

  @Test
  void whatWasFoundIsKnownAndNeverPrinted() {
    var literal = new Secret.Literal("hunter2", PLACE);
    var found = secrets.find(literal);
    assertEquals(Set.of("hunter2"), secrets.texts());
    assertFalse((literal + " " + found).contains("hunter2"));
  }
}
