package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Component;
import dev.vipc.model.ComponentFlags;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** KD032. */
@AutoService(Rule.class)
public final class EtcdMetricsInTheClear implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KD032",
              "etcd-metrics-in-the-clear",
              WARNING,
              """
              etcd serves its metrics without TLS on an address that others reach.

              `listen-metrics-urls` with `http://` asks nobody who he is: the answer names members, versions, key counts and disk \
              latencies, and `/health` tells who may be attacked with profit. kubeadm binds it to 127.0.0.1. It is a warning for all \
              addresses of the machine, an info for one. Source: etcd's documentation of `--listen-metrics-urls`; sealos binds 0.0.0.0.

              Keep `http://127.0.0.1:2381`, or let the scraper ask `https://` on the client port with a certificate.
              """)
          .withFix();
  private static final Pattern OPEN = Pattern.compile("^http://(?:\\[[^\\]]*]|[^:/\\[]*)");
  private static final Set<String> ALL = Set.of("0.0.0.0", "::");
  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "::1");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(ComponentFlags.class)
        .filter(flags -> flags.component() == Component.ETCD)
        .flatMap(flags -> flags.flag("listen-metrics-urls").stream())
        .flatMap(flag -> flag.value().located().stream())
        .forEach(urls -> judge(urls, out));
  }

  private static void judge(Located<String> urls, Reporter out) {
    for (String url : urls.value().split(",")) {
      Optional<String> host = openHost(url.strip());
      if (host.isEmpty() || LOCAL.contains(host.get())) continue;
      out.report(
          Diagnostic.of(
                  META,
                  urls.span(),
                  "etcd's metrics are open to everyone who reaches `%s`".formatted(url.strip()))
              .as(ALL.contains(host.get()) ? WARNING : INFO)
              .help("keep `http://127.0.0.1:2381`, or ask `https://` on the client port")
              .fix(local(urls)));
      return;
    }
  }

  /** Whoever scrapes them from elsewhere no longer can, so it is not safe. */
  private static Fix local(Located<String> urls) {
    String only =
        Stream.of(urls.value().split(","))
            .map(url -> OPEN.matcher(url.strip()).replaceFirst("http://127.0.0.1"))
            .distinct()
            .collect(Collectors.joining(","));
    return new Fix(
        "serve them on this machine only", false, List.of(new Fix.Edit(urls.span(), only)));
  }

  private static Optional<String> openHost(String url) {
    return url.startsWith("http://")
        ? HostPort.parse(url.substring("http://".length())).map(HostPort::host)
        : Optional.empty();
  }
}
