package dev.vipc.lower.kubevip;

import dev.vipc.lower.Pieces;
import dev.vipc.lower.YamlFields;
import dev.vipc.model.IpAddress;
import dev.vipc.model.LoadBalancerService;
import dev.vipc.model.Parts;
import dev.vipc.source.Located;
import java.util.List;
import java.util.stream.Stream;

/** Reads a Service of type LoadBalancer, as kube-vip takes its addresses. */
final class ServiceReader {
  private static final List<String> ANNOTATIONS =
      List.of("kube-vip.io/loadbalancerIPs", "kube-vip.io/loadbalancerIP");

  private ServiceReader() {}

  static Parts read(YamlFields document) {
    YamlFields spec = document.at("spec");
    boolean balancer =
        spec.scalar("type").filter(type -> type.value().equals("LoadBalancer")).isPresent();
    if (!balancer) return Parts.NONE;
    return document
        .at("metadata")
        .scalar("name")
        .map(
            name ->
                Parts.of(
                    new LoadBalancerService(
                        name, addresses(document), spec.text("externalTrafficPolicy"))))
        .orElse(Parts.NONE);
  }

  private static List<Located<IpAddress>> addresses(YamlFields document) {
    YamlFields annotations = document.at("metadata").at("annotations");
    Stream<Located<String>> asked =
        Stream.concat(
            ANNOTATIONS.stream().flatMap(name -> annotations.scalar(name).stream()),
            document.at("spec").scalar("loadBalancerIP").stream());
    return asked
        .flatMap(text -> Pieces.split(text, ',').stream())
        .flatMap(
            text ->
                IpAddress.parse(text.value()).map(ip -> new Located<>(ip, text.span())).stream())
        .toList();
  }
}
