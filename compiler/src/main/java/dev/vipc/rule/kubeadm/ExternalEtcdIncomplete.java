package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.KubeadmFile.ExternalEtcd;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;

/** KD029. */
@AutoService(Rule.class)
public final class ExternalEtcdIncomplete implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD029",
          "external-etcd-incomplete",
          ERROR,
          """
          `etcd.external` has no endpoint, `https://` without `caFile`, or endpoints of both schemes.

          kubeadm takes all three. Without an endpoint it writes an API server that asks nobody; without `caFile` the API server does \
          not trust the etcd's certificate and does not start, since a cluster's etcd has an authority of its own; with both \
          schemes a part of the cluster's state, secrets included, goes over the wire in the clear, whenever that member is asked. What \
          kubeadm refuses of it stands under other codes. Source: the API server's flags `etcd-servers` and `etcd-cafile`.

          Write `https://HOST:2379` for each member, with `caFile`, `certFile` and `keyFile`.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment.clusters().stream()
        .flatMap(cluster -> cluster.etcdElsewhere().stream())
        .forEach(etcd -> judge(etcd, out));
  }

  private static void judge(ExternalEtcd etcd, Reporter out) {
    if (etcd.endpoints().isEmpty()) {
      out.report(
          found(head(etcd.span()), "the etcd elsewhere has no endpoint")
              .help("write `endpoints: [\"https://HOST:2379\"]`"));
      return;
    }
    Optional<Located<String>> secure = first(etcd, "https://");
    Optional<Located<String>> plain = first(etcd, "http://");
    if (secure.isPresent() && plain.isPresent())
      out.report(
          found(
                  plain.get().span(),
                  "`%s` is asked in the clear, the others are not".formatted(plain.get().value()))
              .also(secure.get().span(), "one with TLS")
              .help("write `https://`"));
    else if (secure.isPresent() && etcd.caFile().isUnset() && etcd.certFile().isUnset())
      out.report(
          found(secure.get().span(), "no `caFile` to check `%s` by".formatted(secure.get().value()))
              .help("write `caFile:` with the path of the etcd's certificate authority"));
  }

  private static Optional<Located<String>> first(ExternalEtcd etcd, String scheme) {
    return etcd.endpoints().stream()
        .flatMap(endpoint -> endpoint.url().located().stream())
        .filter(url -> url.value().startsWith(scheme))
        .findFirst();
  }

  private static Diagnostic found(Span place, String message) {
    return Diagnostic.of(META, place, message);
  }

  /** Of a mapping its first line. */
  private static Span head(Span mapping) {
    int newline = mapping.text().indexOf('\n');
    return newline < 0 ? mapping : mapping.part(0, newline);
  }
}
