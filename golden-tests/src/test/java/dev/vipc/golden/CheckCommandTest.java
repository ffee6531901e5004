package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONArray;
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

  private static final String ROUTER =
      """
      vrrp_instance A {
        interface eth0
        virtual_router_id 51
        priority 100
        virtual_ipaddress {
          192.0.2.10/24
        }
      }
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
  void aSectionOfAnotherReleaseIsRefusedOnceWithItsReleaseAndWhatToDo() throws IOException {
    assertEquals(
        List.of(
            "`program` is gone since HAProxy 3.3: start the other program with the service manager"),
        refusals(GOOD + "program api\n", "3.3"));
    assertEquals(
        List.of(
            "`program` is not known before HAProxy 2.0: delete it, or run HAProxy 2.0 or newer; the"
                + " file is checked for HAProxy 1.8"),
        refusals(GOOD + "program api\n", "1.8"));
  }

  @Test
  void wordsOfAnotherReleaseAreRefusedWithWhatToWriteInstead() throws IOException {
    assertEquals(
        List.of(
            "words after the name of a `backend`: delete them, or run HAProxy 2.4 or newer, which"
                + " knows `from`"),
        refusals(GOOD + "backend b from base\n", "1.8"));
    assertEquals(
        List.of("`reqadd` is gone since HAProxy 2.1: write `http-request add-header`"),
        refusals(GOOD + "backend b\n  reqadd X:\\ 1\n", "2.6"));
    assertEquals(
        List.of("unknown keyword `BALANCE`: write `balance`"),
        refusals(GOOD + "backend b\n  BALANCE source\n", "2.6"));
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

  @Test
  void aConfigIdChoosesTheLinesOfItsHost() throws IOException {
    Path file = file("keepalived.conf", ROUTER + "@lb2 vrrp_instace B {\n@lb2 }\n");
    assertEquals("accepted", keepalived(file, "--config-id", "lb1").getString("verdict"));
    JSONObject refused = keepalived(file, "--config-id", "lb2");
    assertEquals("refused", refused.getString("verdict"));
    assertEquals("lb2", refused.getString("configId"));
    assertEquals(
        2, Vipc.run("check", "--program", "haproxy", "--config-id", "a", "pom.xml").status());
  }

  @Test
  void theTargetSaysHowTheProgramWasBuilt() throws IOException {
    Path snmp = file("keepalived.conf", "global_defs {\n  enable_snmp_vrrp\n}\n" + ROUTER);
    assertEquals("accepted", keepalived(snmp, "--target", "2.2.7").getString("verdict"));
    JSONObject without = keepalived(snmp, "--target", "2.2.7-snmp");
    assertEquals("refused", without.getString("verdict"));
    assertEquals("2.2.7", without.getString("target"));
    assertEquals("-snmp", without.getString("build"));
    Path tables = file("keepalived.conf", "global_defs {\n  vrrp_iptables\n}\n" + ROUTER);
    assertEquals("refused", keepalived(tables, "--target", "2.2.7").getString("verdict"));
    assertEquals("accepted", keepalived(tables, "--target", "2.2.7+iptables").getString("verdict"));
    Path file = file("keepalived.conf", ROUTER);
    String[] wrong = {"check", "--program", "keepalived", "--target", "2.2.7+snpm", "" + file};
    assertEquals(2, Vipc.run(wrong).status());
  }

  @Test
  void whatAnIncludedFileHoldsCountsAndStandsAtItsOwnPlace() throws IOException {
    file("part.conf", ROUTER.replace("priority", "pirority"));
    JSONObject verdict = keepalived(file("keepalived.conf", "include part.conf\n"));
    assertEquals("refused", verdict.getString("verdict"));
    JSONObject finding = verdict.getJSONArray("diagnostics").getJSONObject(1);
    assertEquals("KW001", finding.getString("code"));
    assertEquals(folder.resolve("part.conf").toString(), finding.getString("file"));
    assertEquals(4, finding.getJSONObject("start").getInt("line"));
  }

  @Test
  void whatIsStatedOfTheMachineIsJudgedAndTheRestTakenAsPresent() throws IOException {
    Path file = file("keepalived.conf", ROUTER);
    assertTrue(keepalived(file).toString().contains("interfaces must exist on the machine"));
    file(".vipc.yaml", "hosts:\n  '*':\n    interfaces: [lo, eth1]\n");
    JSONObject refused = keepalived(file);
    assertEquals("refused", refused.getString("verdict"));
    assertTrue(refused.toString().contains("the machine has no interface `eth0`"));
    file(".vipc.yaml", "hosts:\n  '*':\n    interfaces: [lo, eth0]\n");
    assertEquals(0, keepalived(file).getJSONArray("diagnostics").length());
  }

  @Test
  void settingsThatCannotBeReadAreStatusTwo() throws IOException {
    Path file = file("keepalived.conf", ROUTER);
    file(".vipc.yaml", "hosts:\n  '*':\n    interface: [eth0]\n");
    Vipc.Run run = Vipc.run("check", "--program", "keepalived", file.toString());
    assertEquals(2, run.status());
    assertTrue(run.err().contains(".vipc.yaml:3:5"), run.err());
    assertEquals(2, Vipc.run("lint", file.toString()).status());
  }

  private static JSONObject keepalived(Path file, String... more) {
    Stream<String> line =
        Stream.of("check", "--program", "keepalived", "--format", "json", file.toString());
    Vipc.Run run = Vipc.run(Stream.concat(line, Stream.of(more)).toArray(String[]::new));
    return new JSONObject(run.out()).getJSONArray("files").getJSONObject(0);
  }

  /** Each error's message and help. */
  private List<String> refusals(String text, String target) throws IOException {
    Vipc.Run run = check(file("refused.cfg", text), target);
    JSONArray found =
        new JSONObject(run.out())
            .getJSONArray("files")
            .getJSONObject(0)
            .getJSONArray("diagnostics");
    return IntStream.range(0, found.length())
        .mapToObj(found::getJSONObject)
        .filter(one -> one.getString("severity").equals("error"))
        .map(one -> one.getString("message") + ": " + one.optString("help"))
        .toList();
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Vipc.Run check(Path file, String target) {
    return Vipc.run(
        "check", "--program", "haproxy", "--target", target, "--format", "json", file.toString());
  }
}
