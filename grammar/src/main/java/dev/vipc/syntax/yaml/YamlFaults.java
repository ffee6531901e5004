package dev.vipc.syntax.yaml;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Documented;
import dev.vipc.diagnostic.RuleMeta;
import java.util.List;

/** What can be wrong with a YAML file before any schema is known. */
@AutoService(Documented.class)
public final class YamlFaults implements Documented {
  static final RuleMeta FAULT =
      new RuleMeta(
          "SYN010",
          "yaml-fault",
          ERROR,
          """
          The text is not YAML.

          No program can read the document: kubeadm, kubelet and kubectl all refuse it. The usual causes are a tab used as \
          indentation, a line indented less than its neighbours, a missing blank after a colon, or a value that begins with \
          `{`, `*`, `@` or `%` and is not quoted. The rest of the document is not checked; documents before and after it are.
          """);

  static final RuleMeta TOO_LARGE =
      new RuleMeta(
          "SYN011",
          "yaml-too-deep-or-too-many-aliases",
          ERROR,
          """
          The document is nested too deep, its aliases stand for too many nodes, or the file is too long.

          A few lines of aliases of aliases can stand for billions of nodes; Kubernetes' own reader refuses such a document \
          too. Write the values out. A file of more than 4 million characters is not read: no configuration has that many.
          """);

  @Override
  public List<RuleMeta> metas() {
    return List.of(FAULT, TOO_LARGE);
  }
}
