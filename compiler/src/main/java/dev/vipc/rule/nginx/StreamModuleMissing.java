package dev.vipc.rule.nginx;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Node;
import dev.vipc.model.StaticPod;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;

/** NX005: {@code stream} without the module that knows it. */
@AutoService(Rule.class)
public final class StreamModuleMissing implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NX005",
          "stream-module-not-loaded",
          Severity.ERROR,
          """
          nginx.conf has a `stream` block, loads another module, and does not load the stream module.

          Debian's, Ubuntu's and Red Hat's nginx have `stream` as a module of its own (`libnginx-mod-stream`, \
          `nginx-mod-stream`): without `load_module` nginx refuses the file ("unknown directive stream"; measured on Debian's \
          1.22.1). nginx.org's packages and the image `nginx` have it built in. A file that loads modules one by one runs on \
          a build with modules, so that is an error; a file that loads none, lies at `etc/nginx/nginx.conf` of a node and \
          has no pod of nginx beside it is an information, since the build is not known.

          Install the module's package, and write `include /etc/nginx/modules-enabled/*.conf;` (Debian), \
          `include /usr/share/nginx/modules/*.conf;` (Red Hat) or \
          `load_module modules/ngx_stream_module.so;` as the first line.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      for (NginxFile file : node.parts().all(NginxFile.class))
        file.stream().ifPresent(stream -> check(node, file, stream, out));
  }

  private static void check(Node node, NginxFile file, Span stream, Reporter out) {
    if (!file.whole() || file.modulesElsewhere()) return;
    if (file.modules().stream().anyMatch(module -> module.value().contains("stream_module")))
      return;
    if (!file.modules().isEmpty())
      out.report(
          finding(stream, "`stream` is used, and its module is not among those that are loaded")
              .also(file.modules().getFirst().span(), "modules are loaded here"));
    else if (isInstalled(file) && !runsInPod(node))
      out.report(
          finding(stream, "`stream` needs a module that a distribution's nginx has to load")
              .as(INFO));
  }

  private static Diagnostic finding(Span stream, String message) {
    return Diagnostic.of(META, stream, message)
        .help("write `load_module modules/ngx_stream_module.so;` as the first line");
  }

  private static boolean isInstalled(NginxFile file) {
    return ("/" + file.file().path()).endsWith("/etc/nginx/nginx.conf");
  }

  private static boolean runsInPod(Node node) {
    return node.parts().all(StaticPod.class).stream()
        .flatMap(pod -> pod.containers().stream())
        .anyMatch(
            container -> container.image().value().filter(i -> i.contains("nginx")).isPresent());
  }
}
