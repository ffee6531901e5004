package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.keyword.NearestWord;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVipScript;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** KV026. */
@AutoService(Rule.class)
public final class DamagedCommand implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV026",
              "damaged-command",
              ERROR,
              """
              A command that generates or places kube-vip's manifest has a path or a line end that a page or a slip has damaged.

              The kubelet reads `/etc/kubernetes/manifests`; a manifest below `/etc/kuberentes` is never started. A doubled backslash at the end of a line is an escaped
              backslash: the command ends there, and its remaining flags are a command of their own. Dashes and quotes that an editor has replaced are XS008.

              Write the path as it is, and one backslash.
              """)
          .withFix();

  private static final Pattern ETC = Pattern.compile("(?:^|[\\s>='\"])/etc/(?<name>[a-z]+)/");
  private static final Pattern DOUBLED =
      Pattern.compile("(?m)\\s(\\\\\\\\)[ \\t]*\\r?$(?=\\n[ \\t]*-)");

  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("<<-?[ \\t]*(?<quote>[\"'\\\\]?)(?<end>\\w+)");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (KubeVipScript script : deployment.all(KubeVipScript.class).toList()) {
      script.commands().stream().flatMap(List::stream).forEach(word -> path(word, out));
      Matcher backslashes = DOUBLED.matcher(commandsOf(script.file().text()));
      while (backslashes.find()) {
        Span place = script.file().span(backslashes.start(1), backslashes.end(1));
        out.report(
            Diagnostic.of(META, place, "two backslashes end the command instead of continuing it")
                .help("write one backslash at the end of the line")
                .fix(Fix.replace(place, "\\", "write one backslash")));
      }
    }
  }

  /** The text with blanks for its here-documents, in which two backslashes stand for one. */
  private static String commandsOf(String text) {
    var commands = new StringBuilder(text);
    Matcher opening = HERE_DOCUMENT.matcher(text);
    for (int at = 0; opening.find(at); ) {
      Matcher closing = Pattern.compile("(?m)^\\t*" + opening.group("end") + "\\r?$").matcher(text);
      int end = closing.find(opening.end()) ? closing.end() : text.length();
      commands.replace(opening.end(), end, " ".repeat(end - opening.end()));
      at = end;
    }
    return commands.toString();
  }

  private static void path(Located<String> word, Reporter out) {
    Matcher path = ETC.matcher(word.span().text());
    if (!path.find()) return;
    String name = path.group("name");
    boolean typo =
        !name.equals("kubernetes") && NearestWord.of(name, Set.of("kubernetes")).isPresent();
    if (!typo) return;
    Span place = word.span().part(path.start("name"), path.end("name"));
    out.report(
        Diagnostic.of(META, place, "`/etc/%s` is not where the kubelet looks".formatted(name))
            .help("write `/etc/kubernetes`")
            .fix(Fix.replace(place, "kubernetes", "write the folder's name")));
  }
}
