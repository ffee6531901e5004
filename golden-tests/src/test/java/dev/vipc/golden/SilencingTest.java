package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is silenced, by what, and which settings of {@code .vipc.yaml} hold. */
final class SilencingTest {
  @TempDir private Path temporary;

  private Folder folder() {
    return new Folder(temporary);
  }

  @Test
  void aCommentSilencesItsOwnLineAndOneAloneTheNext() throws IOException {
    folder().router("lb1", 100);
    String text = folder().read("lb1/keepalived.conf");
    String own = text.replace("muchtoolong", "muchtoolong ! vipc: ignore KA001 no secret");
    folder().write("lb1/keepalived.conf", own);
    assertFalse(codes().contains("KA001"));
    String above = text.replace("        auth_pass", "# vipc: ignore KA001 no secret\n auth_pass");
    folder().write("lb1/keepalived.conf", above);
    assertFalse(codes().contains("KA001"));
    String far = text.replace("        auth_pass", "# vipc: ignore KA001 no\n#\n auth_pass");
    folder().write("lb1/keepalived.conf", far);
    assertEquals(List.of("CFG001", "KA001"), codes());
  }

  @Test
  void commentsBelowOneAnotherSpeakOfTheLineBelowThemAll() throws IOException {
    folder()
        .write(
            "lb1/keepalived.conf",
            Folder.ROUTER
                .formatted("lb1", 100)
                .replace(
                    "        auth_pass",
                    "# vipc: ignore KA001 no secret\n# vipc: ignore KA008 shared\n auth_pass"));
    assertEquals(List.of("CFG001"), codes());
  }

  @Test
  void aBangIsNoCommentInHaproxy() throws IOException {
    folder().write("lb1/haproxy.cfg", "listen a\n ! vipc: ignore KW001 odd\n  bind :80\n");
    assertFalse(codes().stream().anyMatch(code -> code.startsWith("CFG")));
  }

  @Test
  void settingsGradeRulesAndTurnThemOff() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 100);
    assertEquals(List.of("KA001", "KA004"), codes());
    folder()
        .write(
            ".vipc.yaml",
            """
            rules:
              KA001: {severity: info, reason: a lab}
              KA004: {severity: off, reason: no matter}
            """);
    JSONObject found =
        lint("--only", "KA001", temporary.toString()).getJSONArray("diagnostics").getJSONObject(0);
    assertEquals("info", found.getString("severity"));
    assertEquals(List.of("KA001"), codes());
  }

  @Test
  void anIgnoreOfSettingsIsUnusedOnlyWhereItsWholeFolderWasRead() throws IOException {
    folder().router("lb1", 100);
    folder().write(".vipc.yaml", "ignore:\n- {code: HX008, reason: none}\n");
    assertTrue(codes().contains("CFG001"));
    assertFalse(codes(temporary.resolve("lb1").toString()).contains("CFG001"));
  }

  @Test
  void aBaselineSilencesWhatItListsThoughLinesMove() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 90);
    String baseline = temporary.resolve("accepted/baseline.json").toString();
    folder().write("accepted/README", "");
    Vipc.Run run =
        Vipc.run("lint", "--write-baseline", baseline, "--reason", "old", temporary.toString());
    assertEquals(0, run.status(), run.err());
    assertEquals("", run.out());
    assertEquals(List.of(), codes("--baseline", baseline, temporary.toString()));
    folder().write("lb1/keepalived.conf", "# new\n\n" + folder().read("lb1/keepalived.conf"));
    assertEquals(List.of(), codes("--baseline", baseline, temporary.toString()));
    folder().router("lb3", 80);
    assertEquals(List.of("KA001"), codes("--baseline", baseline, temporary.toString()));
  }

  @Test
  void aBaselineThatCannotBeUsedIsStatusTwo() throws IOException {
    folder().router("lb1", 100);
    Path bad = folder().write("bad.json", "{\"version\": 1, \"finding\": []}");
    for (String file : List.of(bad.toString(), temporary.resolve("none.json").toString())) {
      Vipc.Run run = Vipc.run("lint", "--baseline", file, temporary.toString());
      assertEquals(2, run.status());
      assertTrue(run.err().contains(".json"), run.err());
    }
  }

  @Test
  void targetsOfSettingsHoldAndTheCommandLineGoesBefore() throws IOException {
    folder().write("lb1/haproxy.cfg", "listen a\n  bind :80\n");
    folder().write(".vipc.yaml", "targets: {haproxy: '2.4'}\n");
    assertEquals("2.4", lint().getJSONObject("targets").getString("haproxy"));
    assertEquals(
        "2.8",
        lint("--target", "haproxy=2.8", temporary.toString())
            .getJSONObject("targets")
            .getString("haproxy"));
  }

  @Test
  void variablesFillHoles() throws IOException {
    folder().router("lb1", 100);
    String text = folder().read("lb1/keepalived.conf").replace("192.0.2.10/24", "${VIP}");
    folder().write("lb1/keepalived.conf", text);
    folder().write("lb1/hosts", "192.0.2.10 lb9\n");
    assertTrue(codes().contains("XS003"));
    folder().write(".vipc.yaml", "variables: {VIP: 192.0.2.10}\n");
    assertFalse(codes().contains("XS003"));
  }

  @Test
  void nodesOfSettingsAndOfTheCommandLineJoinFiles() throws IOException {
    folder().router("a/one", 100);
    folder().router("b/two", 100);
    assertFalse(codes().contains("KA004"), "different parents are different deployments");
    folder().write(".vipc.yaml", "nodes: {first: a, second: [b/two/keepalived.conf]}\n");
    assertTrue(codes().contains("KA004"));
    assertEquals("second", lint().getJSONArray("files").getJSONObject(1).getString("node"));
    assertEquals(
        "uno",
        lint("--node", "uno=" + temporary.resolve("a/one"), temporary.toString())
            .getJSONArray("files")
            .getJSONObject(0)
            .getString("node"));
    assertEquals(2, Vipc.run("lint", "--node", "uno", temporary.toString()).status());
  }

  @Test
  void thresholdsReachRules() throws IOException {
    String script =
        "vrrp_script up {\n  script \"/bin/up\"\n  interval 2\n  fall 3\n}\n"
            + Folder.ROUTER
                .formatted("lb1", 100)
                .replace("priority 100", "priority 100\n track_script { up }");
    folder().write("lb1/keepalived.conf", script);
    assertFalse(codes().contains("KA020"));
    folder().write(".vipc.yaml", "thresholds: {detection: 5s}\n");
    assertTrue(codes().contains("KA020"));
    folder().write(".vipc.yaml", "objectives: {recovery: 5s}\n");
    assertTrue(codes().contains("KA020"));
  }

  @Test
  void faultsOfSettingsAreStatusTwo() throws IOException {
    folder().router("lb1", 100);
    folder().write(".vipc.yaml", "rules:\n  KA001: {severity: mild, reason: x}\n");
    Vipc.Run run = Vipc.run("lint", temporary.toString());
    assertEquals(2, run.status());
    assertTrue(run.err().contains(".vipc.yaml:2:21"), run.err());
  }

  private JSONObject lint(String... words) {
    List<String> line = new ArrayList<>(List.of("lint", "--format", "json"));
    line.addAll(words.length == 0 ? List.of(temporary.toString()) : List.of(words));
    return new JSONObject(Vipc.run(line.toArray(String[]::new)).out());
  }

  /** Of the codes that these tests are about, in case more rules speak. */
  private List<String> codes(String... words) {
    JSONArray found = lint(words).getJSONArray("diagnostics");
    List<String> codes = new ArrayList<>();
    for (Object one : found) codes.add(((JSONObject) one).getString("code"));
    return codes.stream()
        .filter(code -> code.matches("KA001|KA004|KA020|XS003|CFG.*"))
        .distinct()
        .sorted()
        .toList();
  }
}
