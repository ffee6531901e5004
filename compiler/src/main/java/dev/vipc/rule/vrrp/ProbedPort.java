package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.VirtualRouter.Track;
import dev.vipc.model.VrrpGroup;
import dev.vipc.model.VrrpGroup.Member;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A check that asks another port than the one clients use. */
@AutoService(Rule.class)
public final class ProbedPort implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA021",
          "probe-misses-service-port",
          Severity.WARNING,
          """
          A virtual router's checks ask the servers' port, not the proxy's that clients use.

          The address leads to the proxy. When the script asks the API server beside it (6443) and the
          proxy listens on another port (8443), the proxy can die and nobody notices; and when the API
          server of this node is down, the address moves although the proxy still serves by the others.

          The other way round is an info: a script named after the API server that asks the proxy's
          port on its own machine goes on succeeding while this node's API server is down, as long as
          the proxy has another one. For the address that is right; it is no check of the API server.
          Nothing is said where the proxy asks each API server over HTTP and so takes a sick one out.

          Ask the port that the proxy listens on. The rule speaks only where all that the virtual
          router tracks is understood, and the proxy's configuration is on the same node.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (VrrpGroup group : VrrpGroup.of(deployment))
      for (Member member : group.members())
        if (member.daemon().includes().isEmpty()) check(deployment, member, out);
  }

  private static void check(Deployment deployment, Member member, Reporter out) {
    List<Proxy.Listener> listeners =
        new ServiceBehind(deployment, member.node(), member.router()).listeners();
    Optional<List<Setting<HostPort>>> asked = asked(member);
    if (listeners.isEmpty() || asked.isEmpty() || asked.get().isEmpty()) return;
    if (asked.get().stream().anyMatch(target -> port(target).isEmpty())) return;
    if (listeners.stream().anyMatch(listener -> port(listener.address()).isEmpty())) return;
    Set<Integer> served =
        listeners.stream()
            .flatMap(listener -> port(listener.address()).stream())
            .collect(Collectors.toSet());
    if (asked.get().stream().anyMatch(target -> isOneOf(served, target)))
      proxyInstead(member, asked.get(), served).ifPresent(out::report);
    else if (asked.get().stream().allMatch(target -> isOneOf(behind(member), target)))
      out.report(missed(asked.get().getFirst(), listeners.getFirst()));
  }

  /** The ports of the servers that the node's proxies lead to. */
  private static Set<Integer> behind(Member member) {
    return member.node().parts().all(ProxyDaemon.class).stream()
        .flatMap(daemon -> daemon.proxies().stream())
        .flatMap(proxy -> proxy.servers().stream())
        .flatMap(server -> port(server.address()).stream())
        .collect(Collectors.toSet());
  }

  private static boolean isOneOf(Set<Integer> ports, Setting<HostPort> target) {
    return port(target).filter(ports::contains).isPresent();
  }

  /** A local request to the proxy by a script that says it is about the API server. */
  private static Optional<Diagnostic> proxyInstead(
      Member member, List<Setting<HostPort>> asked, Set<Integer> served) {
    boolean others =
        member.node().parts().all(ProxyDaemon.class).stream()
            .flatMap(daemon -> daemon.proxies().stream())
            .anyMatch(proxy -> proxy.servers().size() > 1 && !asksOverHttp(proxy));
    boolean named =
        member.tracks().stream()
            .anyMatch(track -> track.name().value().matches("(?i).*api-?_?server.*"));
    if (!others || !named) return Optional.empty();
    return asked.stream()
        .filter(target -> isOneOf(served, target))
        .flatMap(target -> target.located().stream())
        .filter(target -> isLocal(target.value().host()))
        .findFirst()
        .map(ProbedPort::proxyInstead);
  }

  private static boolean asksOverHttp(Proxy proxy) {
    return proxy.check().filter(check -> check.kind() == Proxy.CheckMethod.Kind.HTTP).isPresent();
  }

  private static Diagnostic proxyInstead(Located<HostPort> target) {
    return Diagnostic.of(
            META,
            target.span(),
            "`%s` is the proxy: this succeeds while the node's own API server is down"
                .formatted(target.value()))
        .as(Severity.INFO)
        .help("if the API server itself is meant, ask its own port");
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost")
        || IpAddress.parse(host).filter(ip -> ip.address().isLoopbackAddress()).isPresent();
  }

  /** All that the member's scripts ask; absent where some of it is not understood. */
  private static Optional<List<Setting<HostPort>>> asked(Member member) {
    List<Setting<HostPort>> all = new ArrayList<>();
    for (Track track : member.tracks()) {
      if (track.kind() == Track.Kind.INTERFACE) continue;
      List<CheckScript> runs = track.kind() == Track.Kind.SCRIPT ? runs(member, track) : List.of();
      if (runs.isEmpty()) return Optional.empty();
      for (CheckScript run : runs) {
        if (!run.otherTests().isEmpty() || !run.processTests().isEmpty()) return Optional.empty();
        run.probes().forEach(probe -> all.add(probe.target()));
        all.addAll(run.connects());
      }
    }
    return Optional.of(all);
  }

  private static List<CheckScript> runs(Member member, Track track) {
    return member.daemon().scripts().stream()
        .filter(script -> script.name().value().equals(track.name().value()))
        .flatMap(script -> new ScriptsOf(member.node()).runBy(script).stream())
        .toList();
  }

  private static Diagnostic missed(Setting<HostPort> asked, Proxy.Listener listener) {
    Located<HostPort> target = asked.located().orElseThrow();
    Span place = listener.address().span().orElse(listener.span());
    int served = port(listener.address()).orElseThrow();
    return Diagnostic.of(
            META,
            target.span(),
            "the check asks port %d, but clients of the address use port %d of the proxy"
                .formatted(port(asked).orElseThrow(), served))
        .also(place, "the proxy listens here, and nothing checks it")
        .help("ask port %d".formatted(served));
  }

  private static Optional<Integer> port(Setting<HostPort> address) {
    return address
        .value()
        .flatMap(target -> Stream.of(target.port()).filter(p -> p.isPresent()).findFirst())
        .map(port -> port.getAsInt());
  }
}
