package dev.vipc.lower.osixia;

import dev.vipc.lower.Pieces;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The image's form of a list in an environment variable: {@code #PYTHON2BASH:['10.0.0.1',
 * '10.0.0.2']}.
 */
final class PythonList {
  private static final String MARK = "#PYTHON2BASH:";
  private static final Pattern ITEM = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

  private PythonList() {}

  /** The items of a list; a text without the mark is one item. */
  static List<Located<String>> items(Located<String> text) {
    int mark = text.value().indexOf(MARK);
    if (mark < 0) return text.value().isBlank() ? List.of() : List.of(text);
    List<Located<String>> items = new ArrayList<>();
    Matcher item = ITEM.matcher(text.value());
    item.region(mark + MARK.length(), text.value().length());
    while (item.find()) {
      int quote = item.group(1) == null ? 2 : 1;
      if (item.end(quote) > item.start(quote))
        items.add(Pieces.part(text, item.start(quote), item.end(quote)));
    }
    return items;
  }
}
