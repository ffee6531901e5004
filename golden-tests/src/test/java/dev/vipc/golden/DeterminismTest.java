package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same input gives the same bytes whatever the settings of the machine and the folders are. */
final class DeterminismTest {
  @TempDir Path folder;

  @Test
  void theBytesDependOnNoSettingOfTheMachine() throws Exception {
    List<Process> builds =
        List.of(
            build(
                "plain", "specs", Map.of("LC_ALL", "C", "TZ", "UTC"), "-XX:ActiveProcessorCount=1"),
            build(
                "turkish",
                "another place",
                Map.of("LC_ALL", "tr_TR.UTF-8", "TZ", "Pacific/Kiritimati"),
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Kiritimati",
                "-Dfile.encoding=ISO-8859-1",
                "-Dline.separator=\r\n",
                "-XX:ActiveProcessorCount=8",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2"),
            build(
                "arabic",
                "a/b/c",
                Map.of("LC_ALL", "ar_EG.UTF-8", "TZ", "Asia/Kathmandu"),
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.extensions=u-nu-arab",
                "-Duser.timezone=Asia/Kathmandu",
                "-Dfile.encoding=UTF-16"),
            build(
                "thai",
                "{{ x }}",
                Map.of("LC_ALL", "th_TH.UTF-8", "TZ", "America/St_Johns"),
                "-Duser.language=th",
                "-Duser.country=TH",
                "-Duser.variant=TH",
                "-Duser.timezone=America/St_Johns",
                "-Dline.separator=\r"));
    for (Process build : builds) assertEquals(0, build.waitFor());
    Map<String, String> plain = files("plain");
    assertTrue(plain.size() > 100, "" + plain.keySet());
    for (String other : List.of("turkish", "arabic", "thai")) {
      Map<String, String> there = files(other);
      assertEquals(plain.keySet(), there.keySet());
      plain.forEach(
          (name, bytes) -> assertEquals(bytes, there.get(name), () -> other + " " + name));
    }
  }

  @Test
  void theFindingsOnManyClustersDependOnNoNumberOfProcessors() throws Exception {
    List<Path> areas = new ArrayList<>();
    for (Path rule : Cases.under("rules"))
      if (rule.getFileName().toString().matches("(HX|KA).*")) areas.add(rule);
    assertTrue(lintedAlike(areas).length() > 100_000);
  }

  /** Of one cluster the rules share the processors. */
  @Test
  void theFindingsOnOneClusterDependOnNoNumberOfProcessors() throws Exception {
    assertTrue(lintedAlike(List.of(Path.of("../examples/broken"))).length() > 10_000);
  }

  private String lintedAlike(List<Path> paths) throws Exception {
    Process one = lint("one", "-XX:ActiveProcessorCount=1", paths);
    Process many = lint("many", "-XX:ActiveProcessorCount=5", paths);
    assertEquals(1, one.waitFor());
    assertEquals(1, many.waitFor());
    String findings = Files.readString(folder.resolve("one"));
    assertEquals(findings, Files.readString(folder.resolve("many")));
    return findings;
  }

  private Process lint(String name, String option, List<Path> paths) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", option));
    command.addAll(List.of("-cp", ClassPath.now(), Main.class.getName(), "lint", "--format=json"));
    paths.forEach(path -> command.add(path.toString()));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve(name).toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private Process build(
      String name, String specs, Map<String, String> environment, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            ClassPath.now(),
            BuildEverything.class.getName(),
            folder.resolve(name) + "",
            folder.resolve(name + "-from").resolve(specs) + ""));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    builder.environment().put("VRRP_PASSWORD", "s3cr{t#!");
    return builder.start();
  }

  private Map<String, String> files(String build) throws IOException {
    Path root = folder.resolve(build);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(Files::isRegularFile).toList())
        files.put(
            root.relativize(path).toString(),
            Files.getPosixFilePermissions(path)
                + Files.readString(path, StandardCharsets.ISO_8859_1));
    }
    return files;
  }
}
