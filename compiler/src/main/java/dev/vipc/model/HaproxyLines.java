package dev.vipc.model;

import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lines of a haproxy.cfg that say what a {@link ProxyDaemon} does not: those of {@code global}, and
 * of the other sections {@code stats}, {@code log}, and servers with words that few have.
 */
public record HaproxyLines(SourceFile file, List<Line> lines) implements Part {
  public HaproxyLines {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param section {@code global}, {@code defaults}, {@code frontend} …
   * @param name of the section; empty where it has none
   * @param header where the section begins
   * @param words the keyword first
   */
  public record Line(
      String section, String name, Span header, List<Located<String>> words, Span span) {
    public Line {
      words = List.copyOf(words);
    }

    /** Whether it begins with these words. */
    public boolean begins(String... expected) {
      if (words.size() < expected.length) return false;
      for (int i = 0; i < expected.length; i++)
        if (!words.get(i).value().equals(expected[i])) return false;
      return true;
    }

    public Optional<Located<String>> word(int index) {
      return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }

    /** Whether the proxy's own section holds it, or the defaults section that it takes from. */
    public boolean isOf(Proxy proxy) {
      return header.equals(proxy.span()) || proxy.defaults().filter(header::equals).isPresent();
    }
  }

  /** The lines of {@code global}. */
  public Stream<Line> global() {
    return lines.stream().filter(line -> line.section().equals("global"));
  }
}
