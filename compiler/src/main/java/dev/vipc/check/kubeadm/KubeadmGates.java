package dev.vipc.check.kubeadm;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * kubeadm's feature gates and the minor releases that take each. Source: the features package of
 * each release; a gate that a release lists as deprecated was refused up to 1.27 and is taken
 * since.
 */
final class KubeadmGates {
  private static final int NOW = Integer.MAX_VALUE;

  /**
   * @param last the last release that takes it
   */
  private record Span(int first, int last) {}

  private static final Map<String, Span> GATES =
      Map.ofEntries(
          Map.entry("SelfHosting", new Span(8, 11)),
          Map.entry("StoreCertsInSecrets", new Span(8, 11)),
          Map.entry("HighAvailability", new Span(9, 11)),
          Map.entry("CoreDNS", new Span(9, 12)),
          Map.entry("DynamicKubeletConfig", new Span(9, 13)),
          Map.entry("Auditing", new Span(9, 12)),
          Map.entry("IPv6DualStack", new Span(16, 23)),
          Map.entry("PublicKeysECDSA", new Span(19, NOW)),
          Map.entry("RootlessControlPlane", new Span(22, NOW)),
          Map.entry("UnversionedKubeletConfigMap", new Span(22, 25)),
          Map.entry("EtcdLearnerMode", new Span(27, 32)),
          Map.entry("UpgradeAddonsBeforeControlPlane", new Span(28, 30)),
          Map.entry("WaitForAllControlPlaneComponents", new Span(30, NOW)),
          Map.entry("ControlPlaneKubeletLocalMode", new Span(31, NOW)),
          Map.entry("NodeLocalCRISocket", new Span(32, NOW)));

  private KubeadmGates() {}

  static Set<String> names() {
    return GATES.keySet();
  }

  /** Why a release does not take a gate; absent where it does, or may. */
  static Optional<String> refusal(String name, OptionalInt release) {
    if (!GATES.containsKey(name)) return Optional.of("is no feature gate of kubeadm");
    Span span = GATES.getOrDefault(name, new Span(0, NOW));
    if (release.isEmpty()) return Optional.empty();
    if (release.getAsInt() > span.last())
      return Optional.of("is a feature gate of kubeadm up to 1.%d only".formatted(span.last()));
    return release.getAsInt() < span.first()
        ? Optional.of("is a feature gate of kubeadm from 1.%d on only".formatted(span.first()))
        : Optional.empty();
  }
}
