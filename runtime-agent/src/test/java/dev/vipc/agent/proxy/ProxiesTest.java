package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.agent.log.Log;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void aLoopThatHangsDoesNotTurn() throws Exception {
    try (var log = new Log("test", OutputStream.nullOutputStream());
        var proxies = new Proxies(log, 2)) {
      assertTrue(proxies.turns(LONG));
      var end = new CountDownLatch(1);
      proxies.post(() -> awaits(end));
      assertFalse(proxies.turns(Duration.ofMillis(50)));
      end.countDown();
      assertTrue(proxies.turns(LONG));
      proxies.close();
      assertTrue(proxies.turns(Duration.ZERO), "what was ended hangs nowhere");
    }
  }

  private static void awaits(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
