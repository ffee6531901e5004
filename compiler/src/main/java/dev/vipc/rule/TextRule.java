package dev.vipc.rule;

import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.source.SourceFile;
import java.util.List;

/** A check on the raw text of one recognised file. */
public interface TextRule extends Documented {
  RuleMeta meta();

  /**
   * @param kind the file's format, as in {@code lint}'s JSON ({@code keepalived}, {@code haproxy}
   *     …)
   */
  void check(SourceFile file, String kind, Reporter out);

  @Override
  default List<RuleMeta> metas() {
    return List.of(meta());
  }
}
