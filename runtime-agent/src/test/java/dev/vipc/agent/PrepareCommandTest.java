package dev.vipc.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vipc.agent.status.ControlSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path plan;
  private Path socket;
  private Path copy;

  @BeforeEach
  void write() throws IOException {
    plan = folder.resolve("node.json");
    socket = folder.resolve("control.sock");
    copy = folder.resolve("plan.json");
    Files.writeString(
        plan,
        """
        {"version": 1, "node": "here", "interfaces": [], "virtualRouters": [], "proxies": [],
         "status": {"listen": "127.0.0.1:9", "controlSocket": "%s"}}
        """
            .formatted(socket));
  }

  @Test
  void aSecondVipdIsNotBegunBesideOneThatAnswers() throws IOException {
    try (ControlSocket other = ControlSocket.listen(socket, _ -> new ControlSocket.Answer(0, ""))) {
      assertEquals(2, prepare("alone"));
      assertEquals(
          "vipd: another vipd answers at %s: stop it first (`systemctl stop vipd`, or SIGTERM to its `vipd run`); only one with other virtual routers and ports may run beside it, with a `status.controlSocket` of its own%n"
              .formatted(socket),
          err.toString(StandardCharsets.UTF_8));
      assertFalse(Files.exists(copy));
      // its own reload asks without
      assertEquals(0, prepare());
    }
    assertEquals(0, prepare("alone"));
  }

  @Test
  void aSocketThatAKilledVipdLeftIsNobody() throws IOException {
    Files.createFile(socket);
    assertEquals(0, prepare("alone"));
    assertEquals(Files.readString(plan), Files.readString(copy));
  }

  private int prepare(String... words) {
    PrintStream printed = new PrintStream(err, true, StandardCharsets.UTF_8);
    PrintStream nobody = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    List<String> arguments =
        words.length == 0 ? List.of(plan.toString()) : List.of(plan.toString(), words[0]);
    return new PrepareCommand().run(arguments, new Terminal(nobody, printed));
  }
}
