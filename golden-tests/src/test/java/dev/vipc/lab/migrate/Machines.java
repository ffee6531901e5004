package dev.vipc.lab.migrate;

import dev.vipc.agent.vrrp.IpAddress;
import dev.vipc.lab.AddressWatch;
import dev.vipc.lab.ApiServers;
import dev.vipc.lab.Client;
import dev.vipc.lab.Ended;
import dev.vipc.lab.Host;
import dev.vipc.lab.Segment;
import dev.vipc.lab.StandIns;
import dev.vipc.lab.Vipd;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Balancers on files of a folder a node, one more host with the addresses of the API servers, and a
 * client that asks all the time. Debian's keepalived and HAProxy and this build's vipd run for
 * real; {@code ssh}, {@code systemctl} and what systemd makes of files are stand-ins.
 */
final class Machines implements AutoCloseable {
  /** A copy of /etc and an empty /root are the host's own. */
  private static final String OWN_FOLDERS =
      """
      set -e
      mkdir -p /run/own /run/haproxy /run/vipd
      cp -a /etc /run/own/etc
      rm -rf /run/own/etc/keepalived /run/own/etc/haproxy
      cp -a '%s/.' /run/own/etc
      chmod -R go-w /run/own/etc
      mount --bind /run/own/etc /etc
      mkdir -p /root
      mount -t tmpfs -o mode=0700 own /root
      ip link set eth0 down
      ip link set eth0 name %s
      ip link set %2$s up
      """;

  private static final String SSH =
      """
      #!/bin/sh
      case $1 in
      %s*) echo "no route to $1" >&2; exit 255 ;;
      esac
      shift
      exec $enter env PATH="%s:$PATH" sh -c "$*"
      """;

  /** Starts and ends daemons as their units do. */
  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      for unit; do :; done
      unit=${unit%.service}
      pid=$(cat "/run/$unit.pid" 2>/dev/null)
      runs() { [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; }
      case $1 in
        daemon-reload) ;;
        is-active) if runs; then echo active; else echo inactive; exit 3; fi ;;
        disable)
          if runs; then
            kill "$pid"
            while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
          fi ;;
        enable)
          runs && exit 0
          case $unit in
            haproxy) haproxy -W -D -p /run/haproxy.pid -f /etc/haproxy/haproxy.cfg ;;
            keepalived) keepalived -D -p /run/keepalived.pid -f /etc/keepalived/keepalived.conf ;;
            vipd) setsid vipd run /etc/vipd/plan.json >/run/vipd.log 2>&1 & echo $! >/run/vipd.pid ;;
            *) exit 1 ;;
          esac ;;
        reload) case $unit in haproxy) kill -USR2 "$pid" ;; *) kill -HUP "$pid" ;; esac ;;
        *) exit 1 ;;
      esac
      """;

  private static final String VIPD =
      """
      #!/bin/sh
      export %s
      case $1 in
        run) PLAN=$2 ;;
        *) exec "$JAVA" -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp "$CLASSES" dev.vipc.agent.Main "$@" ;;
      esac
      """;

  private final Path folder;
  private final StandIns standIns;
  private final Segment segment = new Segment();
  private final Map<String, Host> balancers = new LinkedHashMap<>();
  private final Host asking;
  private final AddressWatch watch;
  private final Client client;

  /**
   * @param files a folder a node, with the machine's paths below it
   * @param addresses of each node
   * @param masters the addresses of the API servers
   * @param virtual the address that moves, and {@code port} where its proxies listen
   */
  Machines(
      Path folder,
      Path files,
      String iface,
      Map<String, String> addresses,
      List<String> masters,
      String virtual,
      int port)
      throws IOException {
    this.folder = folder;
    standIns = new StandIns(folder.resolve("bin"));
    ApiServers.start(segment, masters.stream().map(address -> address + "/24").toList());
    for (Map.Entry<String, String> node : addresses.entrySet()) {
      Host host = segment.addHost(node.getKey(), List.of(node.getValue() + "/24"));
      Path etc = files.resolve(node.getKey()).resolve("etc").toAbsolutePath();
      host.run("sh", "-c", OWN_FOLDERS.formatted(etc, iface));
      balancers.put(node.getKey(), host);
    }
    standIns.add("systemctl", SYSTEMCTL);
    standIns.add("systemd-sysusers", "#!/bin/sh\n");
    standIns.add("systemd-tmpfiles", "#!/bin/sh\n");
    standIns.add("vipd", VIPD.formatted(exports()) + Vipd.LAUNCHER);
    standIns.add("ssh", SSH.formatted(entrances(), standIns.folder()));
    String network = virtual.substring(0, virtual.lastIndexOf('.') + 1);
    asking = segment.addHost("client", List.of(network + "50/24"));
    watch =
        new AddressWatch(
            IpAddress.of(InetAddress.getByName(virtual)), List.copyOf(balancers.values()));
    client = new Client(asking, virtual + ":" + port);
  }

  private static String exports() {
    return Vipd.environment().stream()
        .map(one -> one.replaceFirst("=(.*)", "='$1'"))
        .collect(Collectors.joining(" "));
  }

  private String entrances() {
    return balancers.entrySet().stream()
        .map(
            each ->
                "  root@%s) enter='%s' ;;\n"
                    .formatted(each.getKey(), String.join(" ", each.getValue().entrance())))
        .collect(Collectors.joining());
  }

  List<String> names() {
    return List.copyOf(balancers.keySet());
  }

  /**
   * Runs shell commands on a balancer, or with {@link Runbook#HERE} in a folder of this machine.
   */
  Ended run(String node, Path here, List<String> commands) throws IOException {
    List<String> words = new ArrayList<>();
    if (!node.equals(Runbook.HERE)) words.addAll(host(node).entrance());
    words.addAll(List.of("env", standIns.onPath()));
    words.addAll(List.of("sh", "-c", String.join("\n", commands)));
    return Ended.of(words, here);
  }

  private Host host(String node) {
    return Objects.requireNonNull(balancers.get(node));
  }

  /** Runs a command on a machine that is none of the balancers. */
  Ended ask(String command) throws IOException {
    return Ended.of(
        Stream.concat(asking.entrance().stream(), Stream.of("sh", "-c", command)).toList(), folder);
  }

  Client client() {
    return client;
  }

  /** The machines that have the address, as their kernels tell. */
  List<String> holders() {
    return watch.holders().stream().map(Host::name).toList();
  }

  /** What the daemons say of themselves, for who looks into a failure. */
  String logs() {
    StringBuilder logs = new StringBuilder();
    balancers.forEach(
        (name, host) ->
            logs.append("\n== ")
                .append(name)
                .append('\n')
                .append(host.run("sh", "-c", "cat /run/vipd.log 2>&1; ps -e -o pid,args; true")));
    return logs.toString();
  }

  /** The longest time in which two machines had the address, in seconds. */
  double longestOverlap() {
    Map<Host, Boolean> has = new LinkedHashMap<>();
    double longest = 0;
    long since = 0;
    for (AddressWatch.Change change : watch.changes()) {
      boolean two = has.values().stream().filter(holds -> holds).count() > 1;
      if (two) longest = Math.max(longest, (change.nanos() - since) / 1e9);
      has.put(change.host(), change.holds());
      since = change.nanos();
    }
    return longest;
  }

  @Override
  public void close() {
    client.close();
    watch.close();
    segment.close();
  }
}
