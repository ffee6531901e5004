package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SetupScript.Command;
import dev.vipc.model.SetupScript.Word;
import dev.vipc.rule.Rule;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** KD026. */
@AutoService(Rule.class)
public final class VariableOfAnotherNode implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD026",
          "variable-of-another-node",
          ERROR,
          """
              A command uses a variable that the script never sets, though it sets its like for other nodes.

              Scripts for several nodes are copied from one another. Where `CP0_IP` and `CP2_IP` are set and `${CP1_IP}` is used, the shell \
              puts nothing in its place: `etcdctl member add  https://:2380` adds a member without name, which counts for the quorum and \
              can never start. It is asked of etcdctl, kubeadm, kubectl, ssh and scp in a script that reads no other file. Source: the \
              shell's rule on unset parameters.

              Write the variable of the node that is meant, and `set -u` at the script's head.
              """);
  private static final Set<String> ASKED = Set.of("etcdctl", "kubeadm", "kubectl", "ssh", "scp");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(SetupScript.class)
        .filter(script -> !script.readsOthers())
        .forEach(script -> judge(script, out));
  }

  private static void judge(SetupScript script, Reporter out) {
    for (Command command : script.commands())
      if (ASKED.contains(command.program()))
        for (Word word : command.words())
          for (String variable : word.variables()) {
            List<String> like = like(variable, script.assigned());
            if (like.isEmpty()) continue;
            out.report(
                Diagnostic.of(
                        META,
                        word.span(),
                        "`%s` is set nowhere in this script, so nothing stands in its place"
                            .formatted(variable))
                    .help(
                        "write the variable of the node that is meant: the script sets %s"
                            .formatted(String.join(", ", like))));
          }
  }

  /** Those that differ in a number only. */
  private static List<String> like(String variable, Set<String> assigned) {
    if (!NUMBER.matcher(variable).find() || assigned.contains(variable)) return List.of();
    String form = NUMBER.matcher(variable).replaceAll("#");
    return assigned.stream()
        .filter(other -> NUMBER.matcher(other).replaceAll("#").equals(form))
        .sorted()
        .map(other -> "`" + other + "`")
        .toList();
  }
}
