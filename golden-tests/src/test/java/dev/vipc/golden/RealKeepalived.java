package dev.vipc.golden;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code keepalived -t} over many files, in a network and a mount namespace of its own. */
final class RealKeepalived {
  private static final int AT_ONCE = 50;
  private static final String SETUP =
      """
      mount -t tmpfs run /run
      ip link set lo up
      peers=0
      """;
  private static final Pattern MACHINE =
      Pattern.compile(
          "interface .* doesn't exist|Non-existent interface|Unknown interface|script uid/gid"
              + "|Unable to set default user|track script \\S+ not found|since not found/accessible"
              + "|Invalid smtp server|Routing table \\S+ not found|Config files missing");
  private static final Pattern LINE = Pattern.compile("Line (\\d+)\\) ");

  /** What the program says of one file. */
  record Verdict(int status, List<String> messages) {
    /** A program that dies of a signal, or does not end, has given no verdict. */
    boolean isGiven() {
      return status < 124;
    }

    /** Whether all that it refuses is the machine's fault: an interface, a program, a user. */
    boolean blamesTheMachineAlone() {
      return refuses()
          && !messages.isEmpty()
          && messages.stream().allMatch(text -> MACHINE.matcher(text).find());
    }

    boolean refuses() {
      return status != 0;
    }

    /** The first line that a message names; absent where none does. */
    OptionalInt firstLine() {
      return messages.stream()
          .filter(text -> !MACHINE.matcher(text).find())
          .map(LINE::matcher)
          .filter(Matcher::find)
          .mapToInt(found -> Integer.parseInt(found.group(1)))
          .min();
    }

    @Override
    public String toString() {
      return status + " " + String.join(" | ", messages);
    }
  }

  private RealKeepalived() {}

  /**
   * The verdicts, by file.
   *
   * @param interfaces to be there, each with an address and a carrier
   * @param scripts paths at which a program is to stand that ends well
   */
  static Map<Path, Verdict> judge(
      List<Path> files, Collection<String> interfaces, Collection<String> scripts) {
    Map<Path, Verdict> verdicts = new LinkedHashMap<>();
    for (int start = 0; start < files.size(); start += AT_ONCE) {
      List<Path> some = files.subList(start, Math.min(files.size(), start + AT_ONCE));
      Command run =
          Command.run("unshare", "--net", "--mount", "sh", "-c", script(some, interfaces, scripts));
      read(run.output(), verdicts);
    }
    return verdicts;
  }

  private static String script(
      List<Path> files, Collection<String> interfaces, Collection<String> scripts) {
    StringBuilder script = new StringBuilder(SETUP);
    for (String name : interfaces)
      script.append(
          """
          peers=$((peers + 1))
          ip link add '%1$s' type veth peer name peer$peers && {
            ip addr add 198.18.$peers.1/24 dev '%1$s'
            ip link set peer$peers up
            ip link set '%1$s' up
          }
          """
              .formatted(name));
    for (String path : scripts) script.append(Stub.at(path));
    for (Path file : files)
      script.append(
          """
          echo '@@ %1$s'
          timeout -s KILL 5 keepalived -t -f '%1$s' 2>&1
          echo "@@ status $?"
          """
              .formatted(file.toAbsolutePath()));
    return script.toString();
  }

  private static void read(String output, Map<Path, Verdict> verdicts) {
    Path file = Path.of("");
    List<String> messages = new ArrayList<>();
    for (String line : output.lines().toList()) {
      if (line.startsWith("@@ status ")) {
        int status = Integer.parseInt(line.substring("@@ status ".length()));
        if (status == 127) throw new AssertionError("keepalived was not found for " + file);
        verdicts.put(file, new Verdict(status, messages.stream().distinct().toList()));
        messages.clear();
      } else if (line.startsWith("@@ ")) {
        file = Path.of(line.substring("@@ ".length()));
        messages.clear();
      } else {
        messages.add(line);
      }
    }
  }

  /**
   * A program that ends well, at a path that may not exist. The folder gets a file system of the
   * namespace, in which what it held before is linked.
   */
  private static final class Stub {
    private Stub() {}

    static String at(String path) {
      Path script = Path.of(path);
      int levels = Math.min(2, script.getNameCount() - 1);
      return """
          [ -e '%1$s' ] || {
            top='%2$s'
            [ -d "$top" ] || { top=/%4$s; }
            mountpoint -q "$top" || {
              old=/run/vipc-old/$(echo "$top" | tr / _)
              mkdir -p "$old"
              mount --bind "$top" "$old"
              mount -t tmpfs -o mode=755 stub "$top"
              ln -s "$old"/* "$top" 2>/dev/null
            }
            mkdir -p '%3$s'
            printf '#!/bin/sh\\nexit 0\\n' > '%1$s'
            chmod 755 '%1$s'
          }
          """
          .formatted(
              path,
              "/" + script.subpath(0, Math.max(levels, 1)),
              script.getParent(),
              script.getName(0));
    }
  }
}
