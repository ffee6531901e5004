package dev.vipc.rule.nginx;

import static dev.vipc.diagnostic.Severity.INFO;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.NginxFile;
import dev.vipc.model.Node;
import dev.vipc.model.ProxyDaemon.Engine;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies;
import dev.vipc.source.Span;
import java.util.List;

/** NX006: fewer connections or open files than a cluster needs. */
@AutoService(Rule.class)
public final class ConnectionLimits implements Rule {
  private static final int DEFAULT_CONNECTIONS = 512;
  private static final int FEW = 1024;
  private static final RuleMeta META =
      new RuleMeta(
              "NX006",
              "connection-limits-too-low",
              WARNING,
              """
              nginx before the API servers may hold few connections, or fewer files than connections.

              A worker counts the client's connection and the one to the server, so `worker_connections 1024` carries about 500 \
              clients; each kubelet, controller and `kubectl` holds one or more for hours. What comes on top is dropped \
              with one line in the error log ("worker_connections are not enough"). A limit below 1024, and its default of \
              512, are an information. Where `worker_rlimit_nofile` is lower than `worker_connections`, nginx warns at its start, \
              and fails at the lower one. Source: ngx_core_module and ngx_event.c.

              Write `worker_connections 16384;` and `worker_rlimit_nofile 65535;`, as kubespray does.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      for (NginxFile file : node.parts().all(NginxFile.class))
        if (file.whole() && servesApi(deployment, file)) check(file, out);
  }

  private static boolean servesApi(Deployment deployment, NginxFile file) {
    return ApiServerProxies.in(deployment).stream()
        .anyMatch(
            api -> api.daemon().engine() == Engine.NGINX && api.daemon().file() == file.file());
  }

  private static void check(NginxFile file, Reporter out) {
    Setting<Integer> connections = file.workerConnections();
    int most = connections.orDefault(DEFAULT_CONNECTIONS).orElse(Integer.MAX_VALUE);
    if (file.openFiles() instanceof Setting.Given<Integer>(var files, var place)
        && connections instanceof Setting.Given<Integer>(_, var wanted)
        && files < most) {
      out.report(
          Diagnostic.of(
                  META, place, "%d open files are fewer than %d connections".formatted(files, most))
              .also(wanted, "the connections of a worker")
              .help("write at least twice the connections")
              .fix(raise(place, Math.max(2 * most, 65_535))));
      return;
    }
    if (most < FEW) few(file, most, out);
  }

  private static void few(NginxFile file, int most, Reporter out) {
    Span place = file.workerConnections().span().or(file::stream).orElse(file.file().startOfFile());
    Diagnostic finding =
        Diagnostic.of(
                META,
                place,
                "a worker holds %d connections: some %d clients of the API servers"
                    .formatted(most, most / 2))
            .as(INFO)
            .help(
                "write `worker_connections 16384;` in `events`, and `worker_rlimit_nofile 65535;`");
    out.report(file.workerConnections().isUnset() ? finding : finding.fix(raise(place, 16_384)));
  }

  private static Fix raise(Span place, int to) {
    return new Fix(
        "raise the limit to " + to, false, List.of(new Fix.Edit(place, Integer.toString(to))));
  }
}
