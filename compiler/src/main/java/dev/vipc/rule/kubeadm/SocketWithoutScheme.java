package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.stream.Stream;

/** KD020. */
@AutoService(Rule.class)
public final class SocketWithoutScheme implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD020",
              "socket-without-scheme",
              INFO,
              """
              `criSocket` is a path without `unix://` before it.

              Since 1.24 kubeadm wants a URL; it puts the scheme before a bare path by itself and warns that it will stop doing \
              so, and the kubelet's own flag takes a URL only. Source: kubeadm's changelog of 1.24, where the default became \
              `unix:///run/containerd/containerd.sock`.

              Write `unix://` before the path. It is not asked for where the files pin an older release, which knew Docker's shim \
              by its bare path.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    if (KubernetesVersion.known(deployment).filter(v -> !v.atLeast(1, 24)).isPresent()) return;
    deployment
        .all(KubeadmFile.class)
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().map(Init::criSocket),
                    file.joins().stream().map(Join::criSocket)))
        .flatMap(socket -> socket.located().stream())
        .filter(socket -> socket.value().startsWith("/"))
        .filter(socket -> !socket.value().endsWith("/dockershim.sock"))
        .forEach(socket -> out.report(found(socket)));
  }

  private static Diagnostic found(Located<String> socket) {
    return Diagnostic.of(META, socket.span(), "`%s` has no scheme".formatted(socket.value()))
        .help("write `unix://%s`".formatted(socket.value()))
        .fix(Fix.replace(socket.span().part(0, 0), "unix://", "put `unix://` before the path"));
  }
}
