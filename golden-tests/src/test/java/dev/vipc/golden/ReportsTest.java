package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONArray;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Every form of report says the same findings in the form that its readers ask for. */
final class ReportsTest {
  private static final String AWKWARD = "a b,c:d%e&\"<f>é";

  @TempDir private Path temporary;

  private Folder folder() {
    return new Folder(temporary);
  }

  @Test
  void sarifIsValidAgainstThePublishedSchema() throws IOException {
    folder().router("lb1", 100);
    folder().router(AWKWARD, 100);
    folder().write("lb3/haproxy.cfg", "defaults\n  mode\u00a0tcp\nlisten a\n  bind :80\n  bogus\n");
    String[] lines = {"sarif", "sarif --fail-on info"};
    for (String line : lines) assertEquals(List.of(), violations(lint(line)), line);
  }

  @Test
  void sarifOfAllExamplesIsValid() throws IOException {
    assertEquals(List.of(), violations(Vipc.run("lint", "--format", "sarif", "cases/rules").out()));
  }

  @Test
  void sarifSaysRulesPlacesFixesAndFingerprints() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 100);
    JSONObject run = new JSONObject(lint("sarif")).getJSONArray("runs").getJSONObject(0);
    JSONObject result = result(run, "KA004");
    int index = result.getInt("ruleIndex");
    JSONObject rule =
        run.getJSONObject("tool")
            .getJSONObject("driver")
            .getJSONArray("rules")
            .getJSONObject(index);
    assertEquals("KA004", rule.getString("id"));
    assertTrue(rule.getJSONObject("help").getString("markdown").contains("priorit"));
    assertTrue(rule.getString("helpUri").endsWith("docs/rules/KA004.md"));
    assertFalse(result.getJSONArray("relatedLocations").isEmpty());
    JSONObject fixed = result(run, "KA001");
    assertTrue(fixed.getJSONObject("partialFingerprints").has("primaryLocationLineHash"));
    assertTrue(fixed.has("fixes"));
  }

  @Test
  void sarifFingerprintsSurviveMovedLinesAndNothingElse() throws IOException {
    Path file = folder().router("lb1", 100);
    String text = folder().read("lb1/keepalived.conf");
    String before = fingerprint("KA001");
    folder()
        .write(
            "lb1/keepalived.conf", "# a line\n\n" + text.replace("    auth_pass", "auth_pass  "));
    assertEquals(before, fingerprint("KA001"), () -> file + " moved");
    folder().write("lb1/keepalived.conf", text.replace("muchtoolong", "stilltoolong"));
    assertNotEquals(before, fingerprint("KA001"));
  }

  @Test
  void githubCommandsAreEscaped() throws IOException {
    folder().router(AWKWARD, 100);
    String line = lint("github").lines().filter(l -> l.contains("KA001")).findFirst().orElseThrow();
    assertTrue(line.startsWith("::error file="), line);
    assertTrue(line.contains("a b%2Cc%3Ad%25e&\"<f>é/keepalived.conf,line=9,endLine=9,col="), line);
    assertTrue(line.contains("::`auth_pass` has 11 octets"), line);
    assertTrue(line.contains("%0Ahelp: "), line);
  }

  @Test
  void gitlabIssuesHaveWhatGitlabAsksFor() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 90);
    JSONArray issues = new JSONArray(lint("gitlab"));
    List<String> fingerprints = new ArrayList<>();
    for (Object one : issues) {
      JSONObject issue = (JSONObject) one;
      fingerprints.add(issue.getString("fingerprint"));
      assertFalse(issue.getString("description").isEmpty());
      assertFalse(issue.getString("check_name").isEmpty());
      assertTrue(
          List.of("info", "minor", "major", "critical", "blocker")
              .contains(issue.getString("severity")));
      JSONObject location = issue.getJSONObject("location");
      assertTrue(location.getString("path").endsWith("keepalived.conf"));
      assertTrue(location.getJSONObject("lines").getInt("begin") > 0);
    }
    assertEquals(fingerprints.size(), fingerprints.stream().distinct().count());
    assertTrue(fingerprints.size() >= 2);
  }

  @Test
  void junitCountsWhatFailsTheRun() throws Exception {
    folder().router(AWKWARD, 100);
    folder().router("lb2", 100);
    Element suites = xml(lint("junit")).getDocumentElement();
    assertEquals("testsuites", suites.getTagName());
    assertEquals("2", suites.getAttribute("failures"));
    Element failure = (Element) suites.getElementsByTagName("failure").item(0);
    assertTrue(failure.getAttribute("message").contains("auth_pass"));
    Element stricter = xml(lint("junit --fail-on info")).getDocumentElement();
    assertTrue(Integer.parseInt(stricter.getAttribute("failures")) > 2);
    assertEquals(suites.getAttribute("tests"), stricter.getAttribute("tests"));
  }

  @Test
  void aFileWithoutFindingsIsAPassedTest() throws Exception {
    folder().write("lb1/hosts", "192.0.2.1 lb1\n");
    Element suites = xml(lint("junit")).getDocumentElement();
    assertEquals("1", suites.getAttribute("tests"));
    assertEquals("0", suites.getAttribute("failures"));
  }

  @Test
  void checkstyleNamesEachFileWithItsFindings() throws Exception {
    folder().router(AWKWARD, 100);
    Element root = xml(lint("checkstyle")).getDocumentElement();
    Element file = (Element) root.getElementsByTagName("file").item(0);
    assertTrue(file.getAttribute("name").endsWith(AWKWARD + "/keepalived.conf"));
    List<String> found = new ArrayList<>();
    for (int i = 0; i < file.getElementsByTagName("error").getLength(); i++) {
      Element error = (Element) file.getElementsByTagName("error").item(i);
      found.add(error.getAttribute("source") + ":" + error.getAttribute("line"));
    }
    assertTrue(found.contains("vipc.KA001:9"), found::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"junit", "checkstyle"})
  void whatNoXmlMayHoldIsReplaced(String format) throws Exception {
    folder().write("lb1/haproxy.cfg", "listen a\n  bog\u0001us \u0008\n");
    xml(lint(format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sarif", "github", "gitlab", "junit", "checkstyle"})
  void checkHasTheSameForms(String format) throws IOException {
    Path file = folder().write("haproxy.cfg", "bogus\n");
    Vipc.Run run = Vipc.run("check", "--program", "haproxy", "--format", format, file.toString());
    assertEquals(1, run.status());
    assertTrue(run.out().contains("haproxy.cfg"), run.out());
  }

  @Test
  void quietWritesTheFindingsAlone() throws IOException {
    folder().write("lb1/hosts", "192.0.2.1 lb1\n");
    assertEquals("", lint("text --quiet"));
    folder().router("lb1", 100);
    assertFalse(lint("text -q").contains("1 error"));
    assertTrue(lint("text -q").contains("error[KA001]"));
  }

  @Test
  void theSummaryCountsEachRule() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 90);
    String summary = lint("text --summary");
    assertTrue(summary.matches("(?s)error +KA001 +2 in 2 files +auth-pass-too-long\n.*"), summary);
    assertTrue(summary.contains("2 errors"), summary);
    assertEquals(2, Vipc.run("lint", "--summary", "--format", "json", "x").status());
  }

  @Test
  void onlyTakesCodesAndAreas() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 100);
    assertEquals(List.of("KA001"), codes("--only KA001"));
    assertEquals(List.of("KA001", "KA004"), codes("--only HX --only KA001,ka004"));
    assertTrue(codes("--only KA").contains("KA001"));
    Vipc.Run run = Vipc.run("lint", "--only", "KA999", temporary.toString());
    assertEquals(2, run.status());
    assertTrue(run.err().contains("KA999"), run.err());
  }

  private List<String> codes(String options) throws IOException {
    JSONArray found = new JSONObject(lint("json " + options)).getJSONArray("diagnostics");
    List<String> codes = new ArrayList<>();
    for (Object one : found) codes.add(((JSONObject) one).getString("code"));
    return codes.stream().distinct().sorted().toList();
  }

  private String lint(String formatAndOptions) {
    List<String> words = new ArrayList<>(List.of("lint", "--format"));
    words.addAll(List.of(formatAndOptions.split(" ")));
    words.add(temporary.toString());
    return Vipc.run(words.toArray(String[]::new)).out();
  }

  private String fingerprint(String code) {
    JSONObject run = new JSONObject(lint("sarif")).getJSONArray("runs").getJSONObject(0);
    return result(run, code)
        .getJSONObject("partialFingerprints")
        .getString("primaryLocationLineHash");
  }

  private static JSONObject result(JSONObject run, String code) {
    for (Object one : run.getJSONArray("results"))
      if (((JSONObject) one).getString("ruleId").equals(code)) return (JSONObject) one;
    throw new AssertionError("no " + code + " in " + run);
  }

  private static List<String> violations(String sarif) throws IOException {
    try (InputStream in = ReportsTest.class.getResourceAsStream("/sarif/sarif-2.1.0-rtm.5.json")) {
      JSONObject text = new JSONObject(new JSONTokener(in));
      Schema schema = SchemaLoader.builder().schemaJson(text).build().load().build();
      schema.validate(new JSONObject(sarif));
      return List.of();
    } catch (ValidationException e) {
      return e.getAllMessages();
    }
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
