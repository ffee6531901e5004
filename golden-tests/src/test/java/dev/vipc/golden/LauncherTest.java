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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./vipc check} starts the JVM before it knows whether that is right. The real launcher in a
 * project whose sources are two files; what would build says so and fails.
 */
class LauncherTest {
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

    Path programs = Files.createDirectory(folder.resolve("programs"));
    Path maven = programs.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho would build\nexit 1\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));

    String classpath = System.getProperty("java.class.path").replace("'", "'\\''");
    Files.writeString(target.resolve("classpath.sh"), "classpath='" + classpath + "'\n");
    Files.writeString(
        target.resolve("vipc.jdk"), System.getProperty("java.home") + "\n" + searched() + "\n");
    // none that the JVM can use: it starts without
    Files.writeString(target.resolve("haproxy.aot"), "");
    Files.writeString(target.resolve("vipc.stamp"), "");
    Files.setLastModifiedTime(
        target.resolve("vipc.stamp"), FileTime.from(Instant.now().plusSeconds(60)));

    file = folder.resolve("haproxy.cfg");
    Files.writeString(file, SMALL);
  }

  @Test
  void startsAtOnceWhereNothingChanged() throws Exception {
    assertEquals(accepted(file.toString()), check(file.toString()));
  }

  @Test
  void buildsWhatChangedBeforeAnythingIsSaid() throws Exception {
    Files.setLastModifiedTime(
        project.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(120)));

    Run run = check(file.toString());

    assertEquals(
        """
        vipc: building (first use, or the sources changed) ...
        would build
        vipc: the build failed
        """,
        run.output());
    assertEquals(2, run.status());
    assertFalse(
        Files.exists(project.resolve("cli/target/vipc.stamp")), "what is half built is not used");
  }

  @Test
  void leavesStandardInputToWhoReadsIt() throws Exception {
    assertEquals(accepted("-"), check("-"));
    assertEquals(accepted("/dev/stdin"), check("/dev/stdin"));
  }

  @Test
  void readsAPipeOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, Command.run("mkfifo", pipe.toString()).status());
    Process writer = new ProcessBuilder("sh", "-c", "cat '%s' >'%s'".formatted(file, pipe)).start();

    assertEquals(accepted(pipe.toString()), check(pipe.toString()));
    assertEquals(0, writer.waitFor());
  }

  @Test
  void readsALargeFile() throws Exception {
    Path large = folder.resolve("large.cfg");
    Files.writeString(large, SMALL + "# nothing\n".repeat(1_700_000));

    assertEquals(accepted(large.toString()), check(large.toString()));
  }

  private static Run accepted(String name) {
    return new Run(0, name + ": accepted by haproxy 2.6: 0 errors, 0 warnings\n");
  }

  private Run check(String name) throws Exception {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(project.resolve("vipc").toString(), "check"));
    words.addAll(List.of("--program", "haproxy", name));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(file.toFile());
    builder.environment().put("PATH", path());
    Process process = builder.start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "ends");
    return new Run(process.exitValue(), Files.readString(output, UTF_8));
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

  private record Run(int status, String output) {}
}
