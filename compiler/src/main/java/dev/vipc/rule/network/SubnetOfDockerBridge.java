package dev.vipc.rule.network;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Cidr;
import dev.vipc.model.Deployment;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeadmFile;
import dev.vipc.model.SetupScript;
import dev.vipc.model.SystemdUnit;
import dev.vipc.rule.Rule;
import dev.vipc.rule.network.KnownAddresses.Subnet;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** NET012. */
@AutoService(Rule.class)
public final class SubnetOfDockerBridge implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "NET012",
          "subnet-of-docker-bridge",
          Severity.WARNING,
          """
          Pods, services or machines are to have addresses that Docker's bridge has on every machine.

          Docker gives its bridge docker0 the network 172.17.0.0/16 unless `bip` says otherwise, with a route on the machine. What is \
          sent to a pod, a node or a virtual address in that network then goes to the bridge and is lost. kubeadm does not \
          look at the machine's routes. Source: Docker, daemon configuration (`bip`).

          The rule speaks where the files show that Docker runs: a `criSocket` of dockershim or cri-dockerd, a systemd unit of \
          Docker, or a script that runs or installs it. Files that set `bip` or `default-address-pools` are silent. Docker's \
          own daemon.json is not read.

          Take another subnet, or give the bridge another network by `bip` in /etc/docker/daemon.json on every machine.
          """);
  private static final Cidr BRIDGE = Cidr.parse("172.17.0.0/16").orElseThrow();
  private static final Set<String> INSTALLERS = Set.of("apt", "apt-get", "yum", "dnf", "zypper");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Optional<Span> docker = docker(deployment);
    if (docker.isEmpty() || isMoved(deployment)) return;
    KnownAddresses known = new KnownAddresses(deployment);
    Set<String> said = new HashSet<>();
    Stream.concat(known.podSubnets().stream(), known.serviceSubnets().stream())
        .filter(subnet -> subnet.cidr().value().overlaps(BRIDGE))
        .filter(subnet -> said.add(subnet.key() + subnet.cidr().value()))
        .forEach(subnet -> out.report(subnet(subnet, docker.get())));
    Stream.concat(known.machines().stream(), known.entrances().stream())
        .filter(address -> BRIDGE.contains(address.value()))
        .filter(address -> said.add(address.value().toString()))
        .forEach(address -> out.report(address(address, docker.get())));
  }

  /** What shows that Docker runs on the machines. */
  private static Optional<Span> docker(Deployment deployment) {
    Stream<Span> sockets =
        deployment
            .all(KubeadmFile.class)
            .flatMap(
                file ->
                    Stream.concat(
                        file.inits().stream().map(KubeadmFile.Init::criSocket),
                        file.joins().stream().map(KubeadmFile.Join::criSocket)))
            .flatMap(socket -> socket.located().stream())
            .filter(
                socket ->
                    socket.value().contains("dockershim") || socket.value().contains("cri-dockerd"))
            .map(Located::span);
    Stream<Span> units =
        deployment
            .all(SystemdUnit.class)
            .filter(unit -> unit.unit().equals("docker.service"))
            .map(unit -> unit.file().startOfFile());
    Stream<Span> scripts =
        deployment
            .all(SetupScript.class)
            .flatMap(script -> script.commands().stream())
            .filter(SubnetOfDockerBridge::usesDocker)
            .map(SetupScript.Command::span);
    return Stream.of(sockets, units, scripts).flatMap(places -> places).findFirst();
  }

  private static boolean usesDocker(SetupScript.Command command) {
    return switch (command.program()) {
      case "docker" -> command.has("run") || command.has("compose");
      case "systemctl" -> command.has("docker") || command.has("docker.service");
      default ->
          INSTALLERS.contains(command.program())
              && (command.has("docker-ce") || command.has("docker.io"));
    };
  }

  private static boolean isMoved(Deployment deployment) {
    return deployment
        .all(SetupScript.class)
        .map(script -> script.file().text())
        .anyMatch(text -> text.contains("bip\"") || text.contains("default-address-pools"));
  }

  private static Diagnostic subnet(Subnet subnet, Span docker) {
    Diagnostic found =
        Diagnostic.of(
            META,
            subnet.cidr().span(),
            "`%s` `%s` shares addresses with Docker's bridge, %s"
                .formatted(subnet.key(), subnet.cidr().value(), BRIDGE));
    return finished(found, docker);
  }

  private static Diagnostic address(Located<IpAddress> address, Span docker) {
    Diagnostic found =
        Diagnostic.of(
            META,
            address.span(),
            "`%s` is an address of Docker's bridge, %s".formatted(address.value(), BRIDGE));
    return finished(found, docker);
  }

  private static Diagnostic finished(Diagnostic found, Span docker) {
    return found
        .also(docker, "Docker runs on the machines")
        .help("take another subnet, or set `bip` in Docker's daemon.json on every machine");
  }
}
