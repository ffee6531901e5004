package dev.vipc.proof;

import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.Version;
import dev.vipc.model.VirtualRouter;
import dev.vipc.model.VrrpGroup;
import dev.vipc.proof.Election.Move;
import dev.vipc.proof.Election.Settled;
import dev.vipc.source.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who holds each address while a deployment is exchanged machine by machine: a sequence of
 * deployments, each of which takes over the holders of the one before.
 *
 * <p>What a machine runs ends in good order before it is exchanged: a VRRP speaker says priority 0.
 */
public final class Rollout {
  /**
   * What has become of one address after a step.
   *
   * @param holders the machines that hold it once all has settled
   * @param away how long nobody held it, from the moment the step was done; zero where somebody
   *     held it all along; absent where nobody holds it yet
   * @param serves why a holder cannot serve; absent where it can
   * @param splits faults of one component that would make two machines hold it, or let it never
   *     settle
   * @param losses faults of one component that would take it from clients
   */
  public record Held(
      String address,
      List<String> holders,
      Optional<Bounds> away,
      Optional<String> serves,
      List<Case> splits,
      List<Case> losses) {
    public Held {
      holders = List.copyOf(holders);
      splits = List.copyOf(splits);
      losses = List.copyOf(losses);
    }

    /** Whether two hold it, or a single fault would bring that about. */
    public boolean isSplit() {
      return holders.size() > 1 || !splits.isEmpty();
    }
  }

  /** What is known of an address from the step before. */
  private record Before(List<Speaker> speakers, Set<String> leases) {
    private static final Before NOBODY = new Before(List.of(), Set.of());
  }

  private Map<String, Before> before = new HashMap<>();

  /** One that goes on from where this one is, while this one stays there. */
  public Rollout copy() {
    Rollout copy = new Rollout();
    copy.before = before;
    return copy;
  }

  /**
   * Takes one step.
   *
   * @param next all machines as they are afterwards
   * @param changed names of machines whose programs were stopped or exchanged by the step
   * @return every address that is, or was, held, in the order of the files
   */
  public List<Held> to(Deployment next, Set<String> changed) {
    Site site = new Site(next);
    ControlPlane controlPlane = ControlPlane.of(site);
    List<Balancer> balancers = balancers(site, controlPlane);
    Map<String, List<VrrpGroup>> routers = routers(next);
    Map<String, Map<Host, KubeVip>> leases = leases(site, controlPlane, next);
    Set<String> addresses = new LinkedHashSet<>(routers.keySet());
    addresses.addAll(leases.keySet());
    addresses.addAll(before.keySet());
    List<ServiceProof> proofs = Prover.prove(next, new ProofRequest(1, Optional.empty()));
    Map<String, Before> now = new LinkedHashMap<>();
    List<Held> held = new ArrayList<>();
    for (String address : addresses) {
      Step step =
          new Step(
              before.getOrDefault(address, Before.NOBODY),
              changed,
              new Checks(site, controlPlane, balancers),
              site);
      routers.getOrDefault(address, List.of()).forEach(step::routers);
      step.leases(leases.getOrDefault(address, Map.of()), controlPlane, next);
      held.add(step.held(address, balancers, controlPlane, cases(proofs, address, addresses)));
      now.put(address, step.after());
    }
    before = now;
    return held;
  }

  private static List<Balancer> balancers(Site site, ControlPlane controlPlane) {
    List<Balancer> balancers = new ArrayList<>();
    for (Host host : site.hosts())
      for (var daemon : Site.proxies(host)) {
        Balancer balancer = new Balancer(host, daemon, site, controlPlane);
        if (balancer.leadsAnywhere()) balancers.add(balancer);
      }
    return balancers;
  }

  private static Map<String, List<VrrpGroup>> routers(Deployment deployment) {
    Map<String, List<VrrpGroup>> routers = new LinkedHashMap<>();
    for (VrrpGroup group : VrrpGroup.of(deployment))
      group.members().stream()
          .flatMap(member -> member.router().knownAddresses().stream())
          .map(Located::value)
          .map(VirtualRouter.VirtualAddress::address)
          .map(IpAddress::toString)
          .findFirst()
          .ifPresent(
              address -> routers.computeIfAbsent(address, _ -> new ArrayList<>()).add(group));
    return routers;
  }

  private static Map<String, Map<Host, KubeVip>> leases(
      Site site, ControlPlane controlPlane, Deployment deployment) {
    Map<String, Map<Host, KubeVip>> leases = new LinkedHashMap<>();
    for (Host host : site.hosts())
      host.node().stream()
          .flatMap(node -> node.parts().all(KubeVip.class).stream())
          .forEach(instance -> put(leases, host, instance));
    for (KubeVip instance : deployment.shared().all(KubeVip.class))
      controlPlane.apiServers().forEach(host -> put(leases, host, instance));
    return leases;
  }

  private static void put(Map<String, Map<Host, KubeVip>> leases, Host host, KubeVip instance) {
    instance
        .virtualAddresses()
        .map(address -> address.value().toString())
        .forEach(
            address ->
                leases
                    .computeIfAbsent(address, _ -> new LinkedHashMap<>())
                    .putIfAbsent(host, instance));
  }

  /** The proof names its only service otherwise. */
  private static List<Case> cases(
      List<ServiceProof> proofs, String address, Collection<String> addresses) {
    return proofs.stream()
        .filter(
            proof ->
                proof.name().equals(address) || proof.name().equals("api") && addresses.size() == 1)
        .flatMap(proof -> proof.cases().stream())
        .toList();
  }

  /** One address in one step. */
  private static final class Step {
    private final Before before;
    private final Set<String> changed;
    private final Checks checks;
    private final Site site;
    private final List<Speaker> speakers = new ArrayList<>();
    private final List<Speaker> holders = new ArrayList<>();
    private final Set<String> leaseHolders = new LinkedHashSet<>();
    private Bounds taken = Bounds.NONE;
    private boolean stayed;

    Step(Before before, Set<String> changed, Checks checks, Site site) {
      this.before = before;
      this.changed = changed;
      this.checks = checks;
      this.site = site;
    }

    void routers(VrrpGroup group) {
      List<Speaker> all =
          group.members().stream()
              .flatMap(
                  member ->
                      site.of(member.node()).flatMap(host -> Speaker.of(host, member)).stream())
              .toList();
      Set<String> still =
          before.speakers().stream()
              .map(speaker -> speaker.host().name())
              .filter(name -> !changed.contains(name))
              .collect(Collectors.toCollection(HashSet::new));
      List<Speaker> left =
          all.stream().filter(speaker -> still.contains(speaker.host().name())).toList();
      Settled settled = new Election(all, checks).settle(World.WHOLE, left);
      speakers.addAll(all);
      holders.addAll(settled.holders());
      stayed |= !left.isEmpty();
      if (left.isEmpty())
        settled.moves().stream().findFirst().ifPresent(move -> took(move, settled));
    }

    /** A holder that stops says so, and whoever hears it waits its skew alone. */
    private void took(Move move, Settled settled) {
      Optional<Speaker> taker = move.took();
      Optional<Speaker> heard =
          taker.flatMap(speaker -> before.speakers().stream().filter(speaker::accepts).findFirst());
      taken =
          heard.isEmpty()
              ? move.time()
              : skew(
                  taker.orElseThrow(),
                  settled.standings().of(taker.orElseThrow()).priority(),
                  heard.get());
    }

    private static Bounds skew(Speaker taker, int priority, Speaker gone) {
      double skew = taker.skew(priority);
      return Bounds.of(
          skew,
          skew,
          () ->
              "%s hears priority 0 from %s and waits its skew, (256 - %d)/256%s"
                  .formatted(
                      taker,
                      gone,
                      priority,
                      taker.v3() ? " × " + Bounds.seconds(taker.interval()) + " s" : " s"));
    }

    void leases(Map<Host, KubeVip> instances, ControlPlane controlPlane, Deployment deployment) {
      if (instances.isEmpty()) return;
      KubeVip first = instances.values().iterator().next();
      Version version =
          first.imageVersion().orElseGet(() -> deployment.targets().versionFor("kube-vip"));
      Optional<String> same =
          before.leases().stream()
              .filter(name -> !changed.contains(name))
              .filter(name -> instances.keySet().stream().anyMatch(h -> h.name().equals(name)))
              .findFirst();
      same.ifPresent(leaseHolders::add);
      if (same.isPresent()) {
        stayed = true;
        return;
      }
      instances.keySet().stream()
          .filter(host -> controlPlane.answer(World.WHOLE, host, host) == ControlPlane.Answer.READY)
          .findFirst()
          .ifPresent(
              host -> {
                leaseHolders.add(host.name());
                taken = Handover.expiry(first, version);
              });
    }

    Before after() {
      return new Before(List.copyOf(holders), Set.copyOf(leaseHolders));
    }

    Held held(
        String address, List<Balancer> balancers, ControlPlane controlPlane, List<Case> cases) {
      List<String> names =
          new ArrayList<>(holders.stream().map(speaker -> speaker.host().name()).toList());
      names.addAll(leaseHolders);
      Optional<Bounds> away =
          names.isEmpty() ? Optional.empty() : Optional.of(stayed ? Bounds.NONE : taken);
      return new Held(
          address,
          names,
          away,
          serves(balancers, controlPlane),
          cases.stream().filter(Step::isSplit).toList(),
          cases.stream().filter(Step::isLoss).toList());
    }

    private static boolean isSplit(Case one) {
      return one.disproves()
          && (one.outcome() == Outcome.SPLIT || one.outcome() == Outcome.FLAPPING);
    }

    private static boolean isLoss(Case one) {
      return one.disproves()
          && !one.repaired()
          && (one.outcome() == Outcome.OUTAGE || one.outcome() == Outcome.BLACK_HOLE);
    }

    private Optional<String> serves(List<Balancer> balancers, ControlPlane controlPlane) {
      if (holders.isEmpty()) return Optional.empty();
      VrrpService service =
          new VrrpService("", speakers, balancers, site, controlPlane, Optional.empty());
      return holders.stream()
          .flatMap(holder -> service.serves(World.WHOLE, holder).stream())
          .findFirst();
    }
  }
}
