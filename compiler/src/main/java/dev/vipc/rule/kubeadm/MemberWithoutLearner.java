package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Command;
import dev.vipc.rule.Rule;

/** KD033. */
@AutoService(Rule.class)
public final class MemberWithoutLearner implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD033",
          "member-added-with-vote",
          WARNING,
          """
              A script adds an etcd member that counts for the quorum at once.

              From the moment of `member add` the new member is needed for a majority, though it has not started: a cluster of one stops \
              writing until it is up, and forever if its URL is wrong; a cluster of two that becomes three cannot lose one more. With \
              `--learner` (etcd 3.4) it copies the data first and gets its vote by `member promote`; kubeadm does so since 1.27. It is an \
              info where the flags are those of version 2, which knows no learners. Source: etcd's design document on learners.

              Add the member with `--learner` and promote it when it has caught up, or let `kubeadm join --control-plane` do it.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(SetupScript.class)
        .flatMap(script -> script.commands().stream())
        .filter(MemberAdd::isOne)
        .filter(command -> command.has("--learner") == command.has("--learner=false"))
        .forEach(command -> out.report(found(command)));
  }

  private static Diagnostic found(Command command) {
    boolean old = command.words().stream().anyMatch(word -> word.text().startsWith("--ca-file"));
    return Diagnostic.of(
            META,
            MemberAdd.place(command),
            "the member counts for the quorum before it has started")
        .as(old ? INFO : WARNING)
        .help("add it with `--learner`, and promote it when it has caught up");
  }
}
