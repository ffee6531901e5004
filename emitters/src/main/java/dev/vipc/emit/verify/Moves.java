package dev.vipc.emit.verify;

import dev.vipc.emit.ArtifactSet;
import dev.vipc.lower.spec.SpecLowering;
import dev.vipc.model.IpAddress;
import dev.vipc.proof.Bounds;
import dev.vipc.proof.Case;
import dev.vipc.proof.Fault;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import dev.vipc.proof.ServiceProof;
import dev.vipc.spec.HaSpec;
import dev.vipc.spec.SpecProxy;
import dev.vipc.spec.Track;
import dev.vipc.spec.VirtualAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How each virtual address is made to leave its holder, and how long that may take. */
final class Moves {
  private static final String MANIFESTS = "/etc/kubernetes/manifests/";

  /** Where a configuration lies that shows that systemd starts the program. */
  private static final Map<String, String> CONFIGURATIONS =
      Map.of(
          "keepalived", "/etc/keepalived/keepalived.conf",
          "haproxy", "/etc/haproxy/haproxy.cfg",
          "nginx", "/etc/nginx/nginx.conf",
          "vipd", "/etc/vipd/plan.json");

  /** How a program is stopped and started on all holders. */
  private record Stop(String program, String stop, String start) {}

  private final HaSpec spec;
  private final ArtifactSet written;
  private final List<ServiceProof> proofs;

  Moves(HaSpec spec, ArtifactSet written) {
    this.spec = spec;
    this.written = written;
    this.proofs = Prover.prove(SpecLowering.lower(spec), new ProofRequest(1, Optional.empty()));
  }

  List<String> lines() {
    return spec.virtualAddresses().stream()
        .filter(address -> !address.addresses().isEmpty() && address.holders().size() > 1)
        .filter(address -> !address.isRoute())
        .flatMap(address -> line(address).stream())
        .toList();
  }

  private Optional<String> line(VirtualAddress address) {
    return address.addresses().stream()
        .map(ip -> ip.address().value())
        .flatMap(ip -> line(address, ip).stream())
        .findFirst();
  }

  private Optional<String> line(VirtualAddress address, IpAddress ip) {
    Optional<Question> question = Question.through(spec, address, ip).stream().findFirst();
    Optional<Stop> stop = stop(address);
    if (question.isEmpty() || stop.isEmpty()) return Optional.empty();
    boolean comesBack = address.vrrp().map(vrrp -> vrrp.preempt().value()).orElse(false);
    return Optional.of(
        Call.of(
            "move",
            ip.toString(),
            Call.names(address.holders()),
            question.get().url(),
            question.get().status(),
            stop.get().program(),
            stop.get().stop(),
            stop.get().start(),
            bound(address, stop.get().program()),
            comesBack ? "yes" : "no"));
  }

  /** The tracked proxy, where that can be stopped; otherwise what holds the address. */
  private Optional<Stop> stop(VirtualAddress address) {
    Stream<String> proxies =
        address.tracks().value().stream()
            .flatMap(
                track ->
                    track instanceof Track.OfProxy of
                        ? spec.proxy(of.proxy().value()).stream()
                        : Stream.<SpecProxy>empty())
            .map(proxy -> proxy.engine().value().word());
    return Stream.concat(proxies, Stream.of(address.engine().value().word()))
        .flatMap(program -> stop(program, address).stream())
        .findFirst();
  }

  private Optional<Stop> stop(String program, VirtualAddress address) {
    String manifest = MANIFESTS + program + ".yaml";
    if (onAll(address, manifest)) {
      String aside = "/etc/kubernetes/vipc-verify-" + program + ".yaml";
      return Optional.of(
          new Stop(
              program,
              "mv %s %s".formatted(manifest, aside),
              "mv %s %s".formatted(aside, manifest)));
    }
    return Optional.ofNullable(CONFIGURATIONS.get(program))
        .filter(configuration -> onAll(address, configuration))
        .map(
            _ ->
                new Stop(
                    program,
                    "systemctl stop %s.service".formatted(program),
                    "systemctl start %s.service".formatted(program)));
  }

  private boolean onAll(VirtualAddress address, String path) {
    return address.holders().stream().allMatch(node -> written.has(node.name().value(), path));
  }

  /** Milliseconds until clients are served again at the latest; {@code -} where none is proved. */
  private String bound(VirtualAddress address, String program) {
    return proofs.stream()
        .filter(proof -> proofs.size() == 1 || isNamedAfter(proof, address))
        .flatMap(proof -> proof.cases().stream())
        .filter(one -> !one.repaired() && isOf(one, address, program))
        .flatMap(one -> one.restore().stream())
        .mapToDouble(Bounds::worst)
        .max()
        .stream()
        .mapToObj(worst -> String.valueOf((long) Math.ceil(worst * 1000)))
        .findFirst()
        .orElse("-");
  }

  /** Where there are several, a service is called by its first address. */
  private static boolean isNamedAfter(ServiceProof proof, VirtualAddress address) {
    return address.addresses().stream()
        .anyMatch(ip -> proof.name().equals(ip.address().value().toString()));
  }

  private static boolean isOf(Case one, VirtualAddress address, String program) {
    if (one.faults().size() != 1) return false;
    Fault fault = one.faults().getFirst();
    return fault.kind() == Fault.Kind.DOWN
        && fault.component().word().equals(program)
        && address.holders().stream()
            .anyMatch(node -> node.name().value().equals(fault.hosts().getFirst().name()));
  }
}
