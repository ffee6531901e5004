package dev.vipc.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactWriterTest {
  private static final Artifact CONF =
      Artifact.onNode("lb1", "/etc/haproxy/haproxy.cfg", "global\n", FileMode.PLAIN);
  private static final Artifact SECRET =
      Artifact.onNode(
          "lb1", "/etc/keepalived/keepalived.conf", "auth_pass hunter2\n", FileMode.SECRET);

  @TempDir Path folder;

  private List<String> write(Artifact... artifacts) throws IOException {
    return names(new ArtifactWriter(folder).write(ArtifactSet.of(artifacts), true));
  }

  private List<Drift> drift(Artifact... artifacts) throws IOException {
    return new ArtifactWriter(folder).drift(ArtifactSet.of(artifacts));
  }

  private static List<String> names(List<Drift> drift) {
    return drift.stream().map(Drift::toString).toList();
  }

  private Path path(Artifact artifact) {
    return folder.resolve(artifact.path());
  }

  @Test
  void whatIsMissingIsWrittenOnce() throws IOException {
    assertEquals(
        List.of(
            "lb1/etc/haproxy/haproxy.cfg is missing",
            "lb1/etc/keepalived/keepalived.conf is missing"),
        write(SECRET, CONF));
    assertEquals("global\n", Files.readString(path(CONF)));
    assertEquals(List.of(), write(SECRET, CONF));
  }

  @Test
  void whereThereIsNothingToWriteNothingIsWritten() throws IOException {
    assertEquals(List.of(), write());
    assertFalse(Files.exists(folder.resolve(BuildRecord.FILE)));
    write(CONF);
    assertEquals(List.of("lb1/etc/haproxy/haproxy.cfg is no longer asked for"), write());
    assertFalse(Files.exists(folder.resolve(BuildRecord.FILE)));
    assertFalse(Files.exists(path(CONF)));
  }

  @Test
  void filesHaveTheirPermissions() throws IOException {
    write(SECRET, CONF);
    assertEquals(FileMode.SECRET.permissions(), Files.getPosixFilePermissions(path(SECRET)));
    assertEquals(FileMode.PLAIN.permissions(), Files.getPosixFilePermissions(path(CONF)));
  }

  @Test
  void otherPermissionsAreDrift() throws IOException {
    write(SECRET);
    Files.setPosixFilePermissions(path(SECRET), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertEquals(
        List.of("lb1/etc/keepalived/keepalived.conf has other permissions"), names(drift(SECRET)));
  }

  @Test
  void whatIsRightIsNotTouched() throws IOException {
    write(CONF, SECRET);
    FileTime then = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(path(CONF), then);
    write(CONF);
    assertEquals(then, Files.getLastModifiedTime(path(CONF)));
  }

  @Test
  void anEditIsDriftWithItsDifferenceAndIsUndone() throws IOException {
    write(CONF);
    Files.writeString(path(CONF), "global\n  daemon\n");
    List<Drift> drift = drift(CONF);
    assertEquals(List.of("lb1/etc/haproxy/haproxy.cfg differs"), names(drift));
    assertTrue(drift.getFirst().diff().endsWith("@@ -1,2 +1 @@\n global\n-  daemon\n"));
    write(CONF);
    assertEquals("global\n", Files.readString(path(CONF)));
  }

  @Test
  void aPasswordIsNotShown() throws IOException {
    write(SECRET);
    Files.writeString(path(SECRET), "auth_pass correct horse\n");
    String diff = drift(SECRET).getFirst().diff();
    assertFalse(diff.contains("hunter2") || diff.contains("horse"), diff);
  }

  @Test
  void aFileOfSomeoneElseStopsTheWholeBuild() throws IOException {
    Files.createDirectories(path(CONF).getParent());
    Files.writeString(path(CONF), "mine\n");
    assertTrue(
        write(CONF, SECRET)
            .contains(
                "lb1/etc/haproxy/haproxy.cfg was not written by vipc, and stands where an artifact"
                    + " belongs"));
    assertEquals("mine\n", Files.readString(path(CONF)));
    assertFalse(Files.exists(path(SECRET)));
  }

  @Test
  void aFileWithOurHeaderIsOursEvenWithoutTheRecord() throws IOException {
    Files.createDirectories(path(CONF).getParent());
    Files.writeString(path(CONF), Origin.of("0.1.0", "ha.yaml", "x").comment());
    assertEquals(List.of("lb1/etc/haproxy/haproxy.cfg differs"), write(CONF));
  }

  @Test
  void aLinkIsNeitherFollowedNorReplaced() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("lb1"), elsewhere);
    assertTrue(write(CONF).getFirst().contains("was not written by vipc"));
    try (var files = Files.list(elsewhere)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void whatNobodyAsksForGoesWithItsEmptyFolders() throws IOException {
    write(CONF, SECRET);
    Files.writeString(folder.resolve("lb1/etc/haproxy/notes.txt"), "mine\n");
    assertEquals(List.of("lb1/etc/keepalived/keepalived.conf is no longer asked for"), write(CONF));
    assertFalse(Files.exists(path(SECRET).getParent()));
    assertTrue(Files.exists(folder.resolve("lb1/etc/haproxy/notes.txt")));
  }

  @Test
  void bytesThatAreNoUtf8AreDriftAndNoFault() throws IOException {
    write(CONF);
    Files.write(path(CONF), new byte[] {(byte) 0xff, '\n'});
    assertEquals(List.of("lb1/etc/haproxy/haproxy.cfg differs"), names(drift(CONF)));
  }

  @Test
  void noTemporaryFileStays() throws IOException {
    write(CONF, SECRET);
    try (var files = Files.walk(folder)) {
      assertTrue(files.noneMatch(p -> p.toString().endsWith(".tmp")));
    }
  }
}
