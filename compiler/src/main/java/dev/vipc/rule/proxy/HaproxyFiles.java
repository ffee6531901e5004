package dev.vipc.rule.proxy;

import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines;
import dev.vipc.model.HaproxyLines.Line;
import dev.vipc.model.Proxy;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Located;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The lines of haproxy.cfg files that belong to a backend, and words in them. */
public final class HaproxyFiles {
  private HaproxyFiles() {}

  /** The backends of API servers that stand in a haproxy.cfg, and not in a spec or a plan. */
  public static List<ApiServerBackend> backends(Deployment deployment) {
    Set<SourceFile> files = new HashSet<>();
    deployment.all(HaproxyLines.class).forEach(lines -> files.add(lines.file()));
    return ApiServerProxies.in(deployment).stream()
        .filter(api -> files.contains(api.daemon().file()))
        .toList();
  }

  /**
   * Whether the defaults of a proxy stand in its own file: HAProxy may read several, and what is
   * absent here may stand in another one.
   */
  public static boolean seesDefaults(Proxy proxy) {
    return proxy.defaults().filter(place -> place.text().startsWith("defaults")).isPresent();
  }

  /** Those of the backend's section and of the defaults section that it takes from. */
  static Stream<Line> linesOf(Deployment deployment, ApiServerBackend api) {
    return deployment
        .all(HaproxyLines.class)
        .filter(file -> file.file() == api.daemon().file())
        .flatMap(file -> file.lines().stream())
        .filter(line -> line.isOf(api.backend()));
  }

  /** The position of the first word that fits, from the third word on. */
  static Optional<Integer> find(Line line, Predicate<String> fits) {
    List<Located<String>> words = line.words();
    for (int i = 1; i < words.size(); i++)
      if (fits.test(words.get(i).value())) return Optional.of(i);
    return Optional.empty();
  }

  /** Some words of a line with the blanks before them: what an edit takes out. */
  static Span withBlanks(Line line, int first, int last) {
    Span before = line.words().get(first - 1).span();
    Span end = line.words().get(last).span();
    return line.span().file().span(before.end(), end.end());
  }
}
