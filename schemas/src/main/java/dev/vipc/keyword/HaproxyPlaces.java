package dev.vipc.keyword;

import dev.vipc.keyword.KeywordTable.Place;
import dev.vipc.syntax.Statement.Directive;
import dev.vipc.syntax.Word;
import java.util.Optional;

/** In which sections of a haproxy.cfg the line of a proxy has an effect. */
public final class HaproxyPlaces {
  private final Release release;
  private final Place proxy;

  public HaproxyPlaces(Release release) {
    this.release = release;
    this.proxy = KeywordTable.haproxy().place("proxy").orElseThrow();
  }

  /**
   * Whether HAProxy neither refuses nor ignores the line there; a line that the table does not know
   * may stand anywhere.
   *
   * @param section {@code defaults}, {@code frontend}, {@code backend} or {@code listen}
   */
  public boolean actsIn(Directive line, String section) {
    Optional<Place> place = Optional.of(proxy);
    for (Word word : line.words()) {
      if (word.is("no") && place.equals(Optional.of(proxy))) continue;
      Optional<Keyword> keyword = place.flatMap(known -> known.find(word.value(), release));
      if (keyword.isEmpty()) return true;
      if (keyword.get().refusedIn(section) || keyword.get().ignoredIn(section)) return false;
      place = keyword.get().next();
    }
    return true;
  }
}
