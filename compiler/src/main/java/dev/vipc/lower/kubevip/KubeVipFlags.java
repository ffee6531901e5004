package dev.vipc.lower.kubevip;

import dev.vipc.keyword.KubeVipName;
import dev.vipc.keyword.KubeVipTable;
import dev.vipc.lower.Pieces;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags of a kube-vip command line, {@code --name value} and {@code --name=value}, as Go's
 * pflag takes them apart.
 */
final class KubeVipFlags {
  private KubeVipFlags() {}

  /**
   * One flag.
   *
   * @param name without its dashes
   * @param value {@code true} for a switch that stands alone
   * @param entry from the flag's first word to its last
   */
  record Flag(Located<String> name, Located<String> value, Span entry) {}

  /** In the order written; {@code --} ends them. */
  static List<Flag> of(List<Located<String>> words) {
    List<Flag> flags = new ArrayList<>();
    for (int at = 0; at < words.size(); at++) {
      Located<String> word = words.get(at);
      if (word.value().equals("--")) break;
      if (!word.value().startsWith("--")) continue;
      int equals = word.value().indexOf('=');
      Located<String> name = Pieces.part(word, 2, equals < 0 ? word.value().length() : equals);
      if (equals >= 0) {
        Located<String> value = Pieces.part(word, equals + 1, word.value().length());
        flags.add(new Flag(name, value, word.span()));
      } else if (standsAlone(name.value(), words, at)) {
        flags.add(new Flag(name, new Located<>("true", word.span()), word.span()));
      } else {
        Located<String> value = words.get(++at);
        boolean oneFile = value.span().file() == word.span().file();
        flags.add(new Flag(name, value, oneFile ? word.span().to(value.span()) : word.span()));
      }
    }
    return flags;
  }

  /** An unknown flag takes the next word where that is no flag. */
  private static boolean standsAlone(String name, List<Located<String>> words, int at) {
    if (at + 1 == words.size()) return true;
    return KubeVipTable.get()
        .flag(name)
        .map(flag -> flag.type() == KubeVipName.Type.SWITCH)
        .orElseGet(() -> words.get(at + 1).value().startsWith("-"));
  }
}
