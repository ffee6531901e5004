package dev.vipc.rule;

import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.List;

/** A check on the raw text of one recognised file. */
public interface TextRule extends Documented {
  RuleMeta meta();

  /**
   * @param kind the file's format, as in {@code lint}'s JSON ({@code keepalived}, {@code haproxy}
   *     …)
   * @return the places that spoil their lines: what a reader of the file says of these lines is a
   *     consequence, and is not reported
   */
  List<Span> check(SourceFile file, String kind, Reporter out);

  @Override
  default List<RuleMeta> metas() {
    return List.of(meta());
  }
}
