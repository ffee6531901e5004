package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.List;

/** KD019. */
@AutoService(Rule.class)
public final class EndlessToken implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD019",
              "endless-token",
              WARNING,
              """
              A bootstrap token never expires.

              With `ttl: "0s"` the token stays until somebody deletes it, and whoever has it, from a file in version control or an old \
              shell history, can join a node to the cluster years later. Source: kubeadm's documentation of `bootstrapTokens`, default 24 \
              hours.

              Write the time that the roll-out takes, 24 hours at most; a new token is one `kubeadm token create` away.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeadmFile.class)
        .flatMap(file -> file.inits().stream())
        .flatMap(init -> init.bootstrapTokens().stream())
        .flatMap(token -> token.timeToLive().located().stream())
        .filter(life -> life.value().isZero())
        .forEach(life -> out.report(found(life.span())));
  }

  private static Diagnostic found(Span life) {
    return Diagnostic.of(META, life, "`%s` is a token that never expires".formatted(life.text()))
        .help("write `24h0m0s`, or less")
        .fix(new Fix("let the token live 24 hours", false, List.of(new Fix.Edit(life, "24h0m0s"))));
  }
}
