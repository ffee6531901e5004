package dev.vipc.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./vipc check} starts the JVM before it knows whether that is right. The real launcher and
 * the real JVM in a project that has two sources; what would build says so and fails.
 */
class LauncherTest {
  private static final int MOST_SECONDS = 30;
  private static final String WOULD_BUILD =
      """
      vipc: building (first use, or the sources changed) ...
      would build
      vipc: the build failed
      """;
  private static final String SMALL = "frontend api\n  bind :6443\n  timeout client 1m\n";

  @TempDir private Path folder;
  private Path project;
  private Path file;

  @BeforeEach
  void makesAProject() throws IOException {
    project = Files.createDirectory(folder.resolve("it's one"));
    Path target = Files.createDirectories(project.resolve("cli/target"));
    Path launch = Files.createDirectory(project.resolve("launch"));
    Files.copy(Path.of("../vipc"), project.resolve("vipc"));
    Files.copy(Path.of("../launch/common.sh"), launch.resolve("common.sh"));
    Files.writeString(project.resolve("pom.xml"), "");
    program("programs/mvn", "echo would build; exit 1");
    program(
        "jdk/bin/java",
        """
        for word do case $word in -Dvipc.early=*) echo "${word#*=}" >>'%s' ;; esac; done
        exec '%s/bin/java' "$@"
        """
            .formatted(starts(), System.getProperty("java.home")));

    String classpath = System.getProperty("java.class.path").replace("'", "'\\''");
    Files.writeString(target.resolve("classpath.sh"), "classpath='" + classpath + "'\n");
    Files.writeString(target.resolve("vipc.jdk"), folder.resolve("jdk") + "\n" + searched() + "\n");
    // none that the JVM can use: it starts without
    Files.writeString(target.resolve("haproxy.aot"), "");
    Files.writeString(stamp(), project.toRealPath() + "\n");
    Files.setLastModifiedTime(stamp(), FileTime.from(Instant.now().plusSeconds(60)));

    file = folder.resolve("haproxy.cfg");
    Files.writeString(file, SMALL);
  }

  @Test
  void startsAtOnceWhereNothingChanged() throws Exception {
    assertEquals(accepted(file.toString(), "true"), check(file.toString()));
  }

  @Test
  void buildsWhatChangedBeforeAnythingIsSaid() throws Exception {
    Files.setLastModifiedTime(
        project.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(120)));

    assertEquals(new Run(2, WOULD_BUILD, List.of("true")), check(file.toString()));
    assertFalse(Files.exists(stamp()), "what is half built is not used");
  }

  /** Another run has begun to build after this one saw that there is nothing to build. */
  @Test
  void buildsWhereTheStampGoesAwayMeanwhile() throws Exception {
    program("programs/find", "rm -f '%s'".formatted(stamp().toString().replace("'", "'\\''")));

    assertEquals(new Run(2, WOULD_BUILD, List.of("true")), check(file.toString()));
  }

  @Test
  void buildsWhereNothingSaysWhatToStart() throws Exception {
    Files.delete(project.resolve("cli/target/classpath.sh"));

    assertEquals(new Run(2, WOULD_BUILD, List.of()), check(file.toString()));
  }

  /** Class path and cache name the folder of the build. */
  @Test
  void buildsWhereItWasMovedTo() throws Exception {
    Path there = folder.resolve("there");
    Files.move(project, there);
    project = there;

    assertEquals(new Run(2, WOULD_BUILD, List.of()), check(file.toString()));
  }

  /** A folder of somebody else's, or one that can only be read. */
  @Test
  void saysWhatToDoWhereItCannotBuild() throws Exception {
    Files.delete(stamp());
    program("programs/mkdir", "exit 1");

    String says =
        """
        vipc: %s must be built (first use, moved here, or the sources changed), and cannot be written to: \
        run `vipc --help` once as a user who may write there
        """
            .formatted(project.toRealPath());
    assertEquals(new Run(2, says, List.of()), check(file.toString()));
  }

  @Test
  void startsWhenAnotherBuildHasEnded() throws Exception {
    Path aside = folder.resolve("stamp");
    Files.move(stamp(), aside);
    Files.createDirectory(project.resolve(".vipc-build"));
    program(
        "programs/mkdir",
        """
        mv '%s' "%s"
        rmdir "%s"
        exit 1
        """
            .formatted(aside, stamp(), project.resolve(".vipc-build")));

    assertEquals(accepted(file.toString(), "false"), check(file.toString()));
  }

  @Test
  void startsThroughALinkToItsFolder() throws Exception {
    project = Files.createSymbolicLink(folder.resolve("link"), project);

    assertEquals(accepted(file.toString(), "true"), check(file.toString()));
  }

  @Test
  void leavesStandardInputToWhoReadsIt() throws Exception {
    Path words = folder.resolve("words");
    Files.writeString(words, "-\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/stdin"));

    assertEquals(accepted("-", "false"), check("-"));
    assertEquals(accepted("-", "false"), check("@" + words));
    assertEquals(accepted("/dev/stdin", "true", "false"), check("/dev/stdin"));
    assertEquals(accepted(link.toString(), "true", "false"), check(link.toString()));
  }

  @Test
  void readsAPipeOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, Command.run("mkfifo", pipe.toString()).status());
    Process writer = new ProcessBuilder("sh", "-c", "cat '%s' >'%s'".formatted(file, pipe)).start();
    try {
      assertEquals(accepted(pipe.toString(), "false"), check(pipe.toString()));
      assertTrue(writer.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the writer ends");
    } finally {
      writer.destroyForcibly();
    }
  }

  @Test
  void readsALargeFile() throws Exception {
    Path large = folder.resolve("large.cfg");
    Files.writeString(large, SMALL + "# nothing\n".repeat(1_700_000));

    assertEquals(accepted(large.toString(), "true", "false"), check(large.toString()));
  }

  /** A program of shell. */
  private void program(String name, String text) throws IOException {
    Path program = folder.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path stamp() {
    return project.resolve("cli/target/vipc.stamp");
  }

  /** Whether each JVM that was started was started early. */
  private Path starts() {
    return folder.resolve("starts");
  }

  private static Run accepted(String name, String... starts) {
    String verdict = name + ": accepted by haproxy 2.6: 0 errors, 0 warnings\n";
    return new Run(0, verdict, List.of(starts));
  }

  /** Standard input is the small file. */
  private Run check(String name) throws Exception {
    Files.writeString(starts(), "");
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                project.resolve("vipc").toString(), "check", "--program", "haproxy", name)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(file.toFile());
    builder.environment().put("PATH", path());
    // of which the JVM says that it has picked them up
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "ends");
    } finally {
      process.destroyForcibly();
    }
    return new Run(
        process.exitValue(), Files.readString(output, UTF_8), Files.readAllLines(starts()));
  }

  /** As {@code launch/common.sh} notes what it searched a JDK from. */
  private String searched() {
    return env("VIPC_JAVA_HOME") + ":" + env("JAVA_HOME") + ":" + path();
  }

  private String path() {
    return folder.resolve("programs") + ":" + env("PATH");
  }

  private static String env(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  /**
   * @param starts whether each JVM that was started was started early
   */
  private record Run(int status, String output, List<String> starts) {}
}
