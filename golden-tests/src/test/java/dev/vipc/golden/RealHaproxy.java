package dev.vipc.golden;

import dev.vipc.check.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the installed {@code haproxy -c} says of a file. */
record RealHaproxy(int status, List<String> alerts, List<String> warnings) {
  private static final Pattern MESSAGE =
      Pattern.compile("\\[(ALERT|WARNING)]\\s+\\(\\d+\\)\\s*: (.*)");
  private static final Pattern SUMMARY =
      Pattern.compile("(config : )?(Error\\(s\\) found|Fatal errors found).*");
  private static final Pattern LINE = Pattern.compile("\\[FILE:(\\d+)]");

  /** Faults of the machine, which the text cannot help. */
  private static final Pattern MACHINE =
      Pattern.compile(
          "could not resolve address|No such file|cannot find (user|group) id|unable to (open|load|"
              + "stat|read)|[Cc]ouldn't open|failed to (open|load)|error opening|cannot open|Failed to"
              + " initialize server|Permission denied|invalid address: '[^']*' in|no peer named");

  static RealHaproxy of(Path file) {
    Command run = Command.run("haproxy", "-c", "-f", file.toString());
    String output = run.output().replace(file.toString(), "FILE");
    return new RealHaproxy(run.status(), messages(output, "ALERT"), messages(output, "WARNING"));
  }

  static RealHaproxy ofText(String text) {
    try {
      Path file = Files.createTempFile("vipc", ".cfg");
      try {
        Files.writeString(file, text);
        return of(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> messages(String output, String level) {
    return output
        .lines()
        .map(MESSAGE::matcher)
        .filter(Matcher::matches)
        .filter(m -> m.group(1).equals(level) && !SUMMARY.matcher(m.group(2)).matches())
        .map(m -> m.group(2))
        .toList();
  }

  /** Whether all refusals of an index's message field are the machine's fault, or none is told. */
  static boolean isOfTheMachine(String messages) {
    return Stream.of(messages.split(" \\| "))
        .filter(message -> message.startsWith("A:"))
        .allMatch(message -> MACHINE.matcher(message).find());
  }

  HaproxyCases.Answer answer() {
    Verdict verdict =
        status != 0 ? Verdict.REFUSED : warnings.isEmpty() ? Verdict.ACCEPTED : Verdict.WARNED;
    OptionalInt line =
        alerts.stream()
            .filter(alert -> !MACHINE.matcher(alert).find())
            .map(LINE::matcher)
            .filter(Matcher::find)
            .mapToInt(m -> Integer.parseInt(m.group(1)))
            .findFirst();
    return new HaproxyCases.Answer(verdict, line);
  }

  /** Whether all that it refuses, or else all that it warns of, is the machine's fault. */
  boolean blamesTheMachineAlone() {
    List<String> said = status != 0 ? alerts : warnings;
    return !said.isEmpty() && said.stream().allMatch(text -> MACHINE.matcher(text).find());
  }
}
