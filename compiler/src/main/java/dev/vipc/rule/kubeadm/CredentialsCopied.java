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
import dev.vipc.model.SetupScript.Word;
import dev.vipc.rule.Rule;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** KD035. */
@AutoService(Rule.class)
public final class CredentialsCopied implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD035",
          "credentials-copied-by-hand",
          WARNING,
          """
              A script copies the cluster's keys or `admin.conf` to other machines itself.

              Whoever gets `ca.key` or `sa.key` can make himself any user of the cluster, and a copy in a home folder stays there, readable by \
              whoever reads that home, when the file that counts has long been moved. `admin.conf` is the first node's administrator: each \
              copy is one more that cannot be taken back before the authority is replaced; fetching it to the machine where the script runs is silent. For the keys it is an info, since kubeadm's own \
              guide has such a script. Source: kubeadm's guide, "Upload certificates"; `super-admin.conf` since 1.29.

              Let `kubeadm init --upload-certs` and `kubeadm join --certificate-key` carry them, and let `join` write each node's own \
              `admin.conf`.
              """);
  private static final Set<String> COPIERS = Set.of("scp", "rsync");
  private static final Pattern SECRET =
      Pattern.compile("(?:^|/|:)((?:super-)?admin\\.conf|(?:ca|sa|front-proxy-ca)\\.key)$");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(SetupScript.class)
        .flatMap(script -> script.commands().stream())
        .filter(command -> COPIERS.contains(command.program()))
        .forEach(command -> judge(command, out));
  }

  private static void judge(Command command, Reporter out) {
    if (command.words().size() < 3 || !command.words().getLast().text().contains(":")) return;
    for (Word word : command.words().subList(1, command.words().size() - 1)) {
      Matcher secret = SECRET.matcher(word.text());
      if (!secret.find()) continue;
      String name = secret.group(1);
      out.report(
          Diagnostic.of(META, word.span(), "`%s` is copied to another machine".formatted(name))
              .as(name.endsWith(".key") ? INFO : WARNING)
              .help(
                  "let `kubeadm init --upload-certs` and `join --certificate-key` carry the keys"));
      return;
    }
  }
}
