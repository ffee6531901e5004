package dev.vipc.rule.nginx;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Node;
import dev.vipc.model.StaticPod;
import dev.vipc.model.StaticPod.HttpProbe;
import dev.vipc.rule.Rule;
import dev.vipc.source.Span;
import java.util.Optional;

/** NX004: something takes nginx's own answer for the API server's. */
@AutoService(Rule.class)
public final class StaticHealthAnswer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NX004",
          "static-answer-taken-for-health",
          WARNING,
          """
          keepalived's probe or check script asks a location of nginx that answers 200 whatever the API servers do.

          `location /healthz { return 200; }` says that nginx runs, and no more: with every API server down the virtual \
          address stays where it is, and the check never fails. kubeadm-ha's keepalived pod has such a liveness probe. A \
          probe of nginx's own pod may ask it, since restarting nginx does not help an API server; only what decides about \
          the virtual address is reported. Source: ngx_http_rewrite_module, `return`.

          Let the check ask through the proxied port, over HTTPS and for `/readyz`, or the API server of the same machine.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      for (NginxFile file : node.parts().all(NginxFile.class))
        for (NginxFile.Answer answer : file.answers())
          if (answer.status() == 200) check(node, answer, out);
  }

  private static void check(Node node, NginxFile.Answer answer, Reporter out) {
    for (StaticPod pod : node.parts().all(StaticPod.class))
      for (StaticPod.Container container : pod.containers())
        if (container.image().value().filter(image -> image.contains("keepalived")).isPresent())
          container
              .livenessProbe()
              .filter(probe -> asks(probe, answer))
              .ifPresent(probe -> out.report(finding(place(probe), answer)));
    for (CheckScript script : node.parts().all(CheckScript.class))
      for (CheckScript.Probe probe : script.probes())
        if (asks(probe, answer)) out.report(finding(probe.url().span(), answer));
  }

  private static boolean asks(HttpProbe probe, NginxFile.Answer answer) {
    return probe.port().value().filter(answer.ports()::contains).isPresent()
        && probe.path().value().filter(path -> isAnswered(path, answer)).isPresent();
  }

  private static boolean isAnswered(String path, NginxFile.Answer answer) {
    return path.startsWith(answer.path());
  }

  private static Span place(HttpProbe probe) {
    return probe.path().span().orElse(probe.span());
  }

  private static boolean asks(CheckScript.Probe probe, NginxFile.Answer answer) {
    boolean plain = !probe.url().value().startsWith("https:");
    Optional<HostPort> target = probe.target().value();
    return plain
        && target.filter(StaticHealthAnswer::isLocal).isPresent()
        && target.filter(at -> answer.ports().contains(at.port().orElse(80))).isPresent()
        && probe.path().value().filter(path -> isAnswered(path, answer)).isPresent();
  }

  private static boolean isLocal(HostPort target) {
    return target.host().equals("localhost")
        || target.address().filter(ip -> ip.address().isLoopbackAddress()).isPresent();
  }

  private static Diagnostic finding(Span place, NginxFile.Answer answer) {
    return Diagnostic.of(
            META,
            place,
            "nginx answers `%s` with 200 by itself, also when every API server is down"
                .formatted(answer.path()))
        .also(answer.span(), "the answer")
        .help("ask `/readyz` over HTTPS on the proxied port, or of the machine's own API server");
  }
}
