package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection of which one side has gone without a word does not stay. */
@RealProgram(
    value = {"nft", "ip", "unshare", "ss"},
    root = true)
final class ProxyKeepAliveTest {
  /** What is sent to it is not acknowledged, or it does not answer when it is asked. */
  @ParameterizedTest
  @ValueSource(strings = {"server", "idle client"})
  void aConnectionEndsWhoeverFallsSilent(String who) {
    List<String> lines =
        ProxyKernelModeTest.onAHost(List.of(), SilentPeerHost.class.getName(), who);
    assertEquals(2, lines.size(), lines::toString);
    // of both sides is asked whether they live
    assertEquals("1 1", lines.getFirst());
    long millis = Long.parseLong(lines.getLast());
    assertTrue(millis > 1_400 && millis < 5_000, () -> millis + " ms");
  }
}
