package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.vipc.check.CheckResult.FileVerdict;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the file holds, the check of keepalived.conf comes to an end without an exception; and
 * of at least 99 in 100 files with the mistakes that people make it says what {@code keepalived -t}
 * 2.2.7 says, and of 95 in 100 it refuses the same line first. The run takes 300 of them; {@code
 * -Dvipc.keepalived.changed} and {@code -Dvipc.keepalived.seed} ask for more, and {@code
 * -Dvipc.keepalived.sources} for those of a folder.
 */
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

  private static final int MISTAKEN = Integer.getInteger("vipc.keepalived.changed", 300);
  private static final int SEED = Integer.getInteger("vipc.keepalived.seed", 5);

  private static final List<String> OTHER_LINES =
      List.of(
          "    priority 300",
          "    virtual_router_id 0",
          "    state FAULT",
          "    advert_int 0.001",
          "    interface eth9",
          "    track_script {",
          "    track_interface {",
          "    virtual_ipaddress {",
          "    authentication {",
          "}",
          "{",
          "    }",
          "    192.0.2.9/24 dev eth0 label eth0:1",
          "    unicast_peer { 192.0.2.8 }",
          "    notify /etc/keepalived/notify.sh",
          "    nopreempt",
          "    auth_pass verylongpassword",
          "include other.conf",
          "includet other.conf",
          "$NAME=value",
          "$NAME=",
          "@host1 priority 90",
          "~SEQ(i, 1, 3)",
          "vrrp_script s {",
          "vrrp_instance VI_9 {",
          "virtual_server 192.0.2.9 80 {",
          "vrrp_sync_group G {",
          "global_defs",
          "    enable_script_security",
          "    script_user nobody",
          "    lb_algo wrr",
          "    real_server 192.0.2.10 80 {",
          "    TCP_CHECK {",
          "        connect_timeout 3",
          "    weight 5");

  private final KeepalivedProgramCheck check = new KeepalivedProgramCheck();
  private final Random random = new Random(3);

  @Test
  void changedFilesAreCheckedWithoutAnException() throws IOException {
    List<String> texts = texts(files(FOLDER));
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

  @Test
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  void filesWithMistakesHaveTheVerdictOfKeepalived(@TempDir Path folder) throws IOException {
    List<Path> sources = sources();
    List<Mistakes.Edited> edited = new Mistakes(SEED, texts(sources), OTHER_LINES).files(MISTAKEN);
    List<Path> files = new ArrayList<>();
    for (Mistakes.Edited one : edited) {
      Path file = folder.resolve(files.size() + ".conf");
      Files.write(file, Utf8.encode(one.text()));
      files.add(file);
    }
    Map<Path, RealKeepalived.Verdict> answers =
        RealKeepalived.judge(
            files, KeepalivedCorpusTest.interfaces(sources), KeepalivedCorpusTest.scripts(sources));
    Agreement agreement = new Agreement();
    for (int i = 0; i < files.size(); i++) {
      RealKeepalived.Verdict theirs = Objects.requireNonNull(answers.get(files.get(i)));
      if (!theirs.isGiven() || theirs.blamesTheMachineAlone()) continue;
      FileVerdict ours = KeepalivedCorpusTest.ours(files.get(i), "2.2.7");
      boolean bothName = theirs.refuses() && theirs.firstLine().isPresent();
      agreement.add(
          theirs.refuses(),
          theirs.refuses() == KeepalivedCorpusTest.refuses(ours),
          bothName
              ? Optional.of(KeepalivedCorpusTest.sameLine(theirs.firstLine().getAsInt(), ours))
              : Optional.empty(),
          edited.get(i).difference()
              + "\n  keepalived: "
              + theirs
              + "\n  vipc: "
              + KeepalivedCorpusTest.errors(ours)
              + "\n----");
    }
    agreement.holds(files.size());
  }

  private static List<Path> sources() throws IOException {
    String folder = System.getProperty("vipc.keepalived.sources", "");
    return folder.isEmpty() ? files(FOLDER) : files(Path.of(folder));
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

  private static List<String> texts(List<Path> files) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : files) texts.add(Utf8.read(file));
    return texts;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(path -> path.toString().endsWith(".conf")).sorted().toList();
    }
  }
}
