package dev.vipc.rule.kubevip;

import static dev.vipc.diagnostic.Severity.ERROR;
import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeVip.Form;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** KV020. */
@AutoService(Rule.class)
public final class UnusableBgpSetup implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "KV020",
              "unusable-bgp-setup",
              ERROR,
              """
              The BGP settings of a kube-vip name no usable router, or a peer that is the node itself.

              `bgp_routerid` is one IPv4 address, and each router of an AS has its own (RFC 6286). A list of addresses, as KubeKey 4 writes it, is refused when BGP
              starts. A node that peers with its own address never gets a session there. Each of `bgp_peers` is `address:AS:password:multihop`, with commas between
              peers; kube-vip ends where one has too few fields or an AS that is no number. Source: kube-vip's `ParseBGPPeerConfig`.

              A literal router ID in a DaemonSet, or the same on two nodes, is a warning: routers that see it twice drop one of the sessions or loop.

              Write one address that is the node's own, or leave the router ID out and set `bgp_routerinterface`.
              """)
          .withFix();

  private static final Pattern PEER =
      Pattern.compile(
          "(?:\\[(?<six>[^\\]]+)]|(?<address>[^:\\[\\]]+)):\\d{1,10}(?:[:/;].*)?|unnumbered:.+");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    var routers = new HashMap<String, Span>();
    deployment
        .all(KubeVip.class)
        .filter(kubeVip -> kubeVip.runs("bgp"))
        .forEach(
            kubeVip -> {
              refused(kubeVip).forEach(out::report);
              routerId(kubeVip)
                  .filter(UnusableBgpSetup::isRouterId)
                  .ifPresent(id -> sharedRouterId(kubeVip, id, routers, out));
              Set<String> own = own(kubeVip);
              peers(kubeVip).forEach(peer -> self(peer, own).ifPresent(out::report));
            });
  }

  /** What ends kube-vip: it starts no BGP with such a router ID or such peers. */
  static List<Diagnostic> refused(KubeVip kubeVip) {
    if (!kubeVip.runs("bgp")) return List.of();
    Stream<Diagnostic> router =
        routerId(kubeVip).filter(id -> !isRouterId(id)).map(UnusableBgpSetup::noRouterId).stream();
    Stream<Diagnostic> peers =
        peers(kubeVip).stream()
            .filter(peer -> !PEER.matcher(peer.value()).matches())
            .map(UnusableBgpSetup::noPeer);
    return Stream.concat(router, peers).toList();
  }

  private static Optional<Located<String>> routerId(KubeVip kubeVip) {
    return kubeVip
        .settings()
        .text("bgp_routerid")
        .located()
        .filter(text -> !text.value().isEmpty());
  }

  private static boolean isRouterId(Located<String> id) {
    return IpAddress.parse(id.value()).filter(address -> !address.isV6()).isPresent();
  }

  private static Diagnostic noRouterId(Located<String> id) {
    return Diagnostic.of(
            META, id.span(), "router ID `%s` is not one IPv4 address".formatted(id.value().strip()))
        .help("write one IPv4 address that is the node's own");
  }

  private static void sharedRouterId(
      KubeVip kubeVip, Located<String> id, Map<String, Span> routers, Reporter out) {
    Span earlier = routers.putIfAbsent(id.value(), id.span());
    if (kubeVip.form() == Form.DAEMON_SET)
      out.report(shared(id, "every node of the DaemonSet has the router ID `%s`"));
    else if (earlier != null && earlier.file() != id.span().file())
      out.report(
          shared(id, "another node has the router ID `%s` too").also(earlier, "the other one"));
  }

  private static Diagnostic shared(Located<String> id, String message) {
    return Diagnostic.of(META, id.span(), message.formatted(id.value()))
        .as(WARNING)
        .help(
            "leave it out and set `bgp_routerinterface`, or write the node's own address on each node");
  }

  private static Set<String> own(KubeVip kubeVip) {
    return Stream.of("bgp_routerid", "bgp_sourceip")
        .flatMap(name -> kubeVip.settings().text(name).value().stream())
        .collect(Collectors.toSet());
  }

  /** The pieces between the commas of {@code bgp_peers}, without empty ones. */
  private static List<Located<String>> peers(KubeVip kubeVip) {
    return kubeVip.settings().text("bgp_peers").located().stream()
        .flatMap(peers -> pieces(peers).stream())
        .filter(peer -> !peer.value().isEmpty())
        .toList();
  }

  private static List<Located<String>> pieces(Located<String> peers) {
    List<Located<String>> pieces = new ArrayList<>();
    int at = 0;
    boolean literal = peers.span().text().equals(peers.value());
    for (String text : peers.value().split(",", -1)) {
      Span place = literal ? peers.span().part(at, at + text.length()) : peers.span();
      pieces.add(new Located<>(text.strip(), place));
      at += text.length() + 1;
    }
    return pieces;
  }

  private static Diagnostic noPeer(Located<String> peer) {
    return Diagnostic.of(META, peer.span(), "`%s` is no BGP peer".formatted(peer.value()))
        .help("write `address:AS:password:multihop`, such as `192.0.2.1:65001::false`");
  }

  private static Optional<Diagnostic> self(Located<String> text, Set<String> own) {
    Matcher peer = PEER.matcher(text.value());
    if (!peer.matches() || !own.contains(peer.group("address"))) return Optional.empty();
    Diagnostic found =
        Diagnostic.of(META, text.span(), "`%s` is the node itself".formatted(peer.group("address")))
            .help("leave the node's own address out of its peers");
    return Optional.of(
        withComma(text)
            .map(piece -> found.fix(Fix.replace(piece, "", "take the node out of its peers")))
            .orElse(found));
  }

  /** One of several peers with the comma behind it, or before it where it is the last. */
  private static Optional<Span> withComma(Located<String> peer) {
    Span place = peer.span();
    String text = place.file().text();
    if (!place.text().equals(peer.value())) return Optional.empty();
    if (text.startsWith(",", place.end()))
      return Optional.of(place.file().span(place.start(), place.end() + 1));
    return text.startsWith(",", place.start() - 1)
        ? Optional.of(place.file().span(place.start() - 1, place.end()))
        : Optional.empty();
  }
}
