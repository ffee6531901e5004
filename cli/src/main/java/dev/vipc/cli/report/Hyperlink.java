package dev.vipc.cli.report;

import dev.vipc.source.Span;
import java.nio.file.Path;
import java.util.Map;

/** Hyperlinks of terminals (OSC 8). */
public final class Hyperlink {
  private static final String OPEN = "\u001b]8;;";
  private static final String END = "\u001b\\";

  /** GNOME Terminal and its kin show links from version 0.50 of their library on. */
  private static final int VTE_WITH_LINKS = 5000;

  private Hyperlink() {}

  /** Whether a terminal with this environment is known to show links and not their marks. */
  public static boolean shownBy(Map<String, String> environment) {
    String forced = environment.getOrDefault("FORCE_HYPERLINK", "");
    if (!forced.isEmpty()) return !forced.equals("0");
    if (environment.containsKey("CI") || environment.containsKey("TEAMCITY_VERSION")) return false;
    String vte = environment.getOrDefault("VTE_VERSION", "0");
    boolean recent = vte.matches("\\d{1,9}") && Integer.parseInt(vte) >= VTE_WITH_LINKS;
    return recent
        || environment.containsKey("WT_SESSION")
        || environment.containsKey("KITTY_WINDOW_ID")
        || environment.containsKey("KONSOLE_VERSION")
        || environment.getOrDefault("TERM_PROGRAM", "").matches("iTerm.app|WezTerm|vscode|ghostty")
        || environment.getOrDefault("TERM", "").matches("xterm-(kitty|ghostty)|alacritty.*|foot.*");
  }

  static String to(String uri, String shown) {
    return OPEN + uri + END + shown + OPEN + END;
  }

  /** To a place in a file; standard input has none. */
  static String to(Span place, String shown) {
    String path = place.file().path();
    if (path.equals("-")) return shown;
    String uri = SarifUri.of(Path.of(path).toAbsolutePath().normalize().toString());
    return to(uri + "#L" + place.startPosition().line(), shown);
  }
}
