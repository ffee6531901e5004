package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostPort;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.ServesApi;
import dev.vipc.model.StaticPod;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A probe of the own machine that the proxy's listener does not answer. */
@AutoService(Rule.class)
public final class LoopbackProbe implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KA022",
              "loopback-probe-misses-listener",
              Severity.WARNING,
              """
              A probe asks the machine's loopback address, and the proxy does not listen there.

              A proxy that binds the virtual address or the machine's own address alone refuses
              connections to 127.0.0.1. A tracked script then fails on every node, and no node holds the
              address: an error. So does a probe of ::1 where only IPv4 is bound (`bind *:8443` is IPv4),
              and the other way round.

              `localhost` means both 127.0.0.1 and ::1 on most machines, ::1 first (RFC 6724). curl and
              the kubelet try one after the other and so find a proxy that binds IPv4 alone, which makes
              it an info for them; BusyBox's wget, which is the one of small images, tries the first
              only: a warning.

              Write the address that the proxy listens on. The rule looks at check scripts and liveness
              probes that ask a port which a proxy of the same node binds.
              """)
          .withFix();
  private static final String LOCALHOST = "localhost";
  private static final Pattern UNVERIFIED =
      Pattern.compile("\\s-\\w*k|--insecure|--no-check-certificate");

  /** A question to a port of the own machine. */
  private record Question(Located<String> host, int port, Span place, String program, String text) {
    /** Whether another name for the machine changes what the question verifies. */
    boolean verifies() {
      return text.contains("https://" + LOCALHOST) && !UNVERIFIED.matcher(text).find();
    }
  }

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      questions(node).flatMap(asked -> finding(node, asked).stream()).forEach(out::report);
  }

  private static Stream<Question> questions(Node node) {
    return Stream.concat(
        node.parts().all(CheckScript.class).stream().flatMap(LoopbackProbe::ofScript),
        node.parts().all(StaticPod.class).stream()
            .filter(StaticPod::hostNetwork)
            .flatMap(pod -> pod.containers().stream())
            .flatMap(container -> container.livenessProbe().stream())
            .flatMap(LoopbackProbe::ofProbe));
  }

  private static Stream<Question> ofScript(CheckScript script) {
    String text = script.text().text();
    Stream<Question> requests =
        script.probes().stream()
            .flatMap(
                probe ->
                    probe.target().located().stream()
                        .flatMap(at -> question(at, probe.command().value(), text)));
    Stream<Question> connections =
        script.connects().stream()
            .flatMap(to -> to.located().stream())
            .flatMap(at -> question(at, "nc", text));
    return Stream.concat(requests, connections);
  }

  private static Stream<Question> question(Located<HostPort> at, String program, String text) {
    OptionalInt port = at.value().port();
    if (port.isEmpty()) return Stream.of();
    Located<String> host = new Located<>(at.value().host(), at.span());
    return Stream.of(new Question(host, port.getAsInt(), at.span(), program, text));
  }

  private static Stream<Question> ofProbe(StaticPod.HttpProbe probe) {
    Optional<Located<String>> host = probe.host().located();
    Optional<Integer> port = probe.port().value();
    if (host.isEmpty() || port.isEmpty()) return Stream.of();
    Span place = host.get().span();
    return Stream.of(new Question(host.get(), port.get(), place, "kubelet", ""));
  }

  private static Optional<Diagnostic> finding(Node node, Question asked) {
    Optional<Loopback> wanted = Loopback.of(asked.host().value());
    if (wanted.isEmpty() || servesApi(node, asked.port())) return Optional.empty();
    List<Proxy.Listener> listeners = listeners(node, asked.port());
    if (listeners.isEmpty()) return Optional.empty();
    Loopback bound = listeners.stream().map(Loopback::of).reduce(Loopback.NEITHER, Loopback::and);
    if (bound.covers(wanted.get())) return Optional.empty();
    boolean name = wanted.get() == Loopback.BOTH;
    Span listener = listeners.getFirst().address().span().orElse(listeners.getFirst().span());
    if (name && bound != Loopback.NEITHER) return Optional.of(halfAnswered(asked, bound, listener));
    return Optional.of(
        Diagnostic.of(
                META,
                asked.place(),
                "`%s` asks port %d, which the proxy does not bind there: it is always refused"
                    .formatted(asked.host().value(), asked.port()))
            .as(Severity.ERROR)
            .also(listener, "the proxy listens here only")
            .help("ask the address that the proxy binds, or let it bind every address"));
  }

  private static Diagnostic halfAnswered(Question asked, Loopback bound, Span listener) {
    String literal = bound == Loopback.V4 ? "127.0.0.1" : "[::1]";
    boolean firstOnly = asked.program().equals("wget");
    Diagnostic finding =
        Diagnostic.of(
                META,
                asked.place(),
                "`localhost` is also an address of the family that the proxy does not bind")
            .as(firstOnly ? Severity.WARNING : Severity.INFO)
            .also(listener, "bound for %s only".formatted(bound == Loopback.V4 ? "IPv4" : "IPv6"))
            .help("write `%s`".formatted(literal));
    String raw = asked.place().text();
    int at = raw.indexOf(LOCALHOST);
    if (at < 0 || at != raw.lastIndexOf(LOCALHOST) || asked.verifies()) return finding;
    Span name = asked.place().part(at, at + LOCALHOST.length());
    String written =
        asked.program().equals("kubelet") && bound == Loopback.V6 ? "\"::1\"" : literal;
    return finding.fix(Fix.replace(name, written, "name the address that the proxy binds"));
  }

  private static boolean servesApi(Node node, int port) {
    return node.parts().all(ServesApi.class).stream()
        .flatMap(ServesApi::apiServerPorts)
        .anyMatch(at -> at.is(port));
  }

  private static List<Proxy.Listener> listeners(Node node, int port) {
    return node.parts().all(ProxyDaemon.class).stream()
        .flatMap(daemon -> daemon.proxies().stream())
        .flatMap(proxy -> proxy.listeners().stream())
        .filter(listener -> listener.listensOn(port))
        .toList();
  }
}
