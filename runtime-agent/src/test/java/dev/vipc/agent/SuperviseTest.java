package dev.vipc.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell that watches over both processes, with shells in the place of the processes. */
@ParameterizedClass
@ValueSource(strings = {"sh", "busybox sh"})
class SuperviseTest {
  private static final Path SCRIPT =
      Path.of("..", "launch", "supervise.sh").toAbsolutePath().normalize();

  /** Each start is noted with its process ID; a HUP is noted; a TERM ends it with 0. */
  private static final String STARTS =
      """
      prepare_plan() { [ -e good ] && echo copy; }
      process() {
        echo "$1 start $(exec sh -c 'echo $PPID')" >>events
        trap 'echo "'$1' hup" >>events' HUP
        trap 'echo "'$1' term" >>events; kill $sleeping; exit 0' TERM
        while :; do sleep 100 & sleeping=$!; wait; kill $sleeping 2>/dev/null; done
      }
      start_vip() { process vip; }
      start_proxy() { process proxy; }
      """;

  @TempDir Path folder;

  private final String program;
  private Process shell;

  SuperviseTest(String program) {
    this.program = program;
  }

  @BeforeEach
  void start() throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(program.split(" ")),
                Stream.of("-c", STARTS + ". '" + SCRIPT + "'; run plan.json"))
            .toList();
    assumeTrue(isThere(command.getFirst()), () -> "no " + program);
    Files.createFile(folder.resolve("good"));
    Files.createFile(folder.resolve("events"));
    Path notify = folder.resolve("systemd-notify");
    Files.writeString(notify, "#!/bin/sh\necho \"notify $1\" >>events\n");
    Files.setPosixFilePermissions(notify, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("NOTIFY_SOCKET", "/nowhere");
    builder.environment().merge("PATH", folder + ":", (path, first) -> first + path);
    shell = builder.start();
    await("vip start", 1);
    await("proxy start", 1);
  }

  private static boolean isThere(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
  }

  @AfterEach
  void stop() throws Exception {
    if (shell == null) return;
    shell.destroy();
    if (!shell.waitFor(5, TimeUnit.SECONDS)) {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  private List<String> events(String beginning) throws IOException {
    return Files.readAllLines(folder.resolve("events")).stream()
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  private List<String> await(String beginning, int count) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (events(beginning).size() < count) {
      assertTrue(System.nanoTime() < end, () -> "no " + beginning + "\n" + log());
      Thread.sleep(10);
    }
    return events(beginning);
  }

  private void awaitLog(Predicate<String> says) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!says.test(log())) {
      assertTrue(System.nanoTime() < end, this::log);
      Thread.sleep(10);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log")) + Files.readString(folder.resolve("events"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void signal(String name, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  private static long pid(String start) {
    return Long.parseLong(start.substring(start.lastIndexOf(' ') + 1));
  }

  @Test
  void whatDiesIsRestartedAndTheOtherGoesOn() throws Exception {
    for (int i = 1; i <= 2; i++) {
      signal("KILL", pid(await("vip start", i).getLast()));
      await("vip start", i + 1);
    }
    assertEquals(1, events("proxy start").size());
    assertTrue(log().contains("event=process-died name=vip status=137"), this::log);
    assertEquals(List.of("notify WATCHDOG=1", "notify WATCHDOG=1"), await("notify", 2));
  }

  /** A shell that hears of both at once says the signal's number where the child's is asked for. */
  @Test
  void aDeathTogetherWithAReloadIsSaidAsItWas() throws Exception {
    Pattern line = Pattern.compile("vip_supervisor=(\\d+)");
    awaitLog(log -> line.matcher(log).find());
    Matcher started = line.matcher(log());
    assertTrue(started.find());
    long supervisor = Long.parseLong(started.group(1));
    signal("STOP", supervisor);
    signal("HUP", supervisor);
    signal("KILL", pid(events("vip start").getFirst()));
    signal("CONT", supervisor);
    await("vip start", 2);
    assertTrue(log().contains("event=process-died name=vip status=137"), this::log);
  }

  @Test
  void whatEndsInOrderStartsAgainWithTheNextReload() throws Exception {
    signal("TERM", pid(events("vip start").getFirst()));
    await("vip term", 1);
    Thread.sleep(300);
    assertEquals(1, events("vip start").size());
    signal("HUP", shell.pid());
    await("vip start", 2);
    await("proxy hup", 1);
    assertEquals(1, events("proxy start").size());
  }

  @Test
  void aBadPlanOnReloadReachesNobody() throws Exception {
    Files.delete(folder.resolve("good"));
    signal("HUP", shell.pid());
    awaitLog(log -> log.contains("reload-refused"));
    assertEquals(List.of(), events("vip hup"));
    assertEquals(List.of(), events("proxy hup"));
  }

  @Test
  void aTermReachesBothAndEndsWithZero() throws Exception {
    signal("TERM", shell.pid());
    assertTrue(shell.waitFor(20, TimeUnit.SECONDS), this::log);
    assertEquals(0, shell.exitValue());
    assertEquals(List.of("vip term"), events("vip term"));
    assertEquals(List.of("proxy term"), events("proxy term"));
    assertFalse(log().contains("process-died"), this::log);
  }
}
