package dev.vipc.proof;

import dev.vipc.model.Deployment;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Node;
import dev.vipc.model.ProxyDaemon;
import dev.vipc.model.Version;
import dev.vipc.model.VrrpGroup;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Of virtual routers with at least two machines among the files, and with numbers known. */
  static List<ServiceProof> ofRouters(Deployment deployment, ProofRequest request) {
    List<VrrpGroup> groups =
        VrrpGroup.of(deployment).stream().filter(group -> group.members().size() > 1).toList();
    if (groups.isEmpty()) return List.of();
    Prover prover = new Prover(deployment, request);
    return groups.stream()
        .map(group -> prover.proof(group, name(group)))
        .filter(proof -> proof.unproved().isEmpty())
        .toList();
  }

  private List<ServiceProof> proofs() {
    List<VrrpGroup> groups = VrrpGroup.of(site.deployment());
    Map<String, Map<Host, KubeVip>> leases = leases();
    List<Balancer> local = local(groups);
    boolean only = groups.size() + leases.size() + (local.isEmpty() ? 0 : 1) == 1;
    List<ServiceProof> proofs = new ArrayList<>();
    for (VrrpGroup group : groups) proofs.add(proof(group, only ? "api" : name(group)));
    leases.forEach((address, where) -> proofs.add(proof(where, only ? "api" : address)));
    if (!local.isEmpty())
      proofs.add(
          prove(
              new LocalService(
                  only ? "api" : "local proxies", local, controlPlane, request.objective())));
    return proofs;
  }

  /** Proxies for their own machine alone; before a virtual router they are its own. */
  private List<Balancer> local(List<VrrpGroup> groups) {
    Set<Host> speaking =
        groups.stream()
            .flatMap(group -> group.members().stream())
            .flatMap(member -> site.of(member.node()).stream())
            .collect(Collectors.toSet());
    return balancers.stream()
        .filter(balancer -> !speaking.contains(balancer.host()))
        .filter(LocalService::isLocal)
        .toList();
  }

  /** The instances of kube-vip that move an address of the control plane, by that address. */
  private Map<String, Map<Host, KubeVip>> leases() {
    Map<String, Map<Host, KubeVip>> leases = new LinkedHashMap<>();
    for (Node node : site.deployment().nodes())
      for (KubeVip instance : node.parts().all(KubeVip.class))
        site.of(node)
            .ifPresent(
                host ->
                    leases
                        .computeIfAbsent(address(instance), _ -> new LinkedHashMap<>())
                        .putIfAbsent(host, instance));
    for (KubeVip instance : site.deployment().shared().all(KubeVip.class))
      for (Host host : controlPlane.apiServers())
        leases
            .computeIfAbsent(address(instance), _ -> new LinkedHashMap<>())
            .putIfAbsent(host, instance);
    return leases;
  }

  private static String address(KubeVip instance) {
    return instance.address().value().orElse("kube-vip");
  }

  private ServiceProof proof(Map<Host, KubeVip> instances, String name) {
    List<KubeVip> all = List.copyOf(instances.values());
    if (all.stream().allMatch(one -> one.runs("bgp")))
      return prove(new RouteService(name, instances, controlPlane, request.objective()));
    Optional<KubeVip> other =
        all.stream()
            .filter(one -> !one.runs("arp") || one.form() == KubeVip.Form.RAFT_FILE)
            .findFirst();
    if (other.isPresent())
      return ServiceProof.unproved(
          name, "kube-vip moves %s without a lease (%s)".formatted(name, way(other.get())));
    Version version =
        all.stream()
            .flatMap(one -> one.imageVersion().stream())
            .findFirst()
            .orElseGet(() -> site.deployment().targets().versionFor("kube-vip"));
    return prove(new LeaseService(name, instances, version, controlPlane, request.objective()));
  }

  private static String way(KubeVip instance) {
    if (instance.form() == KubeVip.Form.RAFT_FILE) return "raft among its peers, as up to 0.1";
    return instance.modes().isEmpty()
        ? "no mode is switched on"
        : instance.modes().stream().map(Located::value).collect(Collectors.joining(", "));
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
        machines.computeIfAbsent(host, _ -> EnumSet.noneOf(Component.class)).add(fault.component());
    return machines;
  }

  private static String name(VrrpGroup group) {
    return group.members().getFirst().router().knownAddresses().stream()
        .findFirst()
        .map(address -> address.value().address().toString())
        .orElseGet(() -> group.members().getFirst().router().name().value());
  }
}
