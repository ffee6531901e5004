package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.Proxy.Listener;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Setting;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** HX011: a server of a backend that is the load balancer itself. */
@AutoService(Rule.class)
public final class ServerIsTheLoadBalancer implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX011",
              "server-is-the-load-balancer",
              ERROR,
              """
              A server of the API servers' backend is the virtual address, or the load balancer's own port.

              Where the proxy listens on the same port, a connection to that server comes back to the
              proxy and is balanced again, until the connection limit is reached. On another port it reaches
              whichever machine holds the virtual address at that moment: the health check of that "server"
              passes as long as the address is anywhere, and the machine gets a double share.

              Only virtual addresses of the proxy's own keepalived count. List the control-plane nodes'
              own addresses, and nothing else.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Map<Node, OwnAddresses> known = new IdentityHashMap<>();
    Inventory inventory = Inventory.of(deployment);
    for (ApiServerBackend api : ApiServerProxies.in(deployment)) {
      var own = known.computeIfAbsent(api.node(), node -> new OwnAddresses(deployment, node));
      Map<IpAddress, Span> virtual = virtualAddresses(api.node());
      // where a machine was given the virtual address, that is the fault
      virtual.keySet().removeIf(inventory::declares);
      for (Server server : api.backend().servers()) check(api, own, virtual, server, out);
    }
  }

  private static void check(
      ApiServerBackend api,
      OwnAddresses own,
      Map<IpAddress, Span> virtual,
      Server server,
      Reporter out) {
    if (!(server.address() instanceof Setting.Given<HostPort>(var target, var place))) return;
    Optional<Listener> loop = own.comesBack(target) ? listener(api, target) : Optional.empty();
    Optional<Span> moving = target.address().map(virtual::get);
    if (loop.isPresent())
      out.report(
          finding(api, server, place, "`%s` is this proxy itself: connections go round in a loop")
              .also(loop.get().span(), "it listens here"));
    else if (moving.isPresent())
      out.report(
          finding(api, server, place, "`%s` is the virtual address, not a control-plane node")
              .also(moving.get(), "the virtual address"));
  }

  private static Diagnostic finding(
      ApiServerBackend api, Server server, Span place, String message) {
    Diagnostic finding =
        Diagnostic.of(META, place, message.formatted(place.text()))
            .help("list the control-plane nodes' own addresses only");
    return api.backend().servers().size() == 1 || !isOnItsOwnLine(api, server)
        ? finding
        : finding.fix(new Fix("remove the server", false, List.of(Lines.delete(server.span()))));
  }

  /** In Envoy's YAML a server is a mapping of many lines. */
  private static boolean isOnItsOwnLine(ApiServerBackend api, Server server) {
    Span span = server.span();
    return api.daemon().engine().isLikeHaproxy()
        || span.file().lineAt(span.start()).text().strip().equals(span.text());
  }

  /**
   * The listener of a frontend that leads to the backend and accepts what is sent to the target.
   */
  private static Optional<Listener> listener(ApiServerBackend api, HostPort target) {
    for (Proxy frontend : api.frontends())
      for (Listener listener : frontend.listeners())
        if (listener.address() instanceof Setting.Given<HostPort>(var address, _)
            && OwnAddresses.covers(address.host(), target.host())
            && reaches(target.port(), listener)) return Optional.of(listener);
    return Optional.empty();
  }

  /** Without a port the server has the port that the client came to. */
  private static boolean reaches(OptionalInt port, Listener listener) {
    return port.isEmpty() || listener.listensOn(port.getAsInt());
  }

  private static Map<IpAddress, Span> virtualAddresses(Node node) {
    Map<IpAddress, Span> addresses = new HashMap<>();
    node.parts().all(VrrpDaemon.class).stream()
        .flatMap(daemon -> daemon.routers().stream())
        .flatMap(router -> router.knownAddresses().stream())
        .map(address -> new Located<>(address.value().address(), address.span()))
        .forEach(address -> addresses.putIfAbsent(address.value(), address.span()));
    return addresses;
  }
}
