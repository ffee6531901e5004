package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** vipd's kernel mode with the installed nft. */
@RealProgram(
    value = {"nft", "ip", "unshare"},
    root = true)
final class ProxyKernelModeTest {
  @Test
  void theKernelSharesOutByWeightAndForgetsADeadServer() {
    Command run =
        Command.run(
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
            System.getProperty("java.class.path"),
            KernelModeHost.class.getName());
    List<String> lines = run.output().lines().toList();
    assertEquals(5, lines.size(), run::output);
    // the checks take no turn: they go to the servers' own addresses
    assertEquals("abbabbabb", lines.get(0));
    // loopback alone comes to vipd
    assertEquals("bc carried 1", lines.get(1));
    assertEquals("bbbbb", lines.get(2));
    assertEquals(6, lines.get(3).length());
    assertTrue(lines.get(3).matches("[!b]{6}"), lines.get(3));
    assertEquals("no table", lines.get(4));
  }
}
