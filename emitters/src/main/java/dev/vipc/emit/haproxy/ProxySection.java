package dev.vipc.emit.haproxy;

import dev.vipc.emit.Build;
import dev.vipc.model.HostPort;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Check;
import dev.vipc.spec.SpecProxy.Server;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** One proxy of the spec as its frontend and its backend. */
final class ProxySection {
  private final HaproxyText text;
  private final SpecProxy proxy;

  ProxySection(Build build, SpecProxy proxy) {
    this.text = new HaproxyText(build);
    this.proxy = proxy;
  }

  /** What the template says of it; the caller may add to it. */
  Map<String, Object> values() {
    SpecProxy.Timeouts timeouts = proxy.timeouts();
    Check check = proxy.check();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", proxy.name().value());
    values.put("backend", HaproxyEmitter.backendName(proxy));
    values.put("binds", proxy.listen().value().stream().map(this::bind).toList());
    values.put("connections", proxy.maxConnections().value());
    values.put("client", HaproxyText.time(timeouts.client().value()));
    values.put("server", HaproxyText.time(timeouts.server().value()));
    values.put("connect", HaproxyText.time(timeouts.connect().value()));
    values.put("queue", HaproxyText.time(timeouts.queue().value()));
    values.put("check_timeout", HaproxyText.time(check.timeout().value()));
    values.put("balance", proxy.balance().value().word());
    values.put("checks", checkLines(check));
    values.put("interval", HaproxyText.time(check.interval().value()));
    values.put("rise", check.rise().value());
    values.put("fall", check.fall().value());
    values.put("servers", proxy.servers().stream().map(this::server).toList());
    return values;
  }

  /** {@code ::} is every IPv6 address and no IPv4 one, so that {@code *} may stand beside it. */
  private String bind(HostPort listen) {
    String address = text.address(listen, proxy.listen().span());
    return listen.host().equals("::") ? address + " v6only" : address;
  }

  private List<String> checkLines(Check check) {
    return switch (check.type().value()) {
      case TCP -> List.of();
      case TLS_HELLO -> List.of("option ssl-hello-chk");
      case HTTP, HTTPS ->
          List.of(
              "option httpchk GET " + text.word(check.path().value(), check.path().span()),
              "http-check expect status " + check.expect().value());
    };
  }

  /**
   * The check's TLS is switched on by the server, which every version since 1.5 reads; {@code
   * http-check connect} needs 2.2.
   */
  private String server(Server server) {
    StringBuilder line = new StringBuilder();
    HostPort at = new HostPort(server.address().value(), OptionalInt.of(server.port().value()));
    line.append(text.word(server.name().value(), server.name().span()))
        .append(' ')
        .append(text.address(at, server.address().span()))
        .append(" check")
        .append(checkOptions(proxy.check()));
    server.weight().ifPresent(weight -> line.append(" weight ").append(weight.value()));
    server.maxConnections().ifPresent(most -> line.append(" maxconn ").append(most.value()));
    if (server.backup().value()) line.append(" backup");
    if (at.address().isEmpty()) line.append(" init-addr last,libc,none");
    return line.toString();
  }

  private String checkOptions(Check check) {
    if (check.type().value() != Check.Type.HTTPS) return "";
    String verify = check.verify().value();
    return verify.equals("none")
        ? " check-ssl verify none"
        : " check-ssl verify required ca-file " + text.word(verify, check.verify().span());
  }
}
