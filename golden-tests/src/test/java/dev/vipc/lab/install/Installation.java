package dev.vipc.lab.install;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vipc.cli.Main;
import dev.vipc.lab.ApiServers;
import dev.vipc.lab.Ended;
import dev.vipc.lab.Host;
import dev.vipc.lab.Segment;
import dev.vipc.lab.StandIns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two balancers with Debian's keepalived and HAProxy on the files that {@code vipc build} wrote,
 * with the firewall and with the capabilities that the drop-ins leave them, and one more host that
 * has the addresses of three API servers. {@code ssh} and {@code systemctl} are stand-ins: there is
 * neither sshd nor systemd.
 */
final class Installation implements AutoCloseable {
  private static final List<String> MASTERS =
      List.of("192.168.90.21/24", "192.168.90.22/24", "192.168.90.23/24");

  /** Puts the last argument into the host that the one before it names. */
  private static final String SSH =
      """
      #!/bin/sh
      while [ $# -gt 2 ]; do shift; done
      case $1 in
      %s  *) echo "no route to $1" >&2; exit 255 ;;
      esac
      exec $enter env PATH="%s:$PATH" sh -c "$2"
      """;

  /** Starts a program with what its drop-in leaves it, and stops it by its pid file. */
  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      may=$(sed -n 's/^CapabilityBoundingSet=//p' "/etc/systemd/system/$2.d/50-vipc.conf" |
        tr 'A-Z ' 'a-z,' | sed 's/cap_/+/g')
      confined() { setpriv --no-new-privs --bounding-set="-all,$may" "$@"; }
      case "$1 $2" in
        'start haproxy.service') confined haproxy -W -D -p /run/haproxy.pid -f /etc/haproxy/haproxy.cfg ;;
        'start keepalived.service') confined keepalived -p /run/keepalived.pid -f /etc/keepalived/keepalived.conf ;;
        'stop '*) kill "$(cat "/run/${2%.service}.pid")" ;;
        *) exit 1 ;;
      esac
      """;

  private final Path folder;
  private final StandIns standIns;
  private final Segment segment = new Segment();
  private final Map<String, Host> balancers = new LinkedHashMap<>();
  private final Host asking;

  Installation(Path folder, Path spec) throws IOException {
    this.folder = folder;
    standIns = new StandIns(folder.resolve("bin"));
    PrintWriter sink = new PrintWriter(Writer.nullWriter());
    assertEquals(0, Main.run(sink, sink, "build", "-o", out().toString(), spec.toString()));
    ApiServers.start(segment, MASTERS);
    for (String name : List.of("lb1", "lb2")) balancers.put(name, balancer(name));
    asking = segment.addHost("client", List.of("192.168.90.50/24"));
    standIns.add("systemctl", SYSTEMCTL);
    standIns.add("ssh", SSH.formatted(entrances(), standIns.folder()));
    for (String name : balancers.keySet())
      for (String unit : List.of("haproxy", "keepalived"))
        assertEquals(0, ssh(name, "systemctl start %s.service".formatted(unit)).status());
  }

  private Host balancer(String name) throws IOException {
    Host host = segment.addHost(name, List.of(address(name) + "/24"));
    Path etc = out().resolve(name).resolve("etc");
    for (String own : List.of("keepalived", "haproxy", "systemd/system"))
      host.run("mount", "--bind", etc.resolve(own).toString(), "/etc/" + own);
    host.run("nft", "-f", etc.resolve("vipc/firewall.nft").toString());
    return host;
  }

  private static String address(String name) {
    return "192.168.90.1" + name.charAt(name.length() - 1);
  }

  private String entrances() {
    StringBuilder cases = new StringBuilder();
    balancers.forEach(
        (name, host) ->
            cases.append(
                "  %s) enter='%s' ;;\n"
                    .formatted(address(name), String.join(" ", host.entrance()))));
    return cases.toString();
  }

  private Path out() {
    return folder.resolve("out");
  }

  Ended ssh(String node, String command) throws IOException {
    return Ended.of(
        List.of(standIns.folder().resolve("ssh").toString(), address(node), command), out());
  }

  /** Runs the script as a person does, on a machine of the same network. */
  Ended verify(String... arguments) throws IOException {
    List<String> words = new ArrayList<>(asking.networkEntrance());
    words.addAll(List.of("env", standIns.onPath(), "sh", "cluster/verify.sh"));
    words.addAll(List.of(arguments));
    return Ended.of(words, out());
  }

  @Override
  public void close() {
    segment.close();
  }
}
