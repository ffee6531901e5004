package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VirtualRouter.VirtualAddress;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One address of two virtual routers, which take it from each other. */
@AutoService(Rule.class)
public final class AddressHeldTwice implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA041",
          "address-held-twice",
          Severity.ERROR,
          """
          Two virtual routers of one node hold the same address on one interface.

          Each elects its own master. The one that becomes a backup takes the address off the
          interface, also where the other is still the master: that one goes on to advertise an
          address that nobody answers for. keepalived accepts it without a word (measured, 2.2.7);
          vipd refuses such a plan. Where the masters are different nodes, both hold the address.

          On two interfaces it is two addresses: each router takes off its own (measured).

          Leave the address to one of the two; a sync group moves the rest along with it.
          """);

  private record Place(IpAddress address, Optional<String> iface) {}

  private record Holder(VirtualRouter router, Located<VirtualAddress> address) {}

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment.all(VrrpDaemon.class).forEach(daemon -> check(daemon, out));
  }

  private static void check(VrrpDaemon daemon, Reporter out) {
    Map<Place, Holder> first = new HashMap<>();
    for (VirtualRouter router : daemon.routers())
      for (Located<VirtualAddress> address : router.knownAddresses()) {
        Holder holder = new Holder(router, address);
        Holder earlier = first.putIfAbsent(place(holder), holder);
        if (earlier != null && earlier.router() != router) out.report(found(earlier, holder));
      }
  }

  private static Place place(Holder holder) {
    VirtualAddress address = holder.address().value();
    return new Place(
        address.address(), address.device().value().or(() -> holder.router().iface().value()));
  }

  private static Diagnostic found(Holder earlier, Holder later) {
    return Diagnostic.of(
            META,
            later.address().span(),
            "`%s` holds `%s` too: whoever becomes a backup takes it from the other"
                .formatted(earlier.router().name().value(), later.address().value().address()))
        .also(
            earlier.address().span(),
            "held by `%s` here".formatted(earlier.router().name().value()))
        .help("leave the address to one of the two virtual routers");
  }
}
