package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vipc check} prints and how it exits, as the contract has it. */
final class CheckCommandTest {
  private static final String GOOD =
      """
      defaults
        mode tcp
        timeout connect 5s
        timeout client 1h
        timeout server 1h
      listen api
        bind :6443
        server a 192.0.2.1:6443 check
      """;

  @TempDir private Path folder;

  @Test
  void anAcceptedFileIsStatusZero() throws IOException {
    Vipc.Run run = check(file("good.cfg", GOOD), "2.6");
    JSONObject verdict = new JSONObject(run.out()).getJSONArray("files").getJSONObject(0);
    assertEquals("accepted", verdict.getString("verdict"));
    assertEquals("haproxy", verdict.getString("program"));
    assertEquals("2.6", verdict.getString("target"));
    assertTrue(verdict.getBoolean("measured"));
    assertEquals(0, run.status());
  }

  @Test
  void aRefusedFileIsStatusOne() throws IOException {
    Vipc.Run run = check(file("bad.cfg", GOOD.replace("bind", "bnid")), "2.6");
    JSONObject verdict = new JSONObject(run.out()).getJSONArray("files").getJSONObject(0);
    assertEquals("refused", verdict.getString("verdict"));
    assertEquals(
        7,
        verdict.getJSONArray("diagnostics").getJSONObject(0).getJSONObject("start").getInt("line"));
    assertEquals(1, run.status());
  }

  @Test
  void aVersionBetweenTheKnownOnesIsTheOneBelow() throws IOException {
    Vipc.Run run = check(file("good.cfg", GOOD), "2.6.12");
    JSONObject verdict = new JSONObject(run.out()).getJSONArray("files").getJSONObject(0);
    assertEquals("2.6", verdict.getString("target"));
  }

  @Test
  void aVersionAboveTheKnownOnesSaysThatItWasNeverMeasured() throws IOException {
    Vipc.Run run = check(file("good.cfg", GOOD), "9.0");
    JSONObject verdict = new JSONObject(run.out()).getJSONArray("files").getJSONObject(0);
    assertEquals(false, verdict.getBoolean("measured"));
  }

  @Test
  void whatCannotBeReadIsStatusTwo() {
    assertEquals(2, check(folder.resolve("missing.cfg"), "2.6").status());
    assertEquals(2, Vipc.run("check", "--program", "nonsense", "pom.xml").status());
    assertEquals(2, Vipc.run("check", "--program", "haproxy", "--target", "x", "pom.xml").status());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Vipc.Run check(Path file, String target) {
    return Vipc.run(
        "check", "--program", "haproxy", "--target", target, "--format", "json", file.toString());
  }
}
