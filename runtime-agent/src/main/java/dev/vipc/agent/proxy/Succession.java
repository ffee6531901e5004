package dev.vipc.agent.proxy;

import dev.vipc.agent.plan.Plan;
import dev.vipc.agent.plan.Proxy;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * What of a new plan runs already, so that its connections are connections that the plan allows: a
 * proxy is where it listens, a server is where it is reached, and a name is only what it is called.
 */
final class Succession {
  private record Place(String address, int port) {
    static Place of(Proxy.Server server) {
      return new Place(server.address(), server.port());
    }
  }

  private Succession() {}

  /**
   * The services that are proxies of a plan: of the same name, or listening where a new one does.
   */
  static Map<Proxy, Service> services(Plan plan, Collection<Service> running) {
    return matched(
        plan.proxies(),
        running,
        (proxy, service) -> proxy.name().equals(service.plan().name()),
        (proxy, service) -> !Collections.disjoint(proxy.listen(), service.plan().listen()));
  }

  /** The servers that are servers of a proxy: at the same address and port, whatever their name. */
  static Map<Proxy.Server, Server> servers(Proxy proxy, Collection<Server> running) {
    Map<Place, List<Server>> places =
        running.stream().collect(Collectors.groupingBy(server -> Place.of(server.plan())));
    Map<Proxy.Server, Server> found = new HashMap<>();
    proxy.servers().stream()
        .collect(Collectors.groupingBy(Place::of))
        .forEach(
            (place, wanted) ->
                found.putAll(
                    matched(
                        wanted,
                        places.getOrDefault(place, List.of()),
                        (server, known) -> server.name().equals(known.plan().name()),
                        (_, _) -> true)));
    return found;
  }

  /** Each wanted one with its own: the surely right first, then of what is left the possible. */
  private static <W, R> Map<W, R> matched(
      Collection<W> wanted,
      Collection<R> running,
      BiPredicate<W, R> isSurely,
      BiPredicate<W, R> mayBe) {
    Map<W, R> found = new HashMap<>();
    Set<R> left = new LinkedHashSet<>(running);
    for (BiPredicate<W, R> fits : List.of(isSurely, mayBe))
      for (W each : wanted)
        if (!found.containsKey(each))
          left.stream()
              .filter(one -> fits.test(each, one))
              .findFirst()
              .ifPresent(
                  one -> {
                    found.put(each, one);
                    left.remove(one);
                  });
    return found;
  }
}
