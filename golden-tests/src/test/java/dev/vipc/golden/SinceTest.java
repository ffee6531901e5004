package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lint --since}: only what is in files that changed since a revision. */
@RealProgram("git")
final class SinceTest {
  @TempDir private Path temporary;

  private Folder folder() {
    return new Folder(temporary);
  }

  @Test
  void onlyChangedAndNewFilesAreSpokenOf() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 90);
    folder().write(".gitignore", "lb4\n");
    git("init", "-q");
    commit();
    assertEquals(List.of(), files("HEAD"));
    folder().write("lb2/keepalived.conf", folder().read("lb2/keepalived.conf") + "\n# more\n");
    folder().router("lb3", 80);
    folder().router("lb4", 70);
    assertEquals(List.of("lb2", "lb3"), files("HEAD"));
    commit();
    assertEquals(List.of(), files("HEAD"));
    assertEquals(List.of("lb2", "lb3"), files("HEAD~1"));
  }

  @Test
  void whatChangedOnTheOtherBranchIsNotOfThisOne() throws IOException {
    folder().router("lb1", 100);
    folder().router("lb2", 90);
    git("init", "-q", "-b", "main");
    commit();
    git("checkout", "-q", "-b", "work");
    folder().write("lb1/keepalived.conf", folder().read("lb1/keepalived.conf") + "\n");
    commit();
    git("checkout", "-q", "main");
    folder().write("lb2/keepalived.conf", folder().read("lb2/keepalived.conf") + "\n");
    commit();
    git("checkout", "-q", "work");
    assertEquals(List.of("lb1"), files("main"));
  }

  @Test
  void whatGitCannotTellIsStatusTwo() throws IOException {
    folder().router("lb1", 100);
    Vipc.Run outside = Vipc.run("lint", "--since", "HEAD", temporary.toString());
    assertEquals(2, outside.status());
    assertTrue(outside.err().contains("git"), outside.err());
    git("init", "-q");
    commit();
    for (String revision : List.of("nowhere", "--output=x")) {
      Vipc.Run run = Vipc.run("lint", "--since=" + revision, temporary.toString());
      assertEquals(2, run.status());
      assertTrue(run.err().contains(revision), run.err());
    }
  }

  private static String folderOf(Path file) {
    return file.resolveSibling("").getFileName().toString();
  }

  private List<String> files(String since) {
    Vipc.Run run = Vipc.run("lint", "--format", "json", "--since", since, temporary.toString());
    assertEquals("", run.err());
    List<String> files = new ArrayList<>();
    for (Object one : new JSONObject(run.out()).getJSONArray("diagnostics"))
      files.add(folderOf(Path.of(((JSONObject) one).getString("file"))));
    return files.stream().distinct().toList();
  }

  private void commit() {
    git("add", "-A");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "state");
  }

  private void git(String... words) {
    List<String> line = new ArrayList<>(List.of("git", "-C", temporary.toString()));
    line.addAll(List.of(words));
    Command run = Command.run(line);
    assertEquals(0, run.status(), run.output());
  }
}
