package dev.vipc.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String GOOD =
      """
      {"version": 1, "node": "n", "interfaces": [{"name": "eth0", "subnets": ["10.0.0.0/8"]}]}
      """;

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Main.run(List.of(arguments), new Terminal(new PrintStream(out), new PrintStream(err)));
  }

  @Test
  void aGoodPlanIsZero() throws IOException {
    assertEquals(0, run("check", Files.writeString(folder.resolve("plan.json"), GOOD).toString()));
  }

  @Test
  void aBadPlanIsOneWithItsPlace() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.json"), GOOD.replace("1", "2"));
    assertEquals(1, run("check", plan.toString()));
    assertTrue(out.toString().startsWith(plan + ":1:13: error: `version` is 2"), out::toString);
  }

  @Test
  void whatCannotBeReadIsTwo() throws IOException {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0});
    assertEquals(2, run("check", folder.resolve("absent").toString()));
    assertEquals(2, run("check", folder.toString()));
    assertEquals(2, run("check", binary.toString()));
    assertEquals(2, run("check", "a\0b"));
  }

  @Test
  void anythingElseIsUsage() {
    assertEquals(2, run());
    assertEquals(2, run("check"));
    assertEquals(2, run("fly"));
    assertTrue(out.toString().isEmpty());
  }
}
