package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code vipc lint} says that a program refuses a file only where the program does. */
final class LintAgreesTest {
  /** Findings that speak for the program; the rules have reasons of their own. */
  private static final Pattern OF_THE_PROGRAM = Pattern.compile("(SYN|KW|HX1|KA1).*");

  @Test
  void lintFindsNoErrorInAFileThatHaproxyTakes() throws IOException {
    assertEquals("", errorsInAccepted("haproxy", "exit_2.6.12"));
  }

  @Test
  void lintFindsNoErrorInAFileThatKeepalivedTakes() throws IOException {
    assertEquals("", errorsInAccepted("keepalived", "exit_2.2.7_with_stub_scripts"));
  }

  private static String errorsInAccepted(String kind, String column) throws IOException {
    Path corpus = Seeds.shared("corpus/" + kind);
    Path index = corpus.resolve("INDEX.tsv");
    assumeTrue(Files.isReadable(index), "the collection of real files is not on this machine");
    List<String> lines = Files.readAllLines(index);
    int exit = List.of(lines.getFirst().split("\t")).indexOf(column);
    var wrong = new ArrayList<String>();
    for (String line : lines.subList(1, lines.size())) {
      String[] row = line.split("\t", -1);
      if (row[exit].equals("0")) wrong.addAll(errors(corpus.resolve(row[0]), kind));
    }
    return String.join("\n", wrong);
  }

  private static List<String> errors(Path file, String kind) {
    var request = new LintRequest(List.of(file), List.of(), Optional.of(kind), Targets.NONE);
    return new Compiler()
        .lint(request).diagnostics().stream()
            .filter(LintAgreesTest::isRefusal)
            .map(found -> found.span() + " " + found.rule().code() + " " + found.message())
            .toList();
  }

  private static boolean isRefusal(Diagnostic found) {
    return found.severity() == Severity.ERROR
        && OF_THE_PROGRAM.matcher(found.rule().code()).matches();
  }
}
