package dev.vipc.agent.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
  @TempDir Path folder;

  private final ProcessTable table = new ProcessTable(new Syscall());

  private ProcessTable.Look look(ProcessTable.Wanted wanted) {
    ProcessTable.Look look = table.look(wanted);
    while (look == ProcessTable.Look.UNFINISHED) look = table.look(wanted);
    return look;
  }

  @Test
  void aProcessIsFoundWhileItRuns() throws IOException, InterruptedException {
    Path program =
        Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("a-name-of-more-than-15"));
    var wanted = new ProcessTable.Wanted("a-name-of-more-than-15");
    assertEquals(ProcessTable.Look.ABSENT, look(wanted));
    Process process = new ProcessBuilder(program.toString(), "100").start();
    assertEquals(ProcessTable.Look.FOUND, look(wanted));
    assertEquals(ProcessTable.Look.FOUND, look(wanted));
    process.destroyForcibly().waitFor();
    assertEquals(ProcessTable.Look.ABSENT, look(wanted));
  }

  @Test
  void aPartOfANameIsAnotherName() {
    assertEquals(ProcessTable.Look.ABSENT, look(new ProcessTable.Wanted("jav")));
    assertEquals(ProcessTable.Look.FOUND, look(new ProcessTable.Wanted("java")));
  }
}
