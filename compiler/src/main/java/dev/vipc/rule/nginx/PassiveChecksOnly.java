package dev.vipc.rule.nginx;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon.Engine;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.Set;

/** NX003: nginx notices only what fails to connect. */
@AutoService(Rule.class)
public final class PassiveChecksOnly implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NX003",
          "passive-checks-only",
          INFO,
          """
          nginx sends clients to an API server as long as that accepts connections, ready or not.

          nginx without the commercial NGINX Plus makes no health checks. It leaves a server out for `fail_timeout` (10 s) \
          after `max_fails` (1) connections failed; an API server that has lost its etcd, hangs, or answers every request with \
          status 500 still accepts, and keeps its share of the clients. With `max_fails=0` even a dead one keeps it, and \
          each of its connections first waits in vain: that is a warning. Source: nginx's documentation of ngx_stream_upstream_module; the templates of kubespray and kubeadm-ha \
          live with it.

          Where it matters use HAProxy or Envoy with a check of `/readyz`; here leave `max_fails` at 1 to 3 and \
          `fail_timeout` at 10 s or so.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Set<Span> neverOut = new HashSet<>();
    deployment
        .all(NginxFile.class)
        .flatMap(file -> file.upstreams().stream())
        .flatMap(upstream -> upstream.servers().stream())
        .filter(server -> server.maxFails().is(0))
        .forEach(server -> neverOut.add(server.span()));
    for (ApiServerBackend api : ApiServerProxies.in(deployment)) {
      if (api.daemon().engine() != Engine.NGINX || api.backend().servers().size() < 2) continue;
      check(api, deployment, neverOut, out);
    }
  }

  private static void check(
      ApiServerBackend api, Deployment deployment, Set<Span> neverOut, Reporter out) {
    boolean any = false;
    for (Proxy.Server server : api.backend().servers()) {
      if (!neverOut.contains(server.span())) continue;
      any = true;
      out.report(
          Diagnostic.of(
                  META,
                  maxFails(deployment, server.span()),
                  "with `max_fails=0` `%s` keeps its clients when it is dead"
                      .formatted(server.name().value()))
              .as(WARNING)
              .help("delete it, or write `max_fails=1`"));
    }
    if (!any)
      out.report(
          Diagnostic.of(
                  META,
                  api.backend().name().span(),
                  "nginx does not check the API servers of %s: one that is not ready keeps its clients"
                      .formatted(api.label()))
              .help("where that matters, use HAProxy or Envoy with a check of `/readyz`"));
  }

  private static Span maxFails(Deployment deployment, Span line) {
    return deployment
        .all(NginxFile.class)
        .flatMap(file -> file.upstreams().stream())
        .flatMap(upstream -> upstream.servers().stream())
        .filter(server -> server.span().equals(line))
        .map(NginxFile.Passive::maxFails)
        .flatMap(setting -> setting.located().stream())
        .findFirst()
        .map(located -> located.span())
        .orElse(line);
  }
}
