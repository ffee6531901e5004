package dev.vipc.emit.host;

import dev.vipc.emit.ArtifactSet;
import dev.vipc.spec.Program;
import dev.vipc.spec.SpecNode;
import dev.vipc.spec.SpecProxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A daemon whose unit comes with its package. */
enum Daemon {
  KEEPALIVED(
      Program.KEEPALIVED,
      Optional.empty(),
      "/etc/keepalived/keepalived.conf",
      // curl and kill of the check scripts, and their users, need the last ones
      List.of(
          "CAP_NET_ADMIN",
          "CAP_NET_BROADCAST",
          "CAP_NET_RAW",
          "CAP_NET_BIND_SERVICE",
          "CAP_IPC_LOCK",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID")),
  HAPROXY(
      Program.HAPROXY,
      Optional.of(SpecProxy.Engine.HAPROXY),
      "/etc/haproxy/haproxy.cfg",
      List.of(
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_SYS_RESOURCE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID")),
  NGINX(
      Program.NGINX,
      Optional.of(SpecProxy.Engine.NGINX),
      "/etc/nginx/nginx.conf",
      List.of(
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_RESOURCE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID"));

  private final Program program;
  private final Optional<SpecProxy.Engine> engine;
  private final String configuration;
  private final List<String> capabilities;

  Daemon(
      Program program,
      Optional<SpecProxy.Engine> engine,
      String configuration,
      List<String> capabilities) {
    this.program = program;
    this.engine = engine;
    this.configuration = configuration;
    this.capabilities = capabilities;
  }

  /** Those that systemd starts on a node, as the files that were written for it show. */
  static List<Daemon> on(SpecNode node, ArtifactSet written) {
    String name = node.name().value();
    return Arrays.stream(values())
        .filter(daemon -> written.has(name, daemon.configuration))
        .filter(
            daemon ->
                !written.has(name, "/etc/kubernetes/manifests/" + daemon.program.word() + ".yaml"))
        .toList();
  }

  Program program() {
    return program;
  }

  /** The kind of proxy that it is; absent for keepalived. */
  Optional<SpecProxy.Engine> engine() {
    return engine;
  }

  /** All that it may do with its own configuration, and its scripts' programs with it. */
  List<String> capabilities() {
    return capabilities;
  }

  String unit() {
    return program.word() + ".service";
  }

  String dropIn() {
    return "/etc/systemd/system/" + unit() + ".d/50-vipc.conf";
  }
}
