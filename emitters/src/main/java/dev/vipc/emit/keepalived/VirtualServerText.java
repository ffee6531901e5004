package dev.vipc.emit.keepalived;

import dev.vipc.emit.Artifact;
import dev.vipc.emit.Build;
import dev.vipc.emit.FileMode;
import dev.vipc.emit.ShellText;
import dev.vipc.model.HostPort;
import dev.vipc.source.Located;
import dev.vipc.spec.Lvs;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.SpecProxy.Check;
import dev.vipc.spec.VirtualServer;
import dev.vipc.spec.VirtualServer.RealServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The LVS services of a node as keepalived.conf states them, and the scripts of their checks. */
final class VirtualServerText {
  private static final String FOLDER = "/etc/keepalived/";

  private final Build build;
  private final KeepalivedText text;
  private final List<VirtualServer> services;

  VirtualServerText(Build build, SpecNode node) {
    this.build = build;
    this.text = new KeepalivedText(build);
    this.services = build.spec().virtualServersOn(node);
  }

  /** Services on more than one address or port, which keepalived calls a group. */
  List<Map<String, Object>> groups() {
    return services.stream()
        .filter(service -> service.listeners().size() > 1)
        .map(
            service ->
                Map.<String, Object>of(
                    "name", service.name(),
                    "listeners",
                        service.listeners().stream().map(VirtualServerText::listener).toList()))
        .toList();
  }

  List<Map<String, Object>> services() {
    return services.stream().map(this::service).toList();
  }

  /**
   * How long a connection may be silent before the kernel forgets it, in seconds; one number for
   * the whole node.
   */
  Optional<Long> idleSeconds() {
    return services.stream()
        .map(service -> service.proxy().timeouts().client().value())
        .map(Duration::toSeconds)
        .map(seconds -> Math.max(1, seconds))
        .max(Long::compare);
  }

  /** The scripts of checks that keepalived has no word for, each once. */
  static List<Artifact> scripts(Build build, SpecNode node) {
    Map<String, VirtualServer> byPath = new LinkedHashMap<>();
    for (VirtualServer service : build.spec().virtualServersOn(node)) {
      if (!needsScript(service.proxy().check())) continue;
      VirtualServer other = byPath.putIfAbsent(scriptPath(service.proxy()), service);
      if (other != null && !other.proxy().equals(service.proxy()))
        build.refuse(
            service.proxy().name().span(),
            "the check scripts of two proxies would be called `%s`"
                .formatted(scriptPath(service.proxy())),
            "give one of the proxies another name");
    }
    List<Artifact> scripts = new ArrayList<>();
    byPath.forEach((path, service) -> scripts.add(script(build, node, path, service.proxy())));
    return scripts;
  }

  static Stream<String> scriptPaths(Build build, SpecNode node) {
    return build.spec().virtualServersOn(node).stream()
        .map(VirtualServer::proxy)
        .filter(proxy -> needsScript(proxy.check()))
        .map(VirtualServerText::scriptPath)
        .distinct();
  }

  private static Artifact script(Build build, SpecNode node, String path, SpecProxy proxy) {
    Check check = proxy.check();
    String authorities = check.verify().value();
    return Artifact.onNode(
        node.name().value(),
        path,
        build.render(
            VirtualServerText.class,
            "check-server.sh.j2",
            Map.of(
                "header", build.origin().comment(),
                "proxy", proxy.name().value(),
                "hello", check.type().value() == Check.Type.TLS_HELLO,
                "trust",
                    authorities.equals("none") ? "-k" : "--cacert " + ShellText.word(authorities),
                "timeout", KeepalivedText.seconds(check.timeout().value()),
                "path", ShellText.word(check.path().value()),
                "status", check.expect().value())),
        FileMode.SCRIPT);
  }

  private static String scriptPath(SpecProxy proxy) {
    return FOLDER + "lvs_check_" + proxy.name().value().replaceAll("[^A-Za-z0-9]+", "_") + ".sh";
  }

  /** SSL_GET takes every certificate, and nothing of keepalived's stops after the handshake. */
  private static boolean needsScript(Check check) {
    return check.type().value() == Check.Type.TLS_HELLO
        || check.type().value() == Check.Type.HTTPS && !check.verify().value().equals("none");
  }

  private Map<String, Object> service(VirtualServer service) {
    Lvs lvs = service.lvs();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", head(service));
    values.put("interval", KeepalivedText.seconds(service.proxy().check().interval().value()));
    values.put("scheduler", scheduler(service.proxy().balance().value()));
    values.put("method", method(lvs.forwarding().value()));
    values.put("persistence", lvs.persistence().map(time -> time.value().toSeconds()).orElse(0L));
    values.put("quorum", lvs.quorum().value());
    values.put("alpha", !lvs.assumeUp().value());
    values.put("drain", lvs.onFailure().value() == Lvs.OnFailure.DRAIN);
    values.put("backup", service.backup().map(VirtualServerText::place).orElse(""));
    values.put("servers", service.servers().stream().map(s -> server(service, s)).toList());
    return values;
  }

  private static String head(VirtualServer service) {
    return service.listeners().size() > 1
        ? "group " + service.name()
        : listener(service.listeners().getFirst());
  }

  private static String listener(HostPort at) {
    return at.host() + " " + at.port().orElseThrow();
  }

  private static String place(RealServer server) {
    return server.address() + " " + server.port();
  }

  private Map<String, Object> server(VirtualServer service, RealServer real) {
    Check check = service.proxy().check();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("place", place(real));
    values.put("weight", real.server().weight().map(Located::value).orElse(1));
    values.put("most", real.server().maxConnections().map(Located::value).orElse(0));
    values.put("checker", checker(check));
    values.put("path", isHttp(check) ? text.word(check.path().value(), check.path().span()) : "");
    values.put("status", check.expect().value());
    values.put(
        "command", needsScript(check) ? scriptPath(service.proxy()) + " " + place(real) : "");
    values.put("timeout", KeepalivedText.seconds(check.timeout().value()));
    values.put("script_timeout", wholeSeconds(check.timeout().value()) + 1);
    values.put("interval", KeepalivedText.seconds(check.interval().value()));
    values.put("retry", check.fall().value() - 1);
    return values;
  }

  private static boolean isHttp(Check check) {
    return check.type().value().isHttp() && !needsScript(check);
  }

  private static String checker(Check check) {
    if (needsScript(check)) return "MISC_CHECK";
    return switch (check.type().value()) {
      case TCP, TLS_HELLO -> "TCP_CHECK";
      case HTTP -> "HTTP_GET";
      case HTTPS -> "SSL_GET";
    };
  }

  private static long wholeSeconds(Duration time) {
    return (time.toMillis() + 999) / 1000;
  }

  /** Weighted schedulers do what the plain ones do where all weights are the same. */
  private static String scheduler(SpecProxy.Balance balance) {
    return switch (balance) {
      case ROUND_ROBIN -> "wrr";
      case LEAST_CONNECTIONS -> "wlc";
      case SOURCE -> "sh";
      case RANDOM -> "twos";
      case FIRST -> "fo";
    };
  }

  private static String method(Lvs.Forwarding forwarding) {
    return switch (forwarding) {
      case NAT -> "NAT";
      case DIRECT -> "DR";
      case TUNNEL -> "TUN";
    };
  }
}
