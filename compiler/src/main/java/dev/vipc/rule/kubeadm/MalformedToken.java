package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** KD016. */
@AutoService(Rule.class)
public final class MalformedToken implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD016",
          "malformed-token",
          ERROR,
          """
          A bootstrap token does not have the form of one, or is one that Kubernetes' own pages print.

          kubeadm refuses a token that is not six and sixteen of `a-z` and `0-9` with a full stop between; often it is a \
          placeholder that was never replaced. A token copied from the documentation has the right form, but whoever \
          reaches the API server while it lives can join a node with it. Source: kubeadm's validation \
          (`[a-z0-9]{6}\\.[a-z0-9]{16}`), and the sample configurations of the Kubernetes documentation.

          Make one with `kubeadm token generate`. A published token is an info.
          """);
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");

  /** From kubeadm's package documentation and {@code kubeadm config print init-defaults}. */
  private static final Set<String> PUBLISHED =
      Set.of("9a08jv.c0izixklcxtmnze7", "783bde.3f89s0fje9f38fhf", "abcdef.0123456789abcdef");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeadmFile.class)
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().flatMap(init -> init.tokens().stream()),
                    file.joins().stream().map(Join::token)))
        .flatMap(token -> token.located().stream())
        .forEach(token -> judge(token, out));
  }

  /** Whether the text is a token that not everybody knows. */
  public static boolean isSecret(String token) {
    return FORM.matcher(token).matches() && !PUBLISHED.contains(token);
  }

  private static void judge(Located<String> token, Reporter out) {
    if (!FORM.matcher(token.value()).matches())
      out.report(
          Diagnostic.of(META, token.span(), "`%s` is no bootstrap token".formatted(token.value()))
              .help(
                  "make one with `kubeadm token generate`: six and sixteen of a-z and 0-9, a full stop between"));
    else if (PUBLISHED.contains(token.value()))
      out.report(
          Diagnostic.of(
                  META,
                  token.span(),
                  "`%s` is printed in Kubernetes' documentation, so everyone knows it"
                      .formatted(token.value()))
              .as(INFO)
              .help("make one with `kubeadm token generate`"));
  }
}
