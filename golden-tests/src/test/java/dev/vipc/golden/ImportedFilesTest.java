package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.VirtualAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;

/** What import makes of files, and what is built of that again. */
final class ImportedFilesTest {
  @TempDir Path output;

  @TestFactory
  Stream<DynamicTest> theSpecAndTheNotesAreAsApproved() {
    return ImportCase.own()
        .map(
            each ->
                dynamicTest(
                    each.name(),
                    () -> {
                      ImportCase.Imported imported = each.run();
                      StringBuilder text = new StringBuilder(imported.result().yaml());
                      for (Diagnostic note : imported.result().notes())
                        text.append(line(each, note));
                      Approved.verify(each.approved().orElseThrow(), "import", text.toString());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> noLineGoesSilently() {
    return tests(ImportCase.all(), each -> assertEquals(List.of(), new Carried(each.run()).lost()));
  }

  @TestFactory
  Stream<DynamicTest> bothCommandsEndWell() {
    return tests(
        ImportCase.all(),
        each -> {
          Path spec = output.resolve(each.name().replace('/', '-') + ".yaml");
          Vipc.Run made = Vipc.run("import", each.present().toString(), "-o", spec.toString());
          assertEquals(0, made.status(), made::err);
          Path target = output.resolve("built");
          Vipc.Run built = Vipc.run("build", spec.toString(), "-o", target.toString(), "--prune");
          assertEquals(0, built.status(), () -> built.out() + built.err());
          assertFalse(built.out().contains("accepted-nothing"), built::out);
        });
  }

  @TestFactory
  @RealProgram("haproxy")
  Stream<DynamicTest> haproxyAcceptsWhatIsBuiltWithoutAWarning() {
    return tests(
        ImportCase.all(),
        each -> {
          for (Path file : built(each, "haproxy.cfg")) {
            Command check = Command.run("haproxy", "-c", "-f", file.toString());
            assertEquals(0, check.status(), check::output);
            assertFalse(check.output().contains("WARNING"), check::output);
          }
        });
  }

  @TestFactory
  @RealProgram(
      value = {"nginx", "unshare"},
      root = true)
  Stream<DynamicTest> nginxAcceptsWhatIsBuilt() {
    return tests(
        ImportCase.own().filter(each -> each.name().contains("nginx")),
        each -> {
          List<Path> files = built(each, "nginx.conf");
          assertFalse(files.isEmpty());
          for (Path file : files) {
            Command check = Command.run("unshare", "-n", "nginx", "-t", "-c", file.toString());
            assertEquals(0, check.status(), check::output);
            assertFalse(check.output().contains("[warn]"), check::output);
          }
        });
  }

  @TestFactory
  @RealProgram(
      value = {"keepalived", "unshare", "ip"},
      root = true)
  Stream<DynamicTest> keepalivedAcceptsWhatIsBuilt() {
    return tests(
        ImportCase.all(),
        each -> {
          ImportCase.Imported imported = each.run();
          Path root = output.resolve("keepalived").resolve(each.name());
          imported.writeTo(root);
          for (SpecNode node : imported.spec().nodes()) {
            if (imported.spec().routersOn(node, VirtualAddress.Engine.KEEPALIVED).isEmpty())
              continue;
            copyScripts(each, node, root);
            var host = new KeepalivedHost(imported.spec(), node, root);
            Command check = host.runsScriptsAsRoot() ? host.check() : host.runBriefly();
            if (host.runsScriptsAsRoot()) assertEquals(0, check.status(), check::output);
            else assertEquals("", host.complaints(check), check::output);
          }
        });
  }

  @Test
  void notesShowNoPassword() {
    Vipc.Run run = Vipc.run("import", "cases/import/kubekey-groups/files");
    assertTrue(run.err().contains("user: root, password: ********"), run::err);
    assertFalse(run.err().contains("not-mine"), run::err);
  }

  @Test
  void aSpecIsNoFileOfAMachine() {
    Vipc.Run run = Vipc.run("import", "../examples/minimal");
    assertEquals(2, run.status(), run::out);
    assertTrue(run.err().contains("ha.yaml is a spec already"), run.err());
  }

  @Test
  void aPasswordIsCutToEightOctetsAndIgnoredOptionsGo() {
    for (ImportCase guide : ImportCase.guides().toList()) {
      ImportCase.Imported imported = guide.run();
      String spec = imported.result().yaml();
      assertFalse(spec.contains("csdc456csdc"), spec);
      assertFalse(spec.contains("httplog") || spec.contains("forwardfor"), spec);
      assertNoted(imported, "IMP002", "option httplog");
      assertNoted(imported, "IMP002", "option forwardfor");
      if (guide.name().endsWith("lb-trio")) {
        assertTrue(spec.contains("password: csdc456c\n"), spec);
        assertNoted(imported, "IMP002", "the first 8 octets of the password");
      }
    }
  }

  private static void assertNoted(ImportCase.Imported imported, String code, String words) {
    List<Diagnostic> notes = imported.result().notes();
    assertTrue(
        notes.stream()
            .anyMatch(note -> note.rule().code().equals(code) && note.message().contains(words)),
        () -> code + " about " + words + " is missing: " + notes);
  }

  private List<Path> built(ImportCase each, String name) throws IOException {
    Path root = output.resolve(name).resolve(each.name());
    each.run().writeTo(root);
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }

  /** Scripts that the spec names by their path stay on the node, and all cases name this folder. */
  private static void copyScripts(ImportCase each, SpecNode node, Path root) throws IOException {
    Path target = root.resolve(node.name().value()).resolve("etc/keepalived");
    Path imported = each.present().resolve(node.name().value());
    // a peer that the files name is a node without files
    if (!Files.isDirectory(imported)) return;
    try (Stream<Path> files = Files.walk(imported)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sh")).toList()) {
        Path place = target.resolve(file.getFileName());
        Files.copy(file, place);
        assertTrue(place.toFile().setExecutable(true, false));
      }
    }
  }

  private static String line(ImportCase each, Diagnostic note) {
    String path = each.files().relativize(Path.of(note.span().file().path())).toString();
    return "%s %s:%d %s%s\n"
        .formatted(
            note.rule().code(),
            path,
            note.span().startPosition().line(),
            note.message(),
            note.labels().isEmpty() ? "" : " (%d times)".formatted(note.labels().size() + 1));
  }

  private static Stream<DynamicTest> tests(
      Stream<ImportCase> cases, ThrowingConsumer<ImportCase> check) {
    return cases.map(each -> dynamicTest(each.name(), () -> check.accept(each)));
  }
}
