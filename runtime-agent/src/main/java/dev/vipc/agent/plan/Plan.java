package dev.vipc.agent.plan;

import java.util.List;

/**
 * What one node runs: the virtual routers that it takes part in, the proxies in front of its
 * servers, and what both watch.
 *
 * @param node the node's name, for logs and the status page
 * @param interfaces those that the plan may use
 */
public record Plan(
    String node,
    List<Interface> interfaces,
    List<Check> checks,
    List<VirtualRouter> virtualRouters,
    List<SyncGroup> syncGroups,
    List<Proxy> proxies,
    Limits limits,
    Status status) {
  public Plan {
    interfaces = List.copyOf(interfaces);
    checks = List.copyOf(checks);
    virtualRouters = List.copyOf(virtualRouters);
    syncGroups = List.copyOf(syncGroups);
    proxies = List.copyOf(proxies);
  }

  /**
   * A network interface.
   *
   * @param subnets what is reached through it directly
   */
  public record Interface(String name, List<Subnet> subnets) {}

  /** Virtual routers that are master together or not at all. */
  public record SyncGroup(String name, List<String> members) {}

  /**
   * What the agent never exceeds: it refuses instead.
   *
   * @param connections of all proxies together
   * @param memoryMebibytes of the proxy process
   */
  public record Limits(int connections, int memoryMebibytes) {}

  /**
   * Where the agent can be looked at.
   *
   * @param listen metrics and the status page, read-only
   * @param controlSocket the path of the socket that `vipd status`, `drain` and `reload` use
   */
  public record Status(Listen listen, String controlSocket) {}
}
