package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** vipd's kernel mode with the installed nft. */
@RealProgram(
    value = {"nft", "ip", "unshare"},
    root = true)
final class ProxyKernelModeTest {
  @Test
  void theKernelSharesOutByWeightAndForgetsADeadServer() {
    List<String> lines = onAHost(List.of(), KernelModeHost.class.getName());
    assertEquals(5, lines.size(), lines::toString);
    // the checks take no turn: they go to the servers' own addresses
    assertEquals("abbabbabb", lines.get(0));
    // loopback alone comes to vipd
    assertEquals("bc carried 1", lines.get(1));
    assertEquals("bbbbb", lines.get(2));
    assertEquals(6, lines.get(3).length());
    assertTrue(lines.get(3).matches("[!b]{6}"), lines.get(3));
    assertEquals("no table", lines.get(4));
  }

  @Test
  void aServerWithANameIsReachedWhenItsNameIsKnown() {
    assertEquals("answered by a", corner("name"));
  }

  @Test
  void proxiesAndServersWhoseNamesRunTogetherAreKeptApart() {
    assertEquals("a b", corner("names"));
  }

  @Test
  void anAddressOfItsOwnGoesBeforeAllAddresses() {
    assertEquals("a b", corner("places"));
  }

  @Test
  void onlyTheProxyWhoseCheckFailsLosesItsConnections() {
    assertEquals("a! aa", corner("shared"));
  }

  @Test
  void aNewPlanEndsTheConnectionsThatItDoesNotAllowAndNoOthers() {
    assertEquals("a! bb", corner("replanned"));
  }

  @Test
  void whileItDrainsOpenConnectionsGoOnAndNobodyIsLetIn() {
    assertEquals("a ! a 0 none", corner("drained"));
  }

  @Test
  void aDrainThatTakesTooLongSaysHowManyItCut() {
    assertEquals("1 !", corner("drained-by-force"));
  }

  @Test
  void aTableLeftBehindIsTakenAwayByTheNextOfTheSameSocketAlone() {
    assertEquals("stays goes", corner("left-behind"));
  }

  @Test
  void whatNftRefusesChangesNothingAndIsTriedAgain(@TempDir Path folder) throws IOException {
    Path nft = folder.resolve("nft");
    Files.writeString(
        nft,
        """
        #!/bin/sh
        [ ! -e "$NFT_REFUSES" ] || exit 1
        PATH=${PATH#*:} exec nft "$@"
        """);
    Files.setPosixFilePermissions(nft, PosixFilePermissions.fromString("rwx------"));
    String seen =
        corner(
            "refused",
            "PATH=%s:%s".formatted(folder, System.getenv("PATH")),
            "NFT_REFUSES=" + folder.resolve("refuses"));
    assertEquals("refused 2 ab a", seen);
  }

  private static String corner(String name, String... environment) {
    return String.join(
        "\n", onAHost(List.of(environment), KernelModeCorners.class.getName(), name));
  }

  static List<String> onAHost(List<String> environment, String... program) {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.addAll(
        List.of(
            "unshare",
            "--net",
            // a JVM that starts without any IPv6 address believes that there is none
            "sh",
            "-c",
            "ip link set lo up && exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(program));
    return Command.run(command).output().lines().toList();
  }
}
