package dev.vipc.rule.kubeadm;

import static dev.vipc.diagnostic.Severity.ERROR;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.model.Deployment;
import dev.vipc.model.Inventory;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.KubeadmFile.Init;
import dev.vipc.model.KubeadmFile.Join;
import dev.vipc.model.Setting;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.Optional;
import java.util.stream.Stream;

/** KD010. */
@AutoService(Rule.class)
public final class AdvertisedAddressNotOwn implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KD010",
          "advertised-address-not-own",
          ERROR,
          """
          `advertiseAddress` is the virtual address, a loopback address, or no address at all.

          The API server puts it into the endpoints of the service `kubernetes`, and etcd takes it for its peer and client URLs. \
          With the virtual address, the etcd member and the API server follow whoever holds it; with a loopback address \
          other nodes reach themselves; kubeadm refuses `0.0.0.0` and `::`. Source: kubeadm's documentation of \
          `localAPIEndpoint`, and its validation.

          Write the node's own address, or leave the field out where the node has one network card.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    deployment
        .all(KubeadmFile.class)
        .flatMap(
            file ->
                Stream.concat(
                    file.inits().stream().map(Init::advertiseAddress),
                    file.joins().stream().map(Join::advertiseAddress)))
        .forEach(address -> judge(deployment, address, out));
  }

  private static void judge(Deployment deployment, Setting<String> written, Reporter out) {
    for (Located<String> text : written.located().stream().toList())
      for (IpAddress address : IpAddress.parse(text.value()).stream().toList()) {
        if (address.address().isAnyLocalAddress()) out.report(found(text, "no machine's address"));
        else if (address.address().isLoopbackAddress())
          out.report(found(text, "the loopback address of every machine"));
        else
          virtual(deployment, address)
              .ifPresent(
                  place ->
                      out.report(
                          found(text, "the virtual address, not this node's own")
                              .also(place, "the virtual address is set up here")));
      }
  }

  /** Where a machine was given the virtual address, that is the fault. */
  private static Optional<Span> virtual(Deployment deployment, IpAddress address) {
    if (Inventory.of(deployment).declares(address)) return Optional.empty();
    return deployment.virtualAddressAt(address);
  }

  private static Diagnostic found(Located<String> text, String what) {
    return Diagnostic.of(META, text.span(), "`%s` is %s".formatted(text.value(), what))
        .help("write the address that this node has for itself");
  }
}
