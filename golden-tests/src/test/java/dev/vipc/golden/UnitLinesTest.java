package dev.vipc.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.source.SourceFile;
import dev.vipc.syntax.unit.UnitSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** systemd and vipc find the same lines of a unit file to be none. */
@RealProgram("systemd-analyze")
final class UnitLinesTest {
  private static final Pattern IGNORED =
      Pattern.compile(
          ":(\\d+): (?:Assignment outside of section|Missing '='|Missing key name|Invalid section)");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Service]\nExecStart=/bin/true a \\\n  b\n",
        "[Service]\nExecStart=/bin/true a \\\n\n  b\n",
        "[Service]\nExecStart=/bin/true a \\\n# c \\\n  b\n",
        "[Service]\nExecStart=/bin/true a \\\n; c\n  b\n",
        "[Service]\nExecStart=/bin/true\n  --more\n",
        "Type=simple\n[Service]\nExecStart=/bin/true\n",
        "[Service]\nExecStart = /bin/true\n=x\nx\n",
        "[Service]\r\nExecStart=/bin/true\r\nword\r\n",
        "[Service]\n  # comment\n\t; comment\n  ExecStart=/bin/true\n",
        "[Service]\nExecStart=/bin/true\n[Install\nWantedBy=x\n",
        "[Service]\nExecStart=/bin/true a \\",
      })
  void theSameLinesAreIgnored(String text) throws IOException {
    Path unit = Files.writeString(folder.resolve("vipc-lines.service"), text);
    Command run = Command.run("systemd-analyze", "verify", unit.toString());
    Set<Integer> theirs = new TreeSet<>();
    for (Matcher line = IGNORED.matcher(run.output()); line.find(); )
      theirs.add(Integer.parseInt(line.group(1)));
    Set<Integer> ours = new TreeSet<>();
    UnitSyntax.parse(
        new SourceFile("vipc-lines.service", text),
        finding -> ours.add(finding.span().startPosition().line()));
    assertEquals(theirs, ours, run::output);
  }
}
