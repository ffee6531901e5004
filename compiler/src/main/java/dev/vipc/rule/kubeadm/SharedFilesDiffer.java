package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.SharedFile;
import dev.vipc.rule.Rule;
import java.util.HashMap;
import java.util.Map;

/** KD045. */
@AutoService(Rule.class)
public final class SharedFilesDiffer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD045",
          "shared-files-differ",
          WARNING,
          """
              Two control-plane nodes' API servers read different encryption configurations or audit policies.

              Each API server encrypts with the first key of its own file and can read only what a key of it decrypts: with different keys a \
              Secret that one API server wrote is unreadable by the next, as if the data were damaged, and which one answers is the load \
              balancer's choice. Different audit policies leave holes in the log. The contents are compared without comments, and never shown. \
              Source: Kubernetes' page "Encrypting Confidential Data at Rest", section on several API servers.

              Copy one file to every control-plane node, and restart the API servers one after the other.
              """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Map<String, SharedFile> first = new HashMap<>();
    for (Node node : deployment.nodes())
      for (SharedFile file : node.parts().all(SharedFile.class)) {
        SharedFile earlier = first.putIfAbsent(file.kind().value(), file);
        if (earlier == null || earlier.content().equals(file.content())) continue;
        if (node.parts().all(SharedFile.class).contains(earlier)) continue;
        out.report(
            Diagnostic.of(
                    META,
                    file.kind().span(),
                    "this `%s` is not that of another node".formatted(file.kind().value()))
                .also(earlier.kind().span(), "the other node's")
                .help("copy one file to every control-plane node"));
      }
  }
}
