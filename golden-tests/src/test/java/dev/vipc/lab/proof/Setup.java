package dev.vipc.lab.proof;

import dev.vipc.compile.Compiler;
import dev.vipc.compile.LintRequest;
import dev.vipc.compile.Model;
import dev.vipc.diagnostic.Findings;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.Proxy;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Routes;
import dev.vipc.model.VrrpGroup;
import dev.vipc.proof.Case;
import dev.vipc.proof.Component;
import dev.vipc.proof.Host;
import dev.vipc.proof.ProofRequest;
import dev.vipc.proof.Prover;
import dev.vipc.proof.ServiceProof;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files of a deployment, and what the model says of them.
 *
 * @param folder a folder a node
 */
record Setup(String name, Path folder, Deployment deployment, ServiceProof proof) {
  private static final int API_SERVER_PORT = 6443;

  static Setup of(String name, Path folder) {
    return read(name, folder)
        .orElseThrow(() -> new IllegalArgumentException(name + " has no virtual router"));
  }

  /** Absent where no VRRP moves an address. */
  static Optional<Setup> read(String name, Path folder) {
    Model model = new Compiler().read(LintRequest.of(List.of(folder)), new Findings());
    Deployment deployment = model.deployments().getFirst();
    ProofRequest single = new ProofRequest(1, Optional.empty());
    if (VrrpGroup.of(deployment).isEmpty()) return Optional.empty();
    List<ServiceProof> proofs = Prover.prove(deployment, single);
    ServiceProof asked =
        proofs.stream()
            .filter(proof -> !proof.name().contains(":"))
            .findFirst()
            .orElseGet(proofs::getFirst);
    return Optional.of(new Setup(name, folder, deployment, asked));
  }

  /** Of two that move together the one by which clients ask: the lab's speak IPv4. */
  private VrrpGroup.Member firstMember() {
    List<VrrpGroup> groups = VrrpGroup.of(deployment);
    return groups.stream()
        .flatMap(group -> group.members().stream().limit(1))
        .filter(
            member ->
                member.router().knownAddresses().stream()
                    .limit(1)
                    .noneMatch(address -> address.value().address().isV6()))
        .findFirst()
        .orElseGet(() -> groups.getFirst().members().getFirst());
  }

  /** The virtual address. */
  IpAddress address() {
    return firstMember().router().knownAddresses().getFirst().value().address();
  }

  /** Whether speakers send to each other alone. */
  boolean isUnicast() {
    return firstMember().router().isUnicast();
  }

  /** What the configuration calls the machines' interface. */
  String iface() {
    return firstMember().router().iface().value().orElseThrow();
  }

  /** Seconds between advertisements. */
  double interval() {
    return firstMember()
        .router()
        .advertisementInterval()
        .value()
        .map(interval -> interval.toNanos() / 1e9)
        .orElse(1.0);
  }

  /** Where clients connect to: the port of the first frontend that leads somewhere. */
  int port() {
    for (ProxyDaemon daemon : firstMember().node().parts().all(ProxyDaemon.class)) {
      Routes routes = new Routes(daemon);
      for (Proxy proxy : daemon.proxies())
        if (proxy.isFrontend()
            && routes.backendsOf(proxy).stream()
                .anyMatch(to -> to.serverPorts().contains(API_SERVER_PORT)))
          for (Proxy.Listener listener : proxy.listeners())
            if (listener.address().value().isPresent())
              return listener.address().value().get().port().orElse(API_SERVER_PORT);
    }
    return API_SERVER_PORT;
  }

  /** Where members of etcd run. */
  List<String> etcdAddresses() {
    return proof.machines().entrySet().stream()
        .filter(machine -> machine.getValue().contains(Component.ETCD))
        .flatMap(machine -> machine.getKey().addresses().stream().limit(1))
        .map(IpAddress::toString)
        .toList();
  }

  /** Whether a component runs on a machine. */
  boolean runs(Component component, Host host) {
    return proof.machines().getOrDefault(host, Set.of()).contains(component);
  }

  /** The case with no fault. */
  Case atFirst() {
    return proof.cases().getFirst();
  }

  /** The case once the faults of another are mended. */
  Case mended(Case broken) {
    return proof.cases().stream()
        .filter(one -> one.repaired() && one.faults().equals(broken.faults()))
        .findFirst()
        .orElseThrow();
  }

  /** Each single fault. */
  List<Case> singleFaults() {
    return proof.cases().stream()
        .filter(one -> one.faults().size() == 1 && !one.repaired())
        .toList();
  }
}
