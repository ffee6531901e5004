package dev.vipc.rule.vrrp;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.CheckScript;
import dev.vipc.model.Deployment;
import dev.vipc.model.Node;
import dev.vipc.model.PodPrivileges;
import dev.vipc.model.PodPrivileges.Container;
import dev.vipc.model.StaticPod;
import dev.vipc.model.VrrpDaemon;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A static pod of keepalived that cannot do its work. */
@AutoService(Rule.class)
public final class PodCannotHold implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "KA033",
          "pod-cannot-hold-address",
          Severity.ERROR,
          """
          keepalived's static pod lacks what it needs on its machine.

          Without `hostNetwork: true` it puts the address into the pod's own network, where nobody asks
          for it, and its advertisements do not reach the peers. Without NET_ADMIN (capabilities(7)) it
          may not set an address at all. `osixia/keepalived` reads
          /usr/local/etc/keepalived/keepalived.conf, or what is mounted over its own template in
          /container/service/keepalived/assets: a configuration that is mounted to
          /etc/keepalived/keepalived.conf is not read, and the image's own one announces 192.168.1.231
          (its README). A script that looks for a process on the machine (`killall -0 haproxy`) sees only
          the container's own without `hostPID: true`, and fails for ever.

          Nothing is said of mounts where the manifest gives a command or arguments, or the image is
          another one.
          """);
  private static final Pattern KEEPALIVED = Pattern.compile("(?:.*[/-])?keepalived(?:[-:@].*)?");
  private static final Pattern OSIXIA = Pattern.compile("(?:docker\\.io/)?osixia/keepalived[:@].*");
  private static final String NOT_READ = "/etc/keepalived/keepalived.conf";
  private static final List<String> READ =
      List.of("/usr/local/etc/keepalived", "/container/service/keepalived/assets");
  private static final Set<String> ADMIN = Set.of("NET_ADMIN", "ALL");

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    for (Node node : deployment.nodes())
      for (PodPrivileges pod : node.parts().all(PodPrivileges.class))
        for (Container container : pod.containers())
          container
              .image()
              .located()
              .filter(image -> KEEPALIVED.matcher(image.value()).matches())
              .ifPresent(image -> check(node, pod, container, image, out));
  }

  private static void check(
      Node node, PodPrivileges pod, Container container, Located<String> image, Reporter out) {
    Optional<StaticPod> manifest =
        node.parts().all(StaticPod.class).stream()
            .filter(other -> other.name().equals(pod.pod()))
            .findFirst();
    if (manifest.filter(StaticPod::hostNetwork).isEmpty())
      out.report(
          Diagnostic.of(
                  META,
                  image.span(),
                  "without `hostNetwork` keepalived puts the address into the pod's own network")
              .help("write `hostNetwork: true` in the pod's spec"));
    if (!container.privileged() && container.capabilities().stream().noneMatch(ADMIN::contains))
      out.report(
          Diagnostic.of(META, image.span(), "without NET_ADMIN keepalived may not set an address")
              .help(
                  "add NET_ADMIN, NET_BROADCAST and NET_RAW to securityContext.capabilities.add"));
    if (OSIXIA.matcher(image.value()).matches() && !container.ownCommand())
      manifest.flatMap(m -> misplaced(m, image)).ifPresent(out::report);
    if (!pod.hostProcesses() && pod.containers().size() == 1)
      processTest(node).ifPresent(test -> out.report(blind(test, image)));
  }

  /** A configuration that is mounted where the image does not look, and none where it does. */
  private static Optional<Diagnostic> misplaced(StaticPod manifest, Located<String> image) {
    List<Located<String>> mounts =
        manifest.containers().stream()
            .filter(container -> container.image().located().equals(Optional.of(image)))
            .flatMap(container -> container.mounts().stream())
            .flatMap(mount -> mount.mountPath().located().stream())
            .toList();
    if (mounts.stream().anyMatch(at -> READ.stream().anyMatch(at.value()::startsWith)))
      return Optional.empty();
    return mounts.stream()
        .filter(at -> at.value().equals(NOT_READ))
        .findFirst()
        .map(
            at ->
                Diagnostic.of(
                        META,
                        at.span(),
                        "`%s` does not read its configuration there".formatted(image.value()))
                    .also(image.span(), "this image")
                    .help("mount it to /usr/local/etc/keepalived/keepalived.conf"));
  }

  private static Optional<Located<String>> processTest(Node node) {
    return node.parts().all(VrrpDaemon.class).stream()
        .flatMap(daemon -> ScriptsOf.tracked(daemon).stream())
        .flatMap(script -> new ScriptsOf(node).runBy(script).stream())
        .map(CheckScript::processTests)
        .flatMap(List::stream)
        .findFirst();
  }

  private static Diagnostic blind(Located<String> test, Located<String> image) {
    Span place = test.span();
    return Diagnostic.of(
            META,
            place,
            "`%s` sees the processes of its own container only, so it always fails"
                .formatted(test.value()))
        .also(image.span(), "keepalived and its scripts run in this container")
        .help("ask the service over its port, or write `hostPID: true` in the pod's spec");
  }
}
