package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Command;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** KD025. */
@AutoService(Rule.class)
public final class MemberAddedAfterStart implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD025",
          "member-added-after-start",
          ERROR,
          """
              A script starts an etcd that is to join before it adds the member to the cluster.

              An etcd that starts with `initial-cluster-state: existing` asks the running members whether it is one of them, and ends if \
              none knows it (`member count is unequal`); whatever it has written by then makes the next start fail too. It is asked of a \
              script in which the state `existing` stands before the start. Source: etcd's guide on runtime reconfiguration: first \
              `member add`, then the start.

              Move `etcdctl member add` before the command that starts the etcd.
              """);
  private static final Pattern JOINS =
      Pattern.compile("(?i)initial[-_]cluster[-_]state\\W{1,6}(?:value\\W{1,4})?existing");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment.all(SetupScript.class).forEach(script -> judge(script, out));
  }

  private static void judge(SetupScript script, Reporter out) {
    Optional<Command> start =
        script.commands().stream().filter(MemberAddedAfterStart::starts).findFirst();
    if (start.isEmpty()) return;
    String before = script.file().text().substring(0, start.get().span().start());
    if (!JOINS.matcher(before).find()) return;
    List<Command> adds = script.commands().stream().filter(MemberAdd::isOne).toList();
    if (adds.isEmpty() || adds.getFirst().span().start() < start.get().span().start()) return;
    out.report(
        Diagnostic.of(
                META,
                MemberAdd.place(adds.getFirst()),
                "the member is added after its etcd was started")
            .also(start.get().span(), "started here")
            .help("add the member first, then start its etcd"));
  }

  private static boolean starts(Command command) {
    boolean phase =
        command.program().equals("kubeadm") && command.has("etcd") && command.has("local");
    boolean unit =
        command.program().equals("systemctl")
            && (command.has("etcd") || command.has("etcd.service"))
            && (command.has("start") || command.has("restart") || command.has("--now"));
    return phase || unit;
  }
}
