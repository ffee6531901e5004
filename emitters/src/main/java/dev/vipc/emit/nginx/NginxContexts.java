package dev.vipc.emit.nginx;

import dev.vipc.emit.Build;
import dev.vipc.emit.ExtraLines;
import dev.vipc.spec.Extra;
import dev.vipc.spec.NginxLimits;
import dev.vipc.spec.Program;
import dev.vipc.spec.Selection;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What each context of one nginx.conf has around the proxies: our lines, and those that the spec
 * carries, which take the place of ours of the same keyword.
 */
final class NginxContexts {
  /** Each worker sets its connections' memory aside, on every node; kubespray has two as well. */
  private static final String FEW_WORKERS = "2";

  private static final String MODULE = "load_module modules/ngx_stream_module.so;";
  private static final List<String> LOG =
      List.of(
          "log_format vipc '$remote_addr [$time_local] $status $bytes_sent $bytes_received '",
          "                '$session_time \"$upstream_addr\" \"$upstream_connect_time\"';");

  private final Build build;
  private final SpecNode node;
  private final List<SpecProxy> proxies;
  private final boolean pod;
  private final List<String> main;
  private final List<String> events;
  private final List<String> stream;
  private final List<String> http;

  NginxContexts(Build build, SpecNode node, List<SpecProxy> proxies) {
    this.build = build;
    this.node = node;
    this.proxies = proxies;
    this.pod = build.isPod(Program.NGINX);
    this.main = lines("main");
    this.events = lines("events");
    this.stream = lines("stream");
    this.http = lines("http");
    checkSections();
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("module", needsModule());
    values.put("own_main", ExtraLines.unreplaced(ownMain(), main));
    values.put("main_lines", main);
    values.put(
        "own_connections", !ExtraLines.unreplaced(List.of("worker_connections"), events).isEmpty());
    values.put("event_lines", events);
    values.put("has_stream", !proxies.isEmpty() || !stream.isEmpty());
    values.put("own_stream", proxies.isEmpty() ? List.of() : ownStream());
    values.put("stream_lines", stream);
    values.put("http_lines", http);
    return values;
  }

  /** A proxy with the lines that its upstream and its server carry. */
  Map<String, Object> withLines(SpecProxy proxy, StreamSection section, boolean keepalive) {
    String name = proxy.name().value();
    List<String> ofServer = lines("server " + name);
    List<String> replacing = new ArrayList<>(stream);
    replacing.addAll(ofServer);
    List<String> own = new ArrayList<>(List.of("proxy_next_upstream on;"));
    if (keepalive) own.add("proxy_socket_keepalive on;");
    Map<String, Object> values = section.values();
    values.put("own_server", ExtraLines.unreplaced(own, replacing));
    values.put("server_lines", ofServer);
    values.put("upstream_lines", lines("upstream " + name));
    return values;
  }

  /** Whether nothing that is carried loads it: nginx refuses a module that is loaded twice. */
  private boolean needsModule() {
    boolean loads =
        main.stream()
            .map(String::strip)
            .anyMatch(
                line ->
                    line.startsWith("load_module") && line.contains("ngx_stream_module")
                        || line.startsWith("include") && line.contains("modules"));
    return !pod && !loads && (!proxies.isEmpty() || !stream.isEmpty());
  }

  private List<String> ownMain() {
    boolean local =
        proxies.stream()
            .allMatch(proxy -> proxy.selection().value() instanceof Selection.EveryNode);
    List<String> own = new ArrayList<>();
    if (pod) own.addAll(List.of("pid /tmp/nginx.pid;", "error_log stderr notice;"));
    else
      own.addAll(
          List.of(
              "user www-data;",
              "pid /run/nginx.pid;",
              "error_log /var/log/nginx/error.log notice;"));
    own.add("worker_processes %s;".formatted(local && !proxies.isEmpty() ? FEW_WORKERS : "auto"));
    own.add("worker_rlimit_nofile %d;".formatted(NginxLimits.openFiles(proxies)));
    return own;
  }

  /** Our form of lines goes with our log, where the spec carries no other log. */
  private List<String> ownStream() {
    String file = pod ? "/dev/stdout" : "/var/log/nginx/stream.log";
    List<String> own = new ArrayList<>();
    List<String> log =
        ExtraLines.unreplaced(List.of("access_log %s vipc;".formatted(file)), stream);
    boolean ofVipc = stream.stream().anyMatch(line -> line.strip().startsWith("log_format vipc "));
    if (!log.isEmpty() && !ofVipc) own.addAll(LOG);
    own.addAll(log);
    own.addAll(ExtraLines.unreplaced(List.of("tcp_nodelay on;"), stream));
    return own;
  }

  private List<String> lines(String section) {
    return ExtraLines.of(build, Program.NGINX, node, section);
  }

  /** A context that the file does not have would be lost with its lines. */
  private void checkSections() {
    Set<String> known = new LinkedHashSet<>(List.of("main", "events", "stream", "http"));
    for (SpecProxy proxy : proxies) {
      known.add("upstream " + proxy.name().value());
      known.add("server " + proxy.name().value());
    }
    for (Extra extra : build.spec().extra())
      if (extra.isFor(Program.NGINX, node) && !known.contains(extra.section().value()))
        build.refuse(
            extra.section().span(),
            "nginx.conf has no context `%s`".formatted(extra.section().value()),
            "write one of `%s`".formatted(String.join("`, `", known)));
  }
}
