package dev.vipc.emit.vipd;

import dev.vipc.emit.Build;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Check;
import java.util.LinkedHashMap;
import java.util.Map;

/** One proxy of a node's plan. */
final class ProxyPlan {
  private static final int LONGEST_SILENCE = Integer.MAX_VALUE;

  private final Build build;
  private final SpecProxy proxy;
  private final PlanText text;

  ProxyPlan(Build build, SpecProxy proxy) {
    this.build = build;
    this.proxy = proxy;
    this.text = new PlanText(build);
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", text.name(proxy.name()));
    if (proxy.isTranslated()) values.put("mode", proxy.mode().value().word());
    values.put("listen", proxy.listen().value().stream().map(PlanText::listen).toList());
    values.put("balance", proxy.balance().value().word());
    values.put("servers", proxy.servers().stream().map(this::server).toList());
    values.put("check", check(proxy.check()));
    values.put("timeouts", timeouts());
    values.put(
        "maxConnections", text.integer(proxy.maxConnections(), 1, PlanText.MOST_CONNECTIONS));
    return values;
  }

  private Map<String, Object> server(SpecProxy.Server server) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", text.name(server.name()));
    values.put("address", text.host(server.address()));
    values.put("port", server.port().value());
    server.weight().ifPresent(weight -> values.put("weight", weight.value()));
    if (server.backup().value()) values.put("backup", true);
    server.maxConnections().ifPresent(most -> values.put("maxConnections", most.value()));
    return values;
  }

  private Map<String, Object> check(Check check) {
    refuseVerification(check);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(
        "kind", check.type().value() == Check.Type.TLS_HELLO ? "tls" : check.type().value().word());
    if (check.type().value().isHttp()) {
      values.put("path", text.path(check.path()));
      values.put("status", text.integer(check.expect(), 100, 599));
    }
    values.put("intervalMillis", text.millis(check.interval(), 100, PlanText.DAY_MILLIS));
    values.put("timeoutMillis", text.millis(check.timeout(), 10, PlanText.DAY_MILLIS));
    values.put("rise", text.integer(check.rise(), 1, 100));
    values.put("fall", text.integer(check.fall(), 1, 100));
    return values;
  }

  private void refuseVerification(Check check) {
    if (!check.verify().value().equals("none"))
      build.refuse(
          check.verify().span(),
          "vipd asks whether a server answers and does not judge its certificate",
          "write `verify: none`, or the engine haproxy");
  }

  private Map<String, Object> timeouts() {
    SpecProxy.Timeouts timeouts = proxy.timeouts();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("connectMillis", text.millis(timeouts.connect(), 1, PlanText.DAY_MILLIS));
    values.put("clientMillis", text.millis(timeouts.client(), 1, LONGEST_SILENCE));
    values.put("serverMillis", text.millis(timeouts.server(), 1, LONGEST_SILENCE));
    values.put("queueMillis", text.millis(timeouts.queue(), 1, PlanText.DAY_MILLIS));
    return values;
  }
}
