package dev.vipc.proof;

import dev.vipc.model.Deployment;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.VrrpGroup;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Works out what becomes of each service of a deployment in each combination of faults. */
public final class Prover {
  private final Site site;
  private final ControlPlane controlPlane;
  private final List<Balancer> balancers = new ArrayList<>();
  private final ProofRequest request;

  private Prover(Deployment deployment, ProofRequest request) {
    this.site = new Site(deployment);
    this.controlPlane = ControlPlane.of(site);
    this.request = request;
    for (Host host : site.hosts())
      for (ProxyDaemon daemon : Site.proxies(host)) {
        Balancer balancer = new Balancer(host, daemon, site, controlPlane);
        if (balancer.leadsAnywhere()) balancers.add(balancer);
      }
  }

  /** The services that the deployment's files describe, in file order; none is an empty list. */
  public static List<ServiceProof> prove(Deployment deployment, ProofRequest request) {
    return new Prover(deployment, request).proofs();
  }

  private List<ServiceProof> proofs() {
    List<VrrpGroup> groups = VrrpGroup.of(site.deployment());
    List<ServiceProof> proofs = new ArrayList<>();
    for (VrrpGroup group : groups)
      proofs.add(proof(group, groups.size() == 1 ? "api" : name(group)));
    return proofs;
  }

  private ServiceProof proof(VrrpGroup group, String name) {
    Optional<String> unknown = VrrpService.whyUnknown(group, site);
    if (unknown.isPresent()) return ServiceProof.unproved(name, unknown.get());
    List<Speaker> speakers =
        group.members().stream()
            .flatMap(
                member -> site.of(member.node()).flatMap(host -> Speaker.of(host, member)).stream())
            .toList();
    return prove(
        new VrrpService(name, speakers, balancers, site, controlPlane, request.objective()));
  }

  private ServiceProof prove(Service service) {
    List<Case> cases = new ArrayList<>();
    for (List<Fault> faults : new Faults(service).upTo(request.faults()))
      cases.addAll(service.judge(faults));
    return new ServiceProof(service.name(), machines(service), cases, Optional.empty());
  }

  private static Map<Host, Set<Component>> machines(Service service) {
    Map<Host, Set<Component>> machines = new LinkedHashMap<>();
    for (Host host : service.segment()) machines.put(host, EnumSet.noneOf(Component.class));
    for (Fault fault : service.singleFaults())
      for (Host host : fault.hosts())
        machines
            .computeIfAbsent(host, _ -> EnumSet.noneOf(Component.class))
            .add(fault.component());
    return machines;
  }

  private static String name(VrrpGroup group) {
    return group.members().getFirst().router().knownAddresses().stream()
        .findFirst()
        .map(address -> address.value().address().toString())
        .orElseGet(() -> group.members().getFirst().router().name().value());
  }
}
