package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Word;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Map;

/** KD028. */
@AutoService(Rule.class)
public final class OldEtcdctlFlags implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD028",
              "old-etcdctl-flags",
              INFO,
              """
              A script gives etcdctl flags of its version 2 interface.

              Since etcd 3.4 `etcdctl` speaks version 3 unless `ETCDCTL_API=2` is set, and etcd 3.6 has the older one no more: `--ca-file` \
              ends with `unknown flag`, and the step of the runbook that adds a member does nothing. Source: etcd's changelog of 3.4, \
              "Make ETCDCTL_API=3 etcdctl default".

              Write `--cacert`, `--cert` and `--key`; before 3.4, with `ETCDCTL_API=3` in front.
              """)
          .withFix();
  private static final Map<String, String> NEW =
      Map.of(
          "--ca-file",
          "--cacert",
          "--cert-file",
          "--cert",
          "--key-file",
          "--key",
          "--peers",
          "--endpoints");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(SetupScript.class)
        .filter(script -> !script.file().text().contains("ETCDCTL_API=2"))
        .flatMap(script -> script.commands().stream())
        .forEach(command -> judge(command.behind("etcdctl"), out));
  }

  private static void judge(List<Word> words, Reporter out) {
    for (Word word : words) {
      int equals = word.text().indexOf('=');
      String flag = equals < 0 ? word.text() : word.text().substring(0, equals);
      String other = NEW.getOrDefault(flag, "");
      if (other.isEmpty()) continue;
      boolean literal = word.span().text().startsWith(flag);
      Span place = literal ? word.span().part(0, flag.length()) : word.span();
      Diagnostic found =
          Diagnostic.of(META, place, "`%s` is a flag of etcdctl's version 2".formatted(flag))
              .help("write `%s`".formatted(other));
      out.report(literal ? found.fix(Fix.replace(place, other, "write `" + other + "`")) : found);
    }
  }
}
