package dev.vipc.lab.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A runbook as a person reads it: what to type on which machine, and what must be seen then.
 *
 * @param preparations before anything is touched
 * @param steps in their order
 */
record Runbook(List<Part> preparations, List<Part> steps) {
  /** On the machine where the runbook lies. */
  static final String HERE = "";

  /**
   * What to do on one machine.
   *
   * @param node its name, or {@link #HERE}
   * @param away how long nobody may hold the address, in seconds
   */
  record Part(String title, String node, List<String> commands, List<Look> looks, double away) {
    boolean leavesNobody() {
      return looks.stream().anyMatch(look -> look instanceof Look.Nobody);
    }
  }

  /** What must be seen. */
  sealed interface Look {
    /** A command on the part's machine prints a text, or nothing where that is empty. */
    record Prints(String command, String text) implements Look {}

    /** A command on the part's machine ends well. */
    record EndsWell(String command) implements Look {}

    /** A command prints a line on one machine, and nothing on every other. */
    record Alone(String node, String command) implements Look {}

    /** A command on any machine prints a text. */
    record Anywhere(String command, String text) implements Look {}

    /** Nobody holds an address. */
    record Nobody(String address) implements Look {}
  }

  private static final Pattern STEP = Pattern.compile("### (Step \\d+\\. (\\S+): .*)");
  private static final Pattern ON = Pattern.compile("On (\\S+):");
  private static final Pattern AWAY = Pattern.compile("It is away for at most ([0-9.]+) s.*");
  private static final Pattern NOBODY = Pattern.compile("- nobody holds (\\S+) now");
  private static final Pattern ALONE =
      Pattern.compile("- on (\\S+) `([^`]+)` prints one line, on every other machine nothing");
  private static final Pattern ANYWHERE =
      Pattern.compile("- from any machine `([^`]+)` prints `([^`]+)`");
  private static final Pattern PRINTS =
      Pattern.compile("- .*?`([^`]+)` prints (?:`([^`]+)`|nothing)");
  private static final Pattern WELL =
      Pattern.compile("- `([^`]+)` prints no finding, exit status 0");

  /** A part while it is read. */
  private static final class Draft {
    final String title;
    final String node;
    final List<String> commands = new ArrayList<>();
    final List<Look> looks = new ArrayList<>();
    double away;

    Draft(String title, String node) {
      this.title = title;
      this.node = node;
    }

    Part part() {
      return new Part(title, node, List.copyOf(commands), List.copyOf(looks), away);
    }
  }

  /** Fails on a line that asks for something that is not understood: nothing may be left out. */
  static Runbook read(String markdown) {
    List<Draft> preparations = new ArrayList<>();
    List<Draft> steps = new ArrayList<>();
    List<Draft> into = new ArrayList<>();
    boolean commands = false;
    boolean back = false;
    for (String line : markdown.lines().toList()) {
      Matcher step = STEP.matcher(line);
      Matcher on = ON.matcher(line);
      if (line.startsWith("```")) commands = !commands;
      else if (line.equals("## Before you begin")) {
        into = preparations;
        into.add(new Draft(line, HERE));
      } else if (line.equals("## Steps")) into = steps;
      else if (line.startsWith("## ")) into = new ArrayList<>();
      else if (step.matches()) {
        into.add(new Draft(step.group(1), step.group(2)));
        back = false;
      } else if (on.matches() && into == preparations) into.add(new Draft(line, on.group(1)));
      else if (line.equals("To go back:")) back = true;
      else if (!into.isEmpty() && !back) note(line, commands, into.getLast());
    }
    return new Runbook(
        preparations.stream().map(Draft::part).toList(), steps.stream().map(Draft::part).toList());
  }

  private static void note(String line, boolean command, Draft draft) {
    Matcher away = AWAY.matcher(line);
    if (command) draft.commands.add(line);
    else if (away.matches()) draft.away = Double.parseDouble(away.group(1));
    else if (line.startsWith("- ")) draft.looks.add(look(line));
  }

  private static Look look(String line) {
    Matcher nobody = NOBODY.matcher(line);
    if (nobody.matches()) return new Look.Nobody(nobody.group(1));
    Matcher alone = ALONE.matcher(line);
    if (alone.matches()) return new Look.Alone(alone.group(1), alone.group(2));
    Matcher anywhere = ANYWHERE.matcher(line);
    if (anywhere.matches()) return new Look.Anywhere(anywhere.group(1), anywhere.group(2));
    Matcher well = WELL.matcher(line);
    if (well.matches()) return new Look.EndsWell(well.group(1));
    Matcher prints = PRINTS.matcher(line);
    if (prints.matches())
      return new Look.Prints(prints.group(1), prints.group(2) == null ? "" : prints.group(2));
    throw new IllegalArgumentException("what is to be seen? " + line);
  }

  /** Who holds the address before the first step: it leaves somebody else alone. */
  String firstHolder() {
    return steps.getFirst().looks().stream()
        .flatMap(
            look ->
                look instanceof Look.Alone alone
                    ? List.of(alone.node()).stream()
                    : List.<String>of().stream())
        .findFirst()
        .orElseThrow();
  }
}
