package dev.vipc.lab.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.golden.RealProgram;
import dev.vipc.lab.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code cluster/verify.sh} against a real installation: it sees that all is well, moves the
 * address, and says what is not well.
 */
final class VerifyScriptTest {
  /** Longer than any election, in milliseconds. */
  private static final long PATIENCE = 60_000;

  @TempDir private Path folder;

  @Test
  @RealProgram(
      value = {
        "ip",
        "nsenter",
        "unshare",
        "setpriv",
        "keepalived",
        "haproxy",
        "nft",
        "openssl",
        "curl"
      },
      root = true)
  void aPersonSeesWhetherTheInstallationWorks() throws Exception {
    try (Installation pair = new Installation(folder, Path.of("cases/install/pair/ha.yaml"))) {
      Ended whole = settled(pair);
      assertEquals(0, whole.status(), whole::said);
      assertSays(whole, "ok    192.168.90.100 is held by lb1 alone");
      assertSays(whole, "ok    the proxy api answers at https://192.168.90.100:6443/readyz");
      assertSays(whole, "ok    the proxy api on lb2 answers");

      Ended asked = pair.verify("--failover");
      assertEquals(0, asked.status(), asked::said);
      assertSays(asked, "stop haproxy on lb1? (yes/no) not moved");

      Ended moved = moved(pair);
      assertSays(moved, "ok    192.168.90.100 moved from lb1 to lb2 when haproxy stopped");
      assertSays(moved, "vipc prove allows");
      assertSays(moved, "ok    192.168.90.100 came back to lb1");
      settled(pair);

      assertEquals(0, pair.ssh("lb2", "systemctl stop haproxy.service").status());
      Ended half = pair.verify();
      assertEquals(1, half.status(), half::said);
      assertSays(half, "FAIL  the proxy api on lb2 does not answer");
      assertSays(half, "ok    192.168.90.100 is held by lb1 alone");
    }
  }

  /** keepalived's checks have to succeed twice first. */
  private static Ended settled(Installation pair) throws IOException, InterruptedException {
    long end = System.currentTimeMillis() + PATIENCE;
    Ended seen = pair.verify();
    while ((seen.status() != 0 || !seen.said().contains("held by lb1"))
        && System.currentTimeMillis() < end) {
      Thread.sleep(500);
      seen = pair.verify();
    }
    return seen;
  }

  /**
   * A machine that is busy for seconds is late, or moves the address by itself: then once more.
   * That it is in time is for {@code AgreementTest} to see.
   */
  private static Ended moved(Installation pair) throws IOException, InterruptedException {
    Ended moved = pair.verify("--failover", "--yes");
    for (int more = 0; more < 2 && moved.status() != 0; more++) {
      settled(pair);
      moved = pair.verify("--failover", "--yes");
    }
    return moved;
  }

  private static void assertSays(Ended ended, String line) {
    assertTrue(ended.said().contains(line), ended::said);
  }
}
