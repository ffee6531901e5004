package dev.vipc.golden;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Node;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Setting;
import dev.vipc.model.Targets;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import dev.vipc.source.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one file says, as claims of which each has the place where it is written. Names that a
 * program makes no use of beyond the file are left out.
 */
final class Meaning {
  /**
   * @param about a proxy by its listeners, a virtual router by its number and family
   */
  record Claim(String about, String what, String value, Span place) {
    String text() {
      return about + " " + what + " " + value;
    }
  }

  private static final Pattern LOOKS_FOR =
      Pattern.compile("(?:/\\S*/)?(?:killall -0|pidof|pgrep(?: -x)?) (\\S+)");

  private final List<Claim> claims = new ArrayList<>();
  private final Set<String> said = new HashSet<>();

  private Meaning() {}

  static Meaning of(SourceFile file) {
    Meaning meaning = new Meaning();
    new Compiler()
            .read(
                new LintRequest(List.of(), List.of(file), Optional.empty(), Targets.NONE), _ -> {})
            .deployments()
            .stream()
            .flatMap(deployment -> deployment.nodes().stream())
            .forEach(meaning::add);
    meaning.claims.forEach(claim -> meaning.said.add(claim.text()));
    return meaning;
  }

  /** What is written at a place. */
  List<Claim> at(Span line) {
    return claims.stream()
        .filter(claim -> claim.place().start() < line.end() && line.start() < claim.place().end())
        .toList();
  }

  boolean says(Claim claim) {
    return said.contains(claim.text());
  }

  private void add(Node node) {
    node.parts().all(ProxyDaemon.class).forEach(this::proxies);
    node.parts().all(VrrpDaemon.class).forEach(this::routers);
  }

  private void proxies(ProxyDaemon daemon) {
    for (Proxy front : daemon.proxies()) {
      if (!front.isFrontend()) continue;
      String about = "proxy " + listeners(front);
      for (Proxy.Listener listener : front.listeners())
        claim(about, "listens", listener.address(), listener.span());
      claim(about, "mode", front.mode());
      claim(about, "connections", front.maxConnections());
      claim(about, "client", front.timeouts().client());
      if (front.isBackend()) backend(about, front);
      for (var wanted : front.backends())
        for (Proxy back : daemon.proxies())
          if (back.isBackend() && back.name().value().equals(wanted.value())) {
            claims.add(new Claim(about, "asks", servers(back), wanted.span()));
            backend(about, back);
          }
    }
  }

  private static String listeners(Proxy front) {
    return front.listeners().stream()
        .map(listener -> text(listener.address().value()))
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static String servers(Proxy back) {
    return back.servers().stream()
        .map(server -> text(server.address().value()))
        .collect(Collectors.joining(","));
  }

  private void backend(String about, Proxy back) {
    claim(about, "back mode", back.mode());
    claim(about, "balance", back.balance());
    claim(about, "connect", back.timeouts().connect());
    claim(about, "server", back.timeouts().server());
    claim(about, "tunnel", back.timeouts().tunnel());
    claim(about, "queue", back.timeouts().queue());
    claim(about, "check", back.timeouts().check());
    back.check()
        .ifPresent(
            check -> {
              claims.add(new Claim(about, "asks for", check.kind().name(), check.span()));
              claim(about, "path", check.path());
              for (Proxy.CheckStep step : check.steps())
                claims.add(
                    new Claim(
                        about,
                        step.action(),
                        step.arguments().stream()
                            .map(argument -> argument.value())
                            .collect(Collectors.joining(" ")),
                        step.span()));
            });
    for (Proxy.Server server : back.servers()) server(about, server);
  }

  private void server(String about, Proxy.Server server) {
    String one = about + " server " + text(server.address().value());
    claim(one, "address", server.address(), server.span());
    String flags =
        "checked %s tls %s %s backup %s disabled %s"
            .formatted(
                server.checked(),
                server.checkTls(),
                server.tls(),
                server.backup(),
                server.disabled());
    claims.add(new Claim(one, "is", flags, server.span()));
    claim(one, "inter", server.interval());
    claim(one, "fastinter", server.fastInterval());
    claim(one, "downinter", server.downInterval());
    claim(one, "rise", server.rise());
    claim(one, "fall", server.fall());
    claim(one, "maxconn", server.maxConnections());
    claim(one, "weight", server.weight());
    claim(one, "check address", server.checkAddress());
    claim(one, "check port", server.checkPort());
  }

  private void routers(VrrpDaemon daemon) {
    for (VirtualRouter router : daemon.routers()) {
      boolean v6 =
          router.knownAddresses().stream().anyMatch(known -> known.value().address().isV6());
      String about = "router " + text(router.vrid().value()) + (v6 ? " v6" : "");
      claim(about, "vrid", router.vrid());
      claim(about, "interface", router.iface());
      claim(about, "priority", router.priority());
      claim(about, "interval", router.advertisementInterval());
      claim(about, "version", router.version());
      if (router.version().isUnset()) claim(about, "version", daemon.version());
      claim(about, "never preempts", router.noPreempt());
      claim(about, "preempts after", router.preemptDelay());
      claim(about, "source", router.sourceAddress());
      for (Setting<IpAddress> peer : router.unicastPeers()) claim(about, "peer", peer);
      claim(about, "group", router.multicastGroup());
      if (router.multicastGroup().isUnset()) claim(about, "group", daemon.multicastGroup4());
      claim(about, "authenticates by", router.authenticationType());
      claim(about, "password", router.password().map(Meaning::octets));
      for (var address : router.addresses())
        claim(about, "holds", address.map(known -> known.address() + "/" + known.prefixLength()));
      for (var address : router.excludedAddresses())
        claim(about, "also", address.map(known -> known.address() + "/" + known.prefixLength()));
      for (VirtualRouter.Track track : router.tracks()) tracked(daemon, about, track);
    }
  }

  private void tracked(VrrpDaemon daemon, String about, VirtualRouter.Track track) {
    switch (track.kind()) {
      case SCRIPT ->
          daemon.scripts().stream()
              .filter(script -> script.name().value().equals(track.name().value()))
              .forEach(
                  script -> {
                    String what = "tracks " + watched(text(script.command().value()));
                    Setting<Integer> weight =
                        track.weight().isUnset() ? script.weight() : track.weight();
                    claims.add(
                        new Claim(
                            about, what, "" + weight.orDefault(0).orElse(0), track.name().span()));
                    claim(about, what + " weighs", weight);
                    claim(about, what, script.command());
                    claim(about, what + " every", script.interval());
                    claim(about, what + " for", script.timeout());
                    claim(about, what + " rise", script.rise());
                    claim(about, what + " fall", script.fall());
                    claim(about, what + " user", script.user());
                    if (script.user().isUnset()) claim(about, what + " user", daemon.scriptUser());
                  });
      case PROCESS ->
          daemon.processes().stream()
              .filter(process -> process.name().value().equals(track.name().value()))
              .forEach(
                  process -> {
                    String what = "tracks process " + text(process.process().value());
                    claim(about, what, process.process());
                    Setting<Integer> weight =
                        track.weight().isUnset() ? process.weight() : track.weight();
                    claims.add(
                        new Claim(
                            about, what, "" + weight.orDefault(0).orElse(0), track.name().span()));
                    claim(about, what + " weighs", weight);
                  });
      case INTERFACE ->
          claims.add(
              new Claim(
                  about,
                  "tracks interface " + track.name().value(),
                  "" + track.weight().orDefault(0).orElse(0),
                  track.name().span()));
      case FILE, BFD -> {}
    }
  }

  /** A script that only looks for a process watches that process. */
  private static String watched(String command) {
    Matcher process = LOOKS_FOR.matcher(command.strip());
    return process.matches() ? "process " + process.group(1) : "script " + command.strip();
  }

  /** VRRP 2 carries eight of them. */
  private static String octets(String password) {
    return Utf8.decode(Arrays.copyOf(Utf8.encode(password), 8)).replace("\0", "");
  }

  private void claim(String about, String what, Setting<?> setting) {
    setting.span().ifPresent(place -> claim(about, what, setting, place));
  }

  private void claim(String about, String what, Setting<?> setting, Span place) {
    claims.add(new Claim(about, what, text(setting.value()), place));
  }

  private static String text(Optional<?> value) {
    return value
        .map(Object::toString)
        .map(text -> text.startsWith(":") ? "*" + text : text)
        .orElse("?");
  }
}
