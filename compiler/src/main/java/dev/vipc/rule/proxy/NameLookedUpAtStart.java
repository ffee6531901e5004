package dev.vipc.rule.proxy;

import static dev.vipc.diagnostic.Severity.WARNING;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Fix;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.HaproxyLines.Line;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.Proxy.Server;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.rule.proxy.ApiServerProxies.ApiServerBackend;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/** HX021: API servers by name. */
@AutoService(Rule.class)
public final class NameLookedUpAtStart implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
              "HX021",
              "name-looked-up-at-start",
              WARNING,
              """
              A server of the API servers' backend is named, and HAProxy looks the name up when it starts.

              While nobody answers, `haproxy` refuses to start ("could not resolve address", and `failed to initialize \
              server(s) addr`; measured with 2.6.12). After a power cut the name server may come up later than the load balancer; \
              where it runs in the cluster, or is reached by it, neither comes up. A name that moves to another address is \
              not noticed either. Silent where a host list of the deployment gives the name an address, as in `/etc/hosts`, and \
              where `init-addr` or `resolvers` stand in the line.

              Write the address. Where the name is needed, write `init-addr last,libc,none` with `resolvers`. The fix \
              writes the address that an inventory of the deployment has for the name.
              """)
          .withFix();

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (ApiServerBackend api : HaproxyFiles.backends(deployment)) {
      if (!HaproxyFiles.seesDefaults(api.backend())) continue;
      List<Line> lines = HaproxyFiles.linesOf(deployment, api).toList();
      if (lines.stream().anyMatch(line -> line.begins("default-server") && waits(line))) continue;
      for (Server server : api.backend().servers())
        if (lines.stream().noneMatch(line -> line.span().equals(server.span()) && waits(line)))
          check(deployment, server, out);
    }
  }

  /** Whether a line lets HAProxy start without an address. */
  private static boolean waits(Line line) {
    return HaproxyFiles.find(line, word -> word.equals("init-addr") || word.equals("resolvers"))
        .isPresent();
  }

  private static void check(Deployment deployment, Server server, Reporter out) {
    if (!(server.address() instanceof Setting.Given<HostPort>(var address, var place))) return;
    String name = address.host();
    if (address.address().isPresent() || !name.matches("[A-Za-z0-9]([A-Za-z0-9._-]*)")) return;
    // a template's own words are no names yet
    if (name.equals("localhost") || server.span().text().indexOf('{') >= 0) return;
    Optional<HostEntry> known =
        deployment
            .all(HostEntry.class)
            .filter(entry -> entry.name().value().equals(name))
            .findFirst();
    if (known.filter(entry -> !entry.isInstalled()).isPresent()) return;
    Diagnostic finding =
        Diagnostic.of(
                META, place, "HAProxy does not start while nobody resolves `%s`".formatted(name))
            .help("write the address, or `init-addr last,libc,none` and `resolvers`");
    out.report(known.map(entry -> withAddress(finding, entry, name, place)).orElse(finding));
  }

  private static Diagnostic withAddress(
      Diagnostic finding, HostEntry entry, String name, Span place) {
    String address = entry.address().value().toString();
    Diagnostic found = finding.also(entry.name().span(), "the inventory says `" + address + "`");
    if (!place.text().startsWith(name)) return found;
    String shown = entry.address().value().isV6() ? "[" + address + "]" : address;
    return found.fix(Fix.replace(place.part(0, name.length()), shown, "write the address"));
  }
}
