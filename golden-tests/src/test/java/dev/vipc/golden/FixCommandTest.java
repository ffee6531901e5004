package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lint --fix} writes, shows and leaves alone. */
final class FixCommandTest {
  private static final String ROUTER =
      """
      # r\u00e9seau
      vrrp_instance api {
          state MASTER
          nopreempt
          interface eth0
          virtual_router_id 51
          priority 100
          authentication {
              auth_type PASS
              auth_pass muchtoolong  # kept
          }
          virtual_ipaddress {
              192.0.2.10/24
          }
      }
      """;

  @TempDir private Path temporary;

  private Path router() throws IOException {
    return new Folder(temporary).write("lb1/keepalived.conf", ROUTER);
  }

  @Test
  void onlyTheBytesOfTheFixChange() throws IOException {
    Path file = router();
    byte[] odd = (ROUTER + "# \u00ff\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, odd);
    Vipc.Run run = fix("--only", "KA001");
    assertEquals(0, run.status(), run.out() + run.err());
    assertTrue(run.err().contains("1 fix in 1 file"), run.err());
    String wanted = new String(odd, StandardCharsets.ISO_8859_1).replace("muchtoolong", "muchtool");
    assertArrayEquals(wanted.getBytes(StandardCharsets.ISO_8859_1), Files.readAllBytes(file));
  }

  @Test
  void theModeOfTheFileStays() throws IOException {
    Path file = router();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    fix();
    assertFalse(Files.readString(file).contains("muchtoolong"));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var left = Files.list(file.getParent())) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void aSecondRunChangesNothing() throws IOException {
    Path file = router();
    fix("--unsafe");
    String once = Files.readString(file);
    Vipc.Run again = fix("--unsafe");
    assertEquals(once, Files.readString(file));
    assertFalse(again.err().contains("fix"), again.err());
  }

  @Test
  void whatChangesBehaviourNeedsUnsafe() throws IOException {
    Path file =
        new Folder(temporary)
            .write(
                "lb1/haproxy.cfg",
                """
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 1h
                  timeout server 1h
                listen kubernetes
                  bind :8443
                  timeout client 1m
                  server a 192.0.2.1:6443 check
                """);
    String before = Files.readString(file);
    fix("--only", "HX008");
    assertEquals(before, Files.readString(file));
    fix("--only", "HX008", "--unsafe");
    assertEquals(before.replace("1m", "1h"), Files.readString(file));
  }

  @Test
  void diffShowsAndWritesNothing() throws IOException {
    Path file = router();
    Vipc.Run run = fix("--diff", "--only", "KA001");
    assertEquals(ROUTER, Files.readString(file));
    assertEquals(1, run.status());
    assertTrue(run.out().startsWith("--- a/"), run.out());
    assertTrue(run.out().contains("-        auth_pass muchtoolong  # kept"), run.out());
    assertTrue(run.out().contains("+        auth_pass muchtool  # kept"), run.out());
    fix("--only", "KA001");
    Vipc.Run none = fix("--diff", "--only", "KA001");
    assertEquals("", none.out());
    assertEquals(0, none.status());
  }

  @Test
  void aSymbolicLinkStaysOneAndItsFileIsFixed() throws IOException {
    Path file = router();
    Path link = file.resolveSibling("link.conf");
    Files.createSymbolicLink(link, file.getFileName());
    Vipc.Run run = Vipc.run("lint", "--fix", link.toString());
    assertTrue(Files.isSymbolicLink(link), run.err());
    assertFalse(Files.readString(file).contains("muchtoolong"));
  }

  @Test
  void aReadOnlyFileIsLeftAloneAndNamed() throws IOException {
    Path file = router();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    Vipc.Run run = fix();
    assertEquals(2, run.status());
    assertTrue(run.err().contains("read-only"), run.err());
    assertEquals(ROUTER, Files.readString(file));
  }

  @Test
  void standardInputIsNoFileToEdit() {
    assertEquals(2, Vipc.run("lint", "--fix", "-").status());
    assertEquals(2, Vipc.run("lint", "--diff", "x").status());
    assertEquals(2, Vipc.run("lint", "--unsafe", "x").status());
  }

  @Test
  void whatIsIgnoredIsNotFixed() throws IOException {
    Path file = router();
    String ignored = ROUTER.replace("# kept", "# vipc: ignore KA001 a lab");
    Files.writeString(file, ignored);
    fix("--only", "KA001");
    assertEquals(ignored, Files.readString(file));
  }

  @Test
  void linesPutIntoAFileOfWindowsEndAsItsOwn() throws IOException {
    Path file = router();
    Files.writeString(file, ROUTER.replace("\n", "\r\n"));
    fix("--unsafe");
    String after = Files.readString(file);
    assertEquals(after, after.replaceAll("(?<!\r)\n", "\r\n"));
    assertFalse(after.contains("muchtoolong"));
  }

  private Vipc.Run fix(String... options) {
    List<String> line = new ArrayList<>(List.of("lint", "--fix"));
    line.addAll(List.of(options));
    line.add(temporary.toString());
    return Vipc.run(line.toArray(String[]::new));
  }
}
