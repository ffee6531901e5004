package dev.vipc.rule.cross;

import com.google.auto.service.AutoService;
import dev.vipc.diagnostic.Diagnostic;
import dev.vipc.diagnostic.Reporter;
import dev.vipc.diagnostic.RuleMeta;
import dev.vipc.diagnostic.Severity;
import dev.vipc.model.Deployment;
import dev.vipc.model.HostEntry;
import dev.vipc.model.HostPort;
import dev.vipc.model.IpAddress;
import dev.vipc.model.KubeVip;
import dev.vipc.model.KubeadmFile.Cluster;
import dev.vipc.model.Setting;
import dev.vipc.model.StaticPod;
import dev.vipc.picture.Holder;
import dev.vipc.picture.VirtualAddresses;
import dev.vipc.rule.Rule;
import dev.vipc.source.Located;
import dev.vipc.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** XS007. */
@AutoService(Rule.class)
public final class ImageBehindVip implements Rule {
  private static final RuleMeta META =
      new RuleMeta(
          "XS007",
          "image-behind-virtual-address",
          Severity.WARNING,
          """
          An image that the control plane starts from is to be pulled from the address which that control plane brings up.

          The virtual address of kube-vip, or of a keepalived that runs as a static pod, exists only once the kubelet has \
          pulled that pod's image and started it. A registry that is reached by this address, the usual shortcut without a \
          connection to the internet, cannot give the image for it: the first machine waits in ImagePullBackOff, and so does \
          the whole cluster after a power cut. It is silent for an address that a keepalived service of the machine itself moves, \
          which needs no image. Whether the images are mirrored at all is in no file.

          Name the registry by an address of its own, or load these images into each machine's runtime beforehand.
          """);

  @Override
  public RuleMeta meta() {
    return META;
  }

  @Override
  public void check(Deployment deployment, Reporter out) {
    Map<String, Span> ways = ways(deployment);
    if (ways.isEmpty()) return;
    Set<String> said = new HashSet<>();
    images(deployment)
        .flatMap(image -> image.located().stream())
        .filter(image -> said.add(image.value() + image.span().file().path()))
        .forEach(image -> registry(image.value()).ifPresent(host -> judge(image, host, ways, out)));
  }

  private static void judge(
      Located<String> image, String host, Map<String, Span> ways, Reporter out) {
    Span way = ways.get(host);
    if (way != null) out.report(found(image, host, way));
  }

  /** Hosts that lead to an address which a container moves. */
  private static Map<String, Span> ways(Deployment deployment) {
    Map<IpAddress, Span> moved = new HashMap<>();
    deployment
        .all(KubeVip.class)
        .flatMap(KubeVip::virtualAddresses)
        .forEach(at -> moved.putIfAbsent(at.value(), at.span()));
    VirtualAddresses virtual = VirtualAddresses.of(deployment);
    for (var node : deployment.nodes())
      if (node.parts().all(StaticPod.class).stream().anyMatch(ImageBehindVip::isKeepalived))
        for (Holder holder : virtual.of(node)) moved.putIfAbsent(holder.address(), holder.place());
    Map<String, Span> ways = new HashMap<>();
    moved.forEach((address, place) -> ways.put(address.toString(), place));
    deployment
        .all(HostEntry.class)
        .filter(entry -> moved.containsKey(entry.address().value()))
        .forEach(entry -> ways.putIfAbsent(entry.name().value(), entry.name().span()));
    return ways;
  }

  private static boolean isKeepalived(StaticPod pod) {
    return pod.containers().stream()
        .anyMatch(
            container ->
                container
                    .image()
                    .value()
                    .filter(image -> image.contains("keepalived"))
                    .isPresent());
  }

  private static Stream<Setting<String>> images(Deployment deployment) {
    return Stream.of(
            deployment
                .all(StaticPod.class)
                .flatMap(pod -> pod.containers().stream())
                .map(StaticPod.Container::image),
            deployment.all(KubeVip.class).map(KubeVip::image),
            deployment.clusters().stream().flatMap(ImageBehindVip::repositories))
        .flatMap(images -> images);
  }

  private static Stream<Setting<String>> repositories(Cluster cluster) {
    return cluster.imageRepositories().stream();
  }

  /**
   * The host before the first slash, where it is one: with a dot, a colon, or {@code localhost}.
   */
  private static Optional<String> registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? image : image.substring(0, slash);
    boolean host = first.contains(".") || slash >= 0 && first.contains(":");
    return host ? HostPort.parse(first).map(HostPort::host) : Optional.empty();
  }

  private static Diagnostic found(Located<String> image, String host, Span place) {
    return Diagnostic.of(
            META,
            image.span(),
            "`%s` is pulled from `%s`, which answers only when the control plane runs"
                .formatted(image.value(), host))
        .also(place, "a container of the control plane brings this address up")
        .help("name the registry by an address of its own, or load the image beforehand");
  }
}
