package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.ComponentFlags.Origin;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Parts;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.Arrays;
import java.util.Set;

/** KD031. */
@AutoService(Rule.class)
public final class EtcdNotOnLoopback implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD031",
              "etcd-not-on-loopback",
              WARNING,
              """
              An etcd that serves the API server beside it does not listen on 127.0.0.1.

              With kubeadm every API server asks the etcd of its own machine at `https://127.0.0.1:2379`, and so do `etcdctl` in the pod \
              and the probes of older releases. A `listen-client-urls` of one's own replaces kubeadm's, and without 127.0.0.1 in it the \
              API server never starts. It is asked of kubeadm's `etcd.local` and of a manifest beside an API server that asks 127.0.0.1. \
              Source: kubeadm's package etcd (GetEtcdPodSpec), which writes both addresses.

              Add `https://127.0.0.1:2379`.
              """)
          .withFix();
  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "0.0.0.0", "::", "::1");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .parts()
        .forEach(
            parts ->
                parts.all(ComponentFlags.class).stream()
                    .filter(flags -> flags.component() == Component.ETCD)
                    .filter(flags -> flags.origin() == Origin.KUBEADM || isAskedLocally(parts))
                    .flatMap(flags -> flags.flag("listen-client-urls").stream())
                    .flatMap(flag -> flag.value().located().stream())
                    .filter(urls -> !isLocal(urls.value()))
                    .forEach(urls -> out.report(found(urls))));
  }

  private static boolean isAskedLocally(Parts parts) {
    return parts.all(ComponentFlags.class).stream()
        .filter(flags -> flags.component() == Component.API_SERVER)
        .flatMap(flags -> flags.flag("etcd-servers").stream())
        .flatMap(flag -> flag.value().value().stream())
        .anyMatch(servers -> servers.contains("127.0.0.1"));
  }

  private static boolean isLocal(String urls) {
    return Arrays.stream(urls.split(","))
        .map(url -> url.strip().replaceFirst("^\\w+://", ""))
        .map(HostPort::parse)
        .anyMatch(at -> at.isEmpty() || LOCAL.contains(at.get().host()));
  }

  private static Diagnostic found(Located<String> urls) {
    return Diagnostic.of(
            META, urls.span(), "no URL on 127.0.0.1, where this machine's API server asks its etcd")
        .help("write `https://127.0.0.1:2379,%s`".formatted(urls.value()))
        .fix(
            Fix.replace(
                urls.span().part(0, 0), "https://127.0.0.1:2379,", "listen on 127.0.0.1 too"));
  }
}
