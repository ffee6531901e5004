package dev.vipc.keyword;

import java.util.Optional;
import java.util.Set;

/** The variables that nginx's own modules define. */
public final class NginxVariables {
  private final KeywordTable table = new KeywordTable(new NginxVariablesRows());
  private final Set<String> prefixes = place("prefix").words();

  /**
   * @param name without {@code $}
   */
  public boolean knows(String name, boolean stream, Release release) {
    if (isIn("both", name, release) || isIn(stream ? "stream" : "http", name, release)) return true;
    return !stream && prefixes.stream().anyMatch(name::startsWith);
  }

  private boolean isIn(String place, String name, Release release) {
    Optional<Keyword> row = place(place).find(name, release);
    return row.filter(known -> known.knownIn(release)).isPresent();
  }

  private KeywordTable.Place place(String name) {
    return table.place(name).orElseThrow();
  }
}
