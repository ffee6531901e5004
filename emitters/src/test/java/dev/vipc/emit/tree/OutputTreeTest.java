package dev.vipc.emit.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs(OS.LINUX)
class OutputTreeTest {
  private static final FileTime THEN = FileTime.fromMillis(1_000_000_000_000L);

  /** The two ways in which a folder is changed. */
  enum Way {
    AT_ONCE,
    ONE_BY_ONE
  }

  @TempDir Path parent;
  private Path out;

  @BeforeEach
  void folder() throws IOException {
    out = Files.createDirectory(parent.toRealPath().resolve("out"));
  }

  private static TreeChange write(String... names) {
    return change(List.of(names), List.of());
  }

  private static TreeChange change(List<String> written, List<String> removed) {
    Map<Path, TreeChange.NewFile> files =
        written.stream()
            .collect(
                Collectors.toMap(
                    Path::of,
                    name ->
                        new TreeChange.NewFile(
                            (name + "\n").getBytes(UTF_8),
                            PosixFilePermissions.fromString("rw-r-----"))));
    return new TreeChange(files, Set.copyOf(removed.stream().map(Path::of).toList()));
  }

  private void become(Way way, TreeChange change) throws IOException {
    switch (way) {
      case AT_ONCE -> {
        WorkFolder work = WorkFolder.beside(out).orElseThrow();
        assertTrue(work.make() && work.exchange(out, change));
        work.leave();
      }
      case ONE_BY_ONE -> OneByOne.apply(out, change);
    }
  }

  private List<String> entries(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> folder.relativize(path).toString()).sorted().skip(1).toList();
    }
  }

  private static Object inode(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino");
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyAskedForStaysTheSameFile(Way way) throws IOException {
    Files.createDirectories(out.resolve("lb1/etc/notes"));
    Path notes = Files.writeString(out.resolve("lb1/etc/notes/notes.txt"), "mine\n");
    Path link = Files.createSymbolicLink(out.resolve("lb1/link"), Path.of("/nowhere"));
    Files.createDirectory(out.resolve("empty"));
    Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("r--------"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setLastModifiedTime(notes, THEN);
    Files.setLastModifiedTime(notes.getParent(), THEN);
    Object same = inode(notes);
    become(way, write("lb1/etc/a.conf", "lb2/b.conf"));
    assertEquals(same, inode(notes));
    assertEquals(THEN, Files.getLastModifiedTime(notes));
    assertEquals(THEN, Files.getLastModifiedTime(notes.getParent()));
    assertEquals(1, Files.getAttribute(notes, "unix:nlink"));
    assertEquals(Path.of("/nowhere"), Files.readSymbolicLink(link));
    assertEquals("rwxr-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(out)));
    assertEquals(
        List.of(
            "empty",
            "lb1",
            "lb1/etc",
            "lb1/etc/a.conf",
            "lb1/etc/notes",
            "lb1/etc/notes/notes.txt",
            "lb1/link",
            "lb2",
            "lb2/b.conf"),
        entries(out));
    assertEquals(List.of("out"), names());
  }

  @ParameterizedTest
  @EnumSource
  void onlyFoldersThatARemovedFileLeavesEmptyGo(Way way) throws IOException {
    become(way, write("lb1/etc/a/a.conf", "lb1/etc/b/b.conf", "lb2/etc/c.conf"));
    Files.createDirectories(out.resolve("lb3/empty"));
    become(way, change(List.of(), List.of("lb1/etc/a/a.conf", "lb2/etc/c.conf")));
    assertEquals(
        List.of("lb1", "lb1/etc", "lb1/etc/b", "lb1/etc/b/b.conf", "lb3", "lb3/empty"),
        entries(out));
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsReplacedWithItsPermissions(Way way) throws IOException {
    Files.writeString(out.resolve("a"), "old\n");
    become(way, write("a"));
    assertEquals("a\n", Files.readString(out.resolve("a")));
    assertEquals(
        "rw-r-----",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("a"))));
  }

  @ParameterizedTest
  @EnumSource
  void whereOneFileCannotBeWrittenNothingChanges(Way way) throws IOException {
    Files.writeString(out.resolve("a"), "old\n");
    TreeChange impossible = write("a", "x".repeat(300));
    if (way == Way.AT_ONCE) {
      WorkFolder work = WorkFolder.beside(out).orElseThrow();
      assertTrue(work.make());
      assertFalse(work.exchange(out, impossible));
      work.leave();
    } else {
      assertThrows(IOException.class, () -> OneByOne.apply(out, impossible));
    }
    assertEquals(List.of("a"), entries(out));
    assertEquals("old\n", Files.readString(out.resolve("a")));
    assertEquals(List.of("out"), names());
  }

  @Test
  void whereNobodyStandsInTheFolderAllIsChangedAtOnce() throws IOException {
    Object before = inode(out);
    try (OutputTree tree = OutputTree.open(out, _ -> Set.of())) {
      tree.become(write("a", "b"));
    }
    assertNotEquals(before, inode(out));
  }

  @Test
  void aFolderThatSomebodyStandsInStaysTheSameFolder() throws Exception {
    Files.createDirectory(out.resolve("below"));
    Process shell =
        new ProcessBuilder("sleep", "600").directory(out.resolve("below").toFile()).start();
    try {
      Object before = inode(out);
      try (OutputTree tree = OutputTree.open(out, _ -> Set.of())) {
        tree.become(write("a", "below/b"));
      }
      assertEquals(before, inode(out));
      assertEquals(List.of("a", "below", "below/b"), entries(out));
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  void twoBuildsOfOneFolderWriteOneAfterTheOther() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    CompletableFuture<Void> second;
    try (OutputTree first = OutputTree.open(out, _ -> Set.of())) {
      second =
          CompletableFuture.runAsync(
              () -> {
                opened.countDown();
                try (OutputTree tree = OutputTree.open(out, _ -> Set.of())) {
                  assertTrue(Files.exists(out.resolve("first")));
                  tree.become(write("second"));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      opened.await();
      first.become(write("first"));
    }
    second.get();
    assertEquals(List.of("first", "second"), entries(out));
    assertEquals(List.of("out"), names());
  }

  @Test
  void whatCameIntoTheOldTreeMeanwhileIsCarriedOver() throws IOException {
    WorkFolder work = WorkFolder.beside(out).orElseThrow();
    assertTrue(work.make());
    Path old = Files.createDirectory(work.path().resolve("tree"));
    Files.writeString(work.path().resolve("staged"), "another folder's key");
    Files.writeString(out.resolve("both"), "same\n");
    Files.createLink(old.resolve("both"), out.resolve("both"));
    Files.createDirectory(old.resolve("lb1"));
    Files.writeString(old.resolve("lb1/ours"), "replaced\n");
    Files.writeString(old.resolve("lb1/mine"), "saved just now\n");
    OutputTree.open(out, _ -> Set.of(Path.of("lb1/ours"))).close();
    assertEquals(List.of("both", "lb1", "lb1/mine"), entries(out));
    assertEquals(List.of("out"), names());
  }

  @Test
  void aNewTreeThatWasNeverPutInPlaceIsThrownAway() throws IOException {
    WorkFolder work = WorkFolder.beside(out).orElseThrow();
    assertTrue(work.make());
    Files.createDirectory(work.path().resolve("tree"));
    Files.writeString(work.path().resolve("tree/a"), "half\n");
    OutputTree.open(out, _ -> Set.of()).close();
    assertEquals(List.of(), entries(out));
    assertEquals(List.of("out"), names());
  }

  @Test
  void aFolderBehindALinkIsChangedAndTheLinkStays() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("link"), out);
    try (OutputTree tree = OutputTree.open(link, _ -> Set.of())) {
      tree.become(write("a"));
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(List.of("a"), entries(out));
  }

  @Test
  void aLinkToNothingIsNoFolder() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("link"), parent.resolve("absent"));
    assertThrows(
        FileAlreadyExistsException.class, () -> OutputTree.open(link, _ -> Set.of()).close());
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
