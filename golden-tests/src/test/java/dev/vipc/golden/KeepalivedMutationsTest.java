package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.vipc.check.Conditions;
import dev.vipc.check.keepalived.KeepalivedProgramCheck;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.BuildOptions;
import dev.vipc.model.Machine;
import dev.vipc.model.Version;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the file holds, the check of keepalived.conf comes to an end without an exception. */
final class KeepalivedMutationsTest {
  private static final Path FOLDER = Path.of("cases/check/keepalived");
  private static final int COUNT = 2_000;
  private static final int MAX_CHANGES = 8;
  private static final int MAX_CUT = 12;
  private static final List<Version> TARGETS =
      List.of(new Version(2, 0, 0), new Version(2, 2, 7), new Version(2, 4, 3));
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "\"",
          "'",
          "\\",
          "#",
          "!",
          "\n",
          "\t",
          " ",
          "\0",
          "\u00a0",
          "\ud800",
          "~",
          "(",
          "0",
          "-1",
          "99999999999999999999",
          "fe80::1",
          "/",
          "include [",
          "include x",
          "$A=",
          "${A}",
          "$A= \\\n",
          "~SEQ(i, 3) ",
          "~LST(a, b) ",
          "${_ENV A}",
          "\ue000",
          "@x ",
          "@^x ",
          "group",
          "weight",
          "vrrp_instance A {",
          "\nvirtual_server_group\n",
          "\nvirtual_server\n");

  private final KeepalivedProgramCheck check = new KeepalivedProgramCheck();
  private final Random random = new Random(3);

  @Test
  void changedFilesAreCheckedWithoutAnException() throws IOException {
    List<String> texts = texts();
    for (int n = 0; n < COUNT; n++) {
      String text = changed(texts.get(random.nextInt(texts.size())));
      Conditions target =
          new Conditions(
              TARGETS.get(n % TARGETS.size()),
              BuildOptions.NONE,
              Optional.of("host"),
              Machine.UNKNOWN);
      SourceFile file = new SourceFile("/nowhere/keepalived.conf", text);
      assertDoesNotThrow(
          () -> check.check(file, target, new Findings()), () -> "of the file\n" + text);
    }
  }

  private String changed(String text) {
    StringBuilder changed = new StringBuilder(text);
    int changes = 1 + random.nextInt(MAX_CHANGES);
    for (int n = 0; n < changes; n++) {
      int at = random.nextInt(changed.length() + 1);
      if (random.nextBoolean()) changed.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      else changed.delete(at, Math.min(changed.length(), at + random.nextInt(MAX_CUT)));
    }
    return changed.toString();
  }

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".conf")).sorted().toList())
        texts.add(Utf8.read(file));
    }
    return texts;
  }
}
