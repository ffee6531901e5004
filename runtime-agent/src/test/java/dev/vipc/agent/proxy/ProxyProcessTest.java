package dev.vipc.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vipc.agent.board.CheckBoard;
import dev.vipc.agent.log.Log;
import dev.vipc.agent.plan.PlanFile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyProcessTest {
  @TempDir private Path folder;
  private Log log;
  private ProxyProcess process;

  @BeforeEach
  void start() throws Exception {
    log = new Log("test", OutputStream.nullOutputStream());
    process = new ProxyProcess(log, folder);
  }

  @AfterEach
  void end() {
    process.close();
    log.close();
  }

  private PlanFile.Good plan(String router) throws IOException {
    Path file = folder.resolve("plan.json");
    Files.writeString(
        file,
        """
        {"version": 1, "node": "a", "interfaces": [{"name": "lo", "subnets": ["127.0.0.0/8"]}],
         "virtualRouters": [{"name": "%s", "interface": "lo", "routerId": 1, "priority": 100,
           "transport": {"kind": "multicast"}, "addresses": ["127.0.0.9/8"]}]}"""
            .formatted(router));
    return (PlanFile.Good) PlanFile.load(file.toString());
  }

  private CheckBoard board(PlanFile.Good plan) throws IOException {
    return CheckBoard.open(folder, plan.plan(), plan.hash());
  }

  /** A vip process that was asked twice in a short time may have seen the second plan alone. */
  @Test
  void whoKeptAPlanHearsOfItsChecksAgainWhenItComesBack() throws Exception {
    PlanFile.Good first = plan("first");
    PlanFile.Good second = plan("second");
    process.apply(first);
    CheckBoard kept = board(first);
    process.apply(second);
    assertFalse(kept.isClaimed());
    process.apply(first);
    assertTrue(kept.isClaimed());
  }

  @Test
  void whatTheRestOfTheProcessRefusesIsNotRun() throws Exception {
    PlanFile.Good first = plan("first");
    PlanFile.Good second = plan("second");
    process.apply(first);
    var refusal =
        assertThrows(
            IOException.class,
            () ->
                process.apply(
                    second,
                    () -> {
                      throw new BindException("address in use");
                    }));
    assertEquals(0, refusal.getSuppressed().length);
    assertTrue(board(first).isClaimed());
    assertFalse(board(second).isClaimed());
  }
}
