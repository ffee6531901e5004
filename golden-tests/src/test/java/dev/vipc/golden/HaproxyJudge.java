package dev.vipc.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the real {@code haproxy -c} of many uses at once. A use is refused if an alert names its
 * line; the others are asked again without it, until what is left has no fault.
 */
final class HaproxyJudge {
  private static final int LARGEST_BATCH = 40;
  private static final Pattern ALERT = Pattern.compile("\\[ALERT\\][^\\n]*");

  /** The place of an alert: where it says that it parses, or else the first place that it names. */
  private static final Pattern PARSED = Pattern.compile("parsing \\[[^\\]]*\\.cfg:(\\d+)\\]");

  private static final Pattern NAMED = Pattern.compile("\\.cfg:(\\d+)");

  private final Path folder;
  private final Map<HaproxyUse, String> refused = new ConcurrentHashMap<>();
  private final Set<HaproxyUse> unjudged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger runs = new AtomicInteger();

  HaproxyJudge(Path folder) {
    this.folder = folder;
  }

  int runs() {
    return runs.get();
  }

  /** Uses on which the program dies of a signal. */
  Set<HaproxyUse> unjudged() {
    return unjudged;
  }

  /** What the program says of each use that it refuses. */
  Map<HaproxyUse, String> refused(List<HaproxyUse> uses) {
    batches(uses).parallelStream().forEach(this::judge);
    uses.parallelStream().filter(use -> use.section().equals("global")).forEach(this::confirm);
    return refused;
  }

  /** Uses of {@code global} and of a section name hold for a whole file: one of each in a file. */
  private static List<List<HaproxyUse>> batches(List<HaproxyUse> uses) {
    var batches = new ArrayList<List<HaproxyUse>>();
    var keywords = new HashMap<String, Integer>();
    var singles = new TreeMap<Integer, List<HaproxyUse>>();
    List<HaproxyUse> batch = new ArrayList<>();
    for (HaproxyUse use : uses) {
      if (use.section().equals("global")) {
        String keyword = use.line().replaceFirst("^no ", "").split(" ")[0];
        int turn = keywords.merge(keyword, 1, Integer::sum);
        singles.computeIfAbsent(turn, _ -> new ArrayList<>()).add(use);
      } else {
        batch.add(use);
      }
      if (batch.size() == LARGEST_BATCH) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
    }
    batches.add(batch);
    batches.addAll(singles.values());
    return batches;
  }

  private void judge(List<HaproxyUse> uses) {
    List<HaproxyUse> left = uses;
    while (!left.isEmpty()) {
      var lines = new HashMap<Integer, HaproxyUse>();
      Command check = run(text(left, lines));
      if (check.status() == 0 || check.status() == 2) return;
      if (check.status() > 128) {
        split(left, check);
        return;
      }
      var found = new ArrayList<HaproxyUse>();
      for (Matcher alert = ALERT.matcher(check.output()); alert.find(); ) {
        HaproxyUse use = lines.get(lineOf(alert.group()));
        if (use != null && refused.putIfAbsent(use, alert.group()) == null) found.add(use);
      }
      if (found.isEmpty()) {
        split(left, check);
        return;
      }
      left = left.stream().filter(use -> !refused.containsKey(use)).toList();
    }
  }

  /** The line that an alert is about; 0 where it names none. */
  private static int lineOf(String alert) {
    for (Pattern place : List.of(PARSED, NAMED)) {
      Matcher matcher = place.matcher(alert);
      if (matcher.find()) return Integer.parseInt(matcher.group(1));
    }
    return 0;
  }

  /** Not every alert is a refusal, and some are about an earlier line: asks again, alone. */
  private void confirm(HaproxyUse use) {
    if (refused.remove(use) != null) judge(List.of(use));
  }

  /** No alert names a line: asks each half alone. */
  private void split(List<HaproxyUse> uses, Command check) {
    if (uses.size() == 1 && check.status() > 128) {
      unjudged.add(uses.getFirst());
      return;
    }
    if (uses.size() == 1) {
      refused.put(uses.getFirst(), "status " + check.status() + ": " + check.output());
      return;
    }
    judge(uses.subList(0, uses.size() / 2));
    judge(uses.subList(uses.size() / 2, uses.size()));
  }

  /** One file of all uses; notes the line of each. */
  static String text(List<HaproxyUse> uses, Map<Integer, HaproxyUse> lines) {
    var text = new StringBuilder(HaproxySamples.SURROUNDINGS);
    int line = (int) HaproxySamples.SURROUNDINGS.chars().filter(c -> c == '\n').count();
    int number = 0;
    for (boolean last : new boolean[] {false, true}) {
      for (HaproxyUse use : uses) {
        if (use.reachesOn() != last) continue;
        String section = use.text(number++);
        text.append(section);
        line += (int) section.chars().filter(c -> c == '\n').count();
        lines.put(line, use);
      }
    }
    return text.toString();
  }

  private Command run(String text) {

    try {
      String name = "vipc-%d.cfg".formatted(runs.incrementAndGet());
      Path file = Files.writeString(folder.resolve(name), text);
      return Command.run("haproxy", "-c", "-f", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
