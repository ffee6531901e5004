package dev.vipc.rule;

import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import java.util.List;

/** A check on a deployment: one class a rule, found by {@link java.util.ServiceLoader}. */
public interface Rule extends Documented {
  RuleMeta meta();

  void check(Deployment deployment, Reporter out);

  @Override
  default List<RuleMeta> metas() {
    return List.of(meta());
  }
}
