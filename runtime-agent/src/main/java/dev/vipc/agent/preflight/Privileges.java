package dev.vipc.agent.preflight;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether this user may do what vipd does: capabilities(7) and the limits of setrlimit(2). */
final class Privileges {
  private static final int NET_BIND_SERVICE = 10;
  private static final int NET_ADMIN = 12;
  private static final int NET_RAW = 13;
  private static final int SYS_NICE = 23;
  private static final Pattern EFFECTIVE = Pattern.compile("CapEff:\\s*([0-9a-f]+)");
  private static final int FIRST_UNPRIVILEGED_PORT = 1_024;
  private static final int DESCRIPTORS_PER_CONNECTION = 2;

  private final Machine machine;

  Privileges(Machine machine) {
    this.machine = machine;
  }

  List<Finding> look(Plan plan) {
    List<Finding> findings = new ArrayList<>();
    if (!plan.virtualRouters().isEmpty()) {
      findings.add(capability("CAP_NET_ADMIN", NET_ADMIN, "add and remove addresses"));
      findings.add(capability("CAP_NET_RAW", NET_RAW, "speak VRRP and ARP"));
      findings.add(realTime());
    } else if (plan.proxies().stream().anyMatch(proxy -> proxy.mode() == Proxy.Mode.KERNEL))
      findings.add(capability("CAP_NET_ADMIN", NET_ADMIN, "translate connections"));
    if (plan.proxies().stream()
        .flatMap(proxy -> proxy.sockets().stream())
        .anyMatch(listen -> listen.port() < FIRST_UNPRIVILEGED_PORT))
      findings.add(capability("CAP_NET_BIND_SERVICE", NET_BIND_SERVICE, "listen below port 1024"));
    if (!plan.proxies().isEmpty()) findings.add(descriptors(plan.limits().connections()));
    return findings;
  }

  private boolean has(int capability) {
    return machine
        .file("/proc/self/status")
        .map(EFFECTIVE::matcher)
        .filter(Matcher::find)
        .map(found -> (Long.parseUnsignedLong(found.group(1), 16) >> capability & 1) == 1)
        .orElse(false);
  }

  private Finding capability(String name, int bit, String purpose) {
    return has(bit)
        ? Finding.ok("this user has " + name)
        : Finding.failure(
            "this user lacks %s, to %s".formatted(name, purpose),
            "give it AmbientCapabilities=%s, as the emitted unit does; to ask with the unit's own: `systemd-run --pipe -p User=vipd -p AmbientCapabilities=\"CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BIND_SERVICE\" -p LimitRTPRIO=50 -p RuntimeDirectory=vipd vipd preflight PLAN` while vipd is stopped"
                .formatted(name));
  }

  private Finding realTime() {
    OptionalLong most = limit("Max realtime priority");
    return has(SYS_NICE) || most.isPresent() && most.getAsLong() > 0
        ? Finding.ok("this user may ask for SCHED_FIFO")
        : Finding.warning(
            "this user may not ask for SCHED_FIFO: advertisements wait when the processors are busy",
            "LimitRTPRIO=50 in the unit");
  }

  private Finding descriptors(int connections) {
    OptionalLong most = limit("Max open files");
    long needed = (long) connections * DESCRIPTORS_PER_CONNECTION;
    return most.isPresent() && most.getAsLong() < needed
        ? Finding.warning(
            "%d files may be open, which is too few for %d connections"
                .formatted(most.getAsLong(), connections),
            "LimitNOFILE=%d in the unit; vipd refuses connections before it runs out"
                .formatted(needed + 4_096))
        : Finding.ok("enough files may be open for %d connections".formatted(connections));
  }

  /** The hard limit; absent where there is none or it cannot be read. */
  private OptionalLong limit(String name) {
    return machine
        .file("/proc/self/limits")
        .map(Pattern.compile(Pattern.quote(name) + "\\s+\\S+\\s+([0-9]+)")::matcher)
        .filter(Matcher::find)
        .map(found -> OptionalLong.of(Long.parseLong(found.group(1))))
        .orElse(OptionalLong.empty());
  }
}
