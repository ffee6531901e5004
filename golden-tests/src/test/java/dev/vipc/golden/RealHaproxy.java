package dev.vipc.golden;

import dev.vipc.check.Verdict;
import dev.vipc.source.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
      Pattern.compile("(config : )?(\\[FILE:\\d+] : )?(Error\\(s\\) found|Fatal errors found).*");
  private static final int AT_ONCE = 200;
  private static final String EACH =
      """
      cd "$1"
      for f in *.cfg; do
        timeout -s KILL 5 haproxy -c -f "$1/$f" > "$f.out" 2>&1
        echo $? > "$f.status"
      done
      """;
  private static final Pattern LINE = Pattern.compile("\\[FILE:(\\d+)]");

  /** An alert that refuses nothing. */
  private static final Pattern NO_REFUSAL =
      Pattern.compile(
          "is explicitly referenced by another proxy and implicitly|already specified. Continuing");

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

  /** Judges each text by a run of its own. */
  static List<RealHaproxy> ofAll(List<String> texts) {
    List<RealHaproxy> answers = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += AT_ONCE)
      answers.addAll(judge(texts.subList(from, Math.min(texts.size(), from + AT_ONCE))));
    return answers;
  }

  private static List<RealHaproxy> judge(List<String> texts) {
    try {
      Path folder = Files.createTempDirectory("vipc-haproxy");
      try {
        for (int i = 0; i < texts.size(); i++)
          Files.write(folder.resolve(i + ".cfg"), Utf8.encode(texts.get(i)));
        Command.run("sh", "-c", EACH, "sh", folder.toString());
        List<RealHaproxy> answers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) answers.add(read(folder, i + ".cfg"));
        return answers;
      } finally {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RealHaproxy read(Path folder, String name) throws IOException {
    int status = Integer.parseInt(Files.readString(folder.resolve(name + ".status")).strip());
    String output =
        Utf8.read(folder.resolve(name + ".out")).replace(folder.resolve(name).toString(), "FILE");
    return new RealHaproxy(status, messages(output, "ALERT"), messages(output, "WARNING"));
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

  /** A program that dies of a signal, or does not end, has given no verdict. */
  boolean isGiven() {
    return status < 124;
  }

  /** The line of the first alert, one that may be the machine's fault too. */
  OptionalInt firstLine() {
    return alerts.stream()
        .filter(alert -> !NO_REFUSAL.matcher(alert).find())
        .map(RealHaproxy::place)
        .map(LINE::matcher)
        .filter(Matcher::find)
        .mapToInt(m -> Integer.parseInt(m.group(1)))
        .findFirst();
  }

  HaproxyCases.Answer answer() {
    Verdict verdict =
        status != 0
            ? Verdict.REFUSED
            : warnings.isEmpty() && alerts.isEmpty() ? Verdict.ACCEPTED : Verdict.WARNED;
    OptionalInt line =
        alerts.stream()
            .filter(alert -> !MACHINE.matcher(alert).find() && !NO_REFUSAL.matcher(alert).find())
            .map(RealHaproxy::place)
            .map(LINE::matcher)
            .filter(Matcher::find)
            .mapToInt(m -> Integer.parseInt(m.group(1)))
            .findFirst();
    return new HaproxyCases.Answer(verdict, line);
  }

  /** The part of an alert that says where, which may stand within another's. */
  private static String place(String alert) {
    return alert.substring(Math.max(0, alert.indexOf("parsing [")));
  }

  /** Whether all that it refuses, or else all that it warns of, is the machine's fault. */
  boolean blamesTheMachineAlone() {
    if (status != 0 && alerts.isEmpty())
      return warnings.stream().anyMatch(text -> MACHINE.matcher(text).find());
    List<String> said = status != 0 ? alerts : warnings;
    return !said.isEmpty() && said.stream().allMatch(text -> MACHINE.matcher(text).find());
  }
}
