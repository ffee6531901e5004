package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files by which a CI step meets vipc do what they say, as far as a shell can tell. */
// a key that is not there ends the test, which is what it is for
@SuppressWarnings("NullAway")
final class CiFilesTest {
  @TempDir private Path temporary;
  private Path home;
  private Folder work;

  @BeforeEach
  void oneNodeAndALauncher() throws IOException {
    home = Files.createDirectory(temporary.resolve("home"));
    work = new Folder(Files.createDirectory(temporary.resolve("work")));
    ClassPath.launcher(home.resolve("vipc"));
    work.router("lb1", 100);
  }

  @Test
  void theActionAnnotatesLinesAndWritesSarif() throws IOException {
    Map<String, String> environment = actionDefaults();
    environment.put("VIPC_SARIF", "vipc.sarif");
    environment.put("GITHUB_ACTION_PATH", home.toString());
    Command run = sh(List.of("bash", "-eo", "pipefail", "-c", actionScript()), environment);
    assertEquals(1, run.status(), run.output());
    assertTrue(run.output().contains("::error file=lb1/keepalived.conf,line=9"), run.output());
    JSONObject sarif = new JSONObject(work.read("vipc.sarif"));
    assertFalse(sarif.getJSONArray("runs").getJSONObject(0).getJSONArray("results").isEmpty());
  }

  @Test
  void theActionPassesItsInputsOn() throws IOException {
    Map<String, String> environment = actionDefaults();
    environment.put("VIPC_PATH", "lb1 lb1/keepalived.conf");
    environment.put("VIPC_FORMAT", "json");
    environment.put("VIPC_TARGET", "keepalived=2.0.20");
    environment.put("GITHUB_ACTION_PATH", home.toString());
    Command run = sh(List.of("bash", "-eo", "pipefail", "-c", actionScript()), environment);
    JSONObject report = new JSONObject(run.output());
    assertEquals("2.0.20", report.getJSONObject("targets").getString("keepalived"));
  }

  @Test
  void theGitlabJobLeavesAReportAndFails() throws IOException {
    Map<?, ?> job = (Map<?, ?>) documents("../templates/lint.yml").get(1).get("vipc-lint");
    Map<String, String> environment = new TreeMap<>();
    Map<?, ?> inputs =
        (Map<?, ?>)
            ((Map<?, ?>) documents("../templates/lint.yml").get(0).get("spec")).get("inputs");
    ((Map<?, ?>) job.get("variables"))
        .forEach((name, input) -> environment.put((String) name, standard(inputs, (String) input)));
    environment.put("VIPC_HOME", home.toString());
    String script = (String) ((List<?>) job.get("script")).getFirst();
    Command run = sh(List.of("sh", "-ec", script), environment);
    assertEquals(1, run.status(), run.output());
    assertTrue(run.output().contains("error[KA001]"), run.output());
    assertFalse(new JSONArray(work.read("gl-code-quality-report.json")).isEmpty());
  }

  @Test
  @RealProgram({"pre-commit", "git"})
  void theHooksFindAndPass() throws IOException {
    Files.copy(Path.of("../.pre-commit-hooks.yaml"), home.resolve(".pre-commit-hooks.yaml"));
    git(home, "init", "-q");
    git(home, "add", "-A");
    git(home, "commit", "-qm", "hooks");
    work.write(
        ".pre-commit-config.yaml",
        """
        repos:
          - repo: %s
            rev: %s
            hooks:
              - id: vipc-lint
              - id: vipc-fix
        """
            .formatted(home, git(home, "rev-parse", "HEAD").strip()));
    git(work.path(), "init", "-q");
    git(work.path(), "add", "-A");
    Map<String, String> environment =
        Map.of("PRE_COMMIT_HOME", temporary.resolve("cache").toString());
    Command found = sh(List.of("pre-commit", "run", "--all-files", "--color=never"), environment);
    assertEquals(1, found.status(), found.output());
    assertTrue(found.output().contains("error[KA001]"), found.output());
    git(work.path(), "rm", "-qrf", "--cached", "lb1");
    work.write(
        "lb1/keepalived.conf", work.read("lb1/keepalived.conf").replace("muchtoolong", "short"));
    git(work.path(), "add", "-A");
    Command clean = sh(List.of("pre-commit", "run", "--all-files", "--color=never"), environment);
    assertEquals(0, clean.status(), clean.output());
  }

  /** Each input of the action as GitHub gives it to the script where nobody states it. */
  private static Map<String, String> actionDefaults() throws IOException {
    Map<?, ?> action = documents("../action.yml").getFirst();
    Map<?, ?> inputs = (Map<?, ?>) action.get("inputs");
    Map<String, String> environment = new TreeMap<>();
    ((Map<?, ?>) script(action).get("env"))
        .forEach(
            (name, value) -> {
              String input = ((String) value).replaceAll("^\\$\\{\\{ inputs\\.|\\s*}}$", "");
              Map<?, ?> declared = (Map<?, ?>) inputs.get(input);
              environment.put((String) name, (String) declared.get("default"));
            });
    return environment;
  }

  private static String actionScript() throws IOException {
    return (String) script(documents("../action.yml").getFirst()).get("run");
  }

  private static Map<?, ?> script(Map<?, ?> action) {
    return (Map<?, ?>) ((List<?>) ((Map<?, ?>) action.get("runs")).get("steps")).getLast();
  }

  private static String standard(Map<?, ?> inputs, String reference) {
    String name = reference.replaceAll("^\\$\\[\\[ inputs\\.|\\s*]]$", "");
    Map<?, ?> input = (Map<?, ?>) inputs.get(name);
    return input.containsKey("default") ? (String) input.get("default") : "";
  }

  private static List<Map<?, ?>> documents(String file) throws IOException {
    Iterable<Object> all =
        new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(Path.of(file)));
    List<Map<?, ?>> documents = new ArrayList<>();
    for (Object document : all) documents.add((Map<?, ?>) document);
    return documents;
  }

  private Command sh(List<String> words, Map<String, String> environment) {
    List<String> line = new ArrayList<>(List.of("env", "-C", work.path().toString()));
    environment.forEach((name, value) -> line.add(name + "=" + value));
    line.addAll(words);
    return Command.run(line);
  }

  private static String git(Path folder, String... words) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "git",
                "-C",
                folder.toString(),
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org"));
    line.addAll(List.of(words));
    Command run = Command.run(line);
    assertEquals(0, run.status(), run.output());
    return run.output();
  }
}
