package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
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

/** KD027. */
@AutoService(Rule.class)
public final class KubectlMisread implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD027",
              "kubectl-misreads-command",
              WARNING,
              """
              A kubectl command has a flag before its verb, or several files behind one `-f`.

              `kubectl -f apply FILE` ends with `flags cannot be placed before plugin name`, since `-f` belongs to the verb. `-f {a,b}.yaml` is two words for the \
              shell: the first belongs to `-f`, the second is refused (`Unexpected args`), so a network plugin is applied in part or not at \
              all. Source: kubectl's command line, and the shell's brace expansion.

              Write `kubectl apply -f FILE`, with one `-f` for each file.
              """)
          .withFix();
  private static final Set<String> VERBS = Set.of("apply", "create", "delete", "replace", "get");
  private static final Pattern BRACES = Pattern.compile("\\{[^{},]*,[^{}]*\\}");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(SetupScript.class)
        .flatMap(script -> script.commands().stream())
        .filter(command -> command.program().equals("kubectl"))
        .forEach(command -> judge(command, out));
  }

  private static void judge(Command command, Reporter out) {
    List<Word> words = command.words();
    for (int at = 1; at + 1 < words.size(); at++) {
      if (!words.get(at).text().equals("-f")) continue;
      Word next = words.get(at + 1);
      if (at == 1 && VERBS.contains(next.text())) out.report(swapped(words.get(at), next));
      else if (!next.quoted() && BRACES.matcher(next.text()).find()) out.report(several(next));
    }
    boolean swapped = words.size() > 3 && words.get(1).text().equals("-f");
    if (swapped && !words.get(3).quoted() && BRACES.matcher(words.get(3).text()).find())
      out.report(several(words.get(3)));
  }

  private static Diagnostic swapped(Word flag, Word verb) {
    return Diagnostic.of(
            META,
            flag.span().to(verb.span()),
            "`-f` stands before `%s`, and kubectl knows no such flag there".formatted(verb.text()))
        .help("write `%s -f`".formatted(verb.text()))
        .fix(
            Fix.replace(
                flag.span().to(verb.span()), verb.text() + " -f", "put the verb before its flag"));
  }

  private static Diagnostic several(Word files) {
    return Diagnostic.of(
            META,
            files.span(),
            "the shell makes several words of `%s`, and `-f` takes one".formatted(files.text()))
        .help("write `-f` before each file");
  }
}
