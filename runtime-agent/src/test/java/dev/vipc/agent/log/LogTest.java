package dev.vipc.agent.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LogTest {
  private static final byte[] V6 = {
    0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xf1
  };

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private List<String> lines(Log log) {
    log.close();
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.substring(line.indexOf(" level=") + 1))
        .toList();
  }

  @Test
  void aLineHasItsFieldsInOrder() {
    Log log = new Log("vip", out);
    log.line()
        .info("became-active")
        .field("router", "api")
        .field("vrid", 51)
        .field("delay", -Long.MAX_VALUE)
        .field("preempt", true)
        .address("from", new byte[] {0, 10, 0, 0, (byte) 200}, 1, 4)
        .address("to", V6, 0, 16)
        .send();
    assertEquals(
        List.of(
            "level=info process=vip event=became-active router=api vrid=51"
                + " delay=-9223372036854775807 preempt=true from=10.0.0.200"
                + " to=2001:db8:0:0:0:0:0:f1"),
        lines(log));
  }

  @Test
  void valuesThatNeedItAreQuoted() {
    Log log = new Log("proxy", out);
    log.line()
        .error("x")
        .field("a", "")
        .field("b", "two words")
        .field("c", "say \"a\\b\"\n\t")
        .field("d", "ü€\ud83d\ude00")
        .send();
    assertEquals(
        List.of(
            "level=error process=proxy event=x a=\"\" b=\"two words\" c=\"say \\\"a\\\\b\\\"\\n?\""
                + " d=ü€\ud83d\ude00"),
        lines(log));
  }

  @Test
  void aLineTooLongLosesItsEndAndNothingElse() {
    Log log = new Log("vip", out);
    Line line = log.line();
    line.info("long").field("text", "x y".repeat(2_000)).field("more", 1).send();
    line.info("next").send();
    List<String> lines = lines(log);
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().endsWith("\""), lines::getFirst);
    assertEquals("level=info process=vip event=next", lines.getLast());
  }

  @Test
  void timesAreThoseOfTheCalendar() {
    Random random = new Random(1);
    DateTimeFormatter format = DateTimeFormatter.ISO_INSTANT;
    for (int i = 0; i < 20_000; i++) {
      long millis = random.nextLong(0, 253_402_300_800_000L);
      byte[] bytes = new byte[24];
      assertEquals(24, UtcTime.append(bytes, 0, millis));
      String text = new String(bytes, StandardCharsets.US_ASCII);
      assertEquals(Instant.ofEpochMilli(millis), Instant.from(format.parse(text)));
    }
  }

  @Test
  void aStalledReaderNeverStallsTheWriter() throws InterruptedException {
    CountDownLatch open = new CountDownLatch(1);
    OutputStream stalled =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            try {
              open.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    Log log = new Log("vip", stalled);
    Line line = log.line();
    for (int i = 0; i < 10_000; i++) line.info("tick").field("number", i).send();
    assertTrue(log.dropped() > 8_000, () -> "dropped " + log.dropped());
    open.countDown();
    log.close();
  }

  @Test
  void noLineAllocates() {
    Log log = new Log("vip", OutputStream.nullOutputStream());
    Line line = log.line();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 1_000; i++) event(line, i);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) event(line, i);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 10_000, () -> allocated + " bytes");
    log.close();
  }

  private static void event(Line line, int number) {
    line.info("tick")
        .field("number", number)
        .field("text", "two words")
        .address("to", V6, 0, 16)
        .send();
  }
}
