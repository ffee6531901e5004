package dev.vipc.golden;

import java.util.List;

/**
 * One line of haproxy.cfg that uses a keyword, made from a row of the table.
 *
 * @param section the section it stands in, {@code unnamed-defaults} among them
 * @param needs lines that must stand before it in its section, or in {@code global}
 */
record HaproxyUse(String section, List<String> needs, String line) {
  /** What stands in a section of each kind so that HAProxy finds no other fault in it. */
  private static String base(String section, int number) {
    return switch (section) {
      case "frontend" -> "mode http\nbind 127.0.0.1:%d\n".formatted(10_000 + number);
      case "listen" ->
          "mode http\nbind 127.0.0.1:%d\nserver vipc-server 127.0.0.1:1\n"
              .formatted(10_000 + number);
      case "backend" -> "mode http\nserver vipc-server 127.0.0.1:1\n";
      case "cache" -> "total-max-size 4\n";
      case "fcgi-app" -> "docroot /vipc\n";
      case "log-forward" -> "bind 127.0.0.1:%d\n".formatted(10_000 + number);
      case "userlist" -> "group vipc-group\n";
      default -> "";
    };
  }

  private static String header(String section, int number) {
    return switch (section) {
      case "global", "namespace_list" -> section;
      case "unnamed-defaults" -> "defaults";
      default -> section + " vipc-" + section + "-" + number;
    };
  }

  /** Whether what it says holds for the sections below it too. */
  boolean reachesOn() {
    return section.equals("unnamed-defaults");
  }

  /** The section that it stands in alone, its own line at the end. */
  String text(int number) {
    var text = new StringBuilder();
    for (String need : needs)
      if (need.startsWith("global "))
        text.append("global\n").append(need.substring(7)).append('\n');
    if (section.equals("section")) return text.append(line.replace("NUMBER", "" + number)) + "\n";
    text.append(header(section, number)).append('\n').append(base(section, number));
    for (String need : needs) if (!need.startsWith("global ")) text.append(need).append('\n');
    return text.append(line).append('\n').toString();
  }

  @Override
  public String toString() {
    return section + ": " + line;
  }
}
