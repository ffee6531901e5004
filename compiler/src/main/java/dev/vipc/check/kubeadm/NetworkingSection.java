package dev.vipc.check.kubeadm;

import dev.vipc.model.Cidr;
import dev.vipc.syntax.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What kubeadm validates of {@code networking}: the DNS domain and the subnets. */
final class NetworkingSection {
  private static final int LEAST_SERVICES = 10;
  private static final int LEAST_PODS = 14;
  private static final int MOST_SERVICE_BITS = 20;
  private static final int MOST_NODE_BITS = 16;
  private static final int NODE_PREFIX_V4 = 24;
  private static final int NODE_PREFIX_V6 = 64;
  private static final int FIRST_DUAL_STACK = 16;
  private static final int DUAL_STACK_BY_DEFAULT = 21;

  /** Since then sizes are tested, except that services need ten (kubernetes/kubernetes#95723). */
  private static final int SIZES_TESTED = 20;

  private final Settings document;
  private final Judge judge;

  private NetworkingSection(Settings document) {
    this.document = document;
    this.judge = document.judge();
  }

  static void check(Settings document) {
    document.at("networking").ifPresent(new NetworkingSection(document)::section);
  }

  private void section(Settings networking) {
    networking
        .text("dnsDomain")
        .filter(text -> !GoText.isSubdomain(text.value()))
        .ifPresent(
            text ->
                judge.report(
                    KubeadmRefusals.DOMAIN,
                    text,
                    "is no DNS subdomain",
                    "write small letters, digits, dashes and full stops, such as `cluster.local`"));
    networking.text("serviceSubnet").ifPresent(this::services);
    networking.text("podSubnet").ifPresent(this::pods);
  }

  private void services(Scalar text) {
    for (Cidr subnet : subnets(text, LEAST_SERVICES)) {
      if (judge.before(SIZES_TESTED)) return;
      int bits = subnet.address().bits() - subnet.prefixLength();
      if (bits > MOST_SERVICE_BITS)
        judge.report(
            KubeadmRefusals.SUBNET,
            text,
            "is too large for services, which have at most 20 bits",
            "write a prefix of at least /%d"
                .formatted(subnet.address().bits() - MOST_SERVICE_BITS));
    }
  }

  private void pods(Scalar text) {
    boolean tested = !judge.before(SIZES_TESTED);
    List<Cidr> subnets = subnets(text, tested ? LEAST_PODS : LEAST_SERVICES);
    boolean allocated =
        manager("allocate-node-cidrs").filter(value -> value.value().equals("false")).isEmpty();
    if (allocated && tested) for (Cidr subnet : subnets) nodeParts(text, subnet);
  }

  private void nodeParts(Scalar text, Cidr subnet) {
    Optional<Integer> node = nodePrefix(subnet.address().isV6());
    if (node.isEmpty()) return;
    int spare = node.get() - subnet.prefixLength();
    if (spare < 0)
      judge.report(
          KubeadmRefusals.SUBNET,
          text,
          "is smaller than the /%d that each node gets of it".formatted(node.get()),
          "write a prefix of at most /%d, or give the controller manager a longer node-cidr-mask-size"
              .formatted(node.get()));
    else if (spare > MOST_NODE_BITS)
      judge.report(
          KubeadmRefusals.SUBNET,
          text,
          "is more than 16 bits wider than the /%d that each node gets of it".formatted(node.get()),
          "write a prefix of at least /%d".formatted(node.get() - MOST_NODE_BITS));
  }

  /** The prefix of a node's part; absent where it is stated in a way that says nothing here. */
  private Optional<Integer> nodePrefix(boolean v6) {
    String name = v6 ? "node-cidr-mask-size-ipv6" : "node-cidr-mask-size-ipv4";
    Optional<Scalar> stated = manager(name).or(() -> manager("node-cidr-mask-size"));
    if (stated.isEmpty()) return Optional.of(v6 ? NODE_PREFIX_V6 : NODE_PREFIX_V4);
    return stated
        .map(Scalar::value)
        .filter(value -> value.matches("\\d{1,3}"))
        .map(Integer::parseInt);
  }

  private Optional<Scalar> manager(String argument) {
    return document
        .argument("controllerManagerExtraArgs", argument)
        .or(
            () ->
                document
                    .at("controllerManager")
                    .flatMap(manager -> manager.argument("extraArgs", argument)));
  }

  /** The CIDRs of a text; none where it is not of the form, which is reported. */
  private List<Cidr> subnets(Scalar text, int least) {
    List<Cidr> subnets = new ArrayList<>();
    for (String part : text.value().split(",", -1)) {
      Optional<Cidr> subnet = GoText.cidr(part.strip());
      if (subnet.isEmpty()) {
        judge.report(
            KubeadmRefusals.SUBNET,
            text,
            "is no subnet",
            "write a CIDR such as `10.244.0.0/16`, or two of different families with a comma between");
        return List.of();
      }
      subnets.add(subnet.get());
    }
    families(text, subnets);
    for (Cidr subnet : subnets) size(text, subnet, least);
    return subnets;
  }

  private void families(Scalar text, List<Cidr> subnets) {
    boolean pair =
        subnets.size() == 2
            && subnets.getFirst().address().isV6() != subnets.getLast().address().isV6();
    if (subnets.size() > 1 && !pair)
      judge.report(
          KubeadmRefusals.SUBNET,
          text,
          "is neither one subnet nor two of different families",
          "write one CIDR, or one of IPv4 and one of IPv6");
    else if (pair && judge.before(FIRST_DUAL_STACK))
      judge.report(
          KubeadmRefusals.SUBNET,
          text,
          "has two subnets, which kubeadm reads from 1.16 on",
          "write one");
    else if (pair && judge.before(DUAL_STACK_BY_DEFAULT) && !dualStack())
      judge.report(
          KubeadmRefusals.SUBNET,
          text,
          "has two subnets, for which kubeadm before 1.21 needs a feature gate",
          "add `IPv6DualStack: true` to the featureGates");
  }

  private boolean dualStack() {
    return document.at("featureGates").filter(gates -> gates.isTrue("IPv6DualStack")).isPresent();
  }

  private void size(Scalar text, Cidr subnet, int least) {
    int bits = subnet.address().bits() - subnet.prefixLength();
    if (bits < Integer.SIZE - 2 && 1 << bits < least)
      judge.report(
          KubeadmRefusals.SUBNET,
          text,
          "has %d addresses of at least %d".formatted(1 << bits, least),
          "write a shorter prefix");
  }
}
