package dev.vipc.rule.nginx;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon.Engine;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;

/** NX001: API servers behind nginx's {@code http}. */
@AutoService(Rule.class)
public final class ApiServerBehindHttp implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NX001",
          "api-server-behind-http",
          ERROR,
          """
          nginx passes to API servers in `http`, where it ends the client's TLS itself.

          kubelets, controllers and `kubectl` with a kubeadm kubeconfig log in with a client certificate, which only the \
          other end of their TLS connection can check. Where nginx ends TLS the API server sees nginx, and every such \
          client is anonymous; without `ssl` in `listen` their TLS hello gets status 400. `exec` and `port-forward` need \
          protocol upgrades besides. Source: Kubernetes' documentation of authentication (X.509 client certificates) and \
          of high availability, which asks for a TCP forwarding load balancer.

          Reported where all servers are API servers of port 6443 or of a kubeadm file. Move the `upstream` into \
          `stream`, with a `server` that has `listen` and `proxy_pass` alone.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (ApiServerBackend api : ApiServerProxies.in(deployment))
      if (api.daemon().engine() == Engine.NGINX && api.backend().isHttp()) out.report(finding(api));
  }

  private static Diagnostic finding(ApiServerBackend api) {
    Proxy backend = api.backend();
    Diagnostic finding =
        Diagnostic.of(
                META,
                backend.name().span(),
                "%s leads to API servers in `http`: client certificates do not reach them"
                    .formatted(api.label()))
            .help("move it into `stream`, and let a `server` there pass the connections on");
    for (Proxy frontend : api.frontends())
      if (frontend != backend) finding = finding.also(frontend.name().span(), "TLS ends here");
    return finding;
  }
}
