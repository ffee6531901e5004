package dev.vipc.check.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What kube-vip's check alone says; everything else is said by kube-vip's rules. */
@AutoService(Documented.class)
public final class KubeVipRefusals implements Documented {
  static final RuleMeta NOTHING_STARTED =
      new RuleMeta(
          "KV039",
          "starts-no-kube-vip",
          ERROR,
          """
          The file that is checked as kube-vip's starts none.

          `vipc check --program kube-vip` answers what becomes of a kube-vip that is started as the file says: a manifest with a \
          container that runs it, a script with `kube-vip manifest …`, or the file of its `--config-file` or, up to 0.3, of \
          `start -c`. A file of roles, of Services or of another program has no such answer.

          Name the file that starts kube-vip.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(NOTHING_STARTED);
  }
}
