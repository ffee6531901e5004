package dev.vipc.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The versions of kubeadm's configuration, and which minor releases of kubeadm 1.x read each.
 * Source: kubeadm's changelogs; v1beta3 was removed by kubernetes/kubernetes#136016 for 1.37.
 */
public enum KubeadmVersion {
  V1ALPHA1("v1alpha1", 8, 11),
  V1ALPHA2("v1alpha2", 11, 12),
  V1ALPHA3("v1alpha3", 12, 14),
  V1BETA1("v1beta1", 13, 21),
  V1BETA2("v1beta2", 15, 26),
  V1BETA3("v1beta3", 22, 36),
  V1BETA4("v1beta4", 31, Integer.MAX_VALUE);

  private final String word;
  private final int firstReader;
  private final int lastReader;

  KubeadmVersion(String word, int firstReader, int lastReader) {
    this.word = word;
    this.firstReader = firstReader;
    this.lastReader = lastReader;
  }

  public static Optional<KubeadmVersion> of(String word) {
    return List.of(values()).stream().filter(version -> version.word.equals(word)).findFirst();
  }

  /** The newest that a kubeadm of this minor release reads. */
  public static KubeadmVersion newestFor(int minor) {
    return List.of(values()).reversed().stream()
        .filter(version -> version.isReadBy(minor))
        .findFirst()
        .orElse(V1ALPHA1);
  }

  public boolean isReadBy(int minor) {
    return minor >= firstReader && minor <= lastReader;
  }

  /** 1.28 to 1.30 read v1beta4 only with {@code --allow-experimental-api}. */
  public boolean isExperimentalFor(int minor) {
    return this == V1BETA4 && minor >= 28 && minor < firstReader;
  }

  /**
   * Whether a kubeadm of this minor release reads it but says that it is old. Source: the release
   * notes that deprecate each version.
   */
  public boolean isDeprecatedFor(int minor) {
    return switch (this) {
      case V1ALPHA1 -> minor == 11;
      case V1ALPHA2 -> minor == 12;
      case V1ALPHA3 -> minor >= 13;
      case V1BETA1 -> minor >= 17;
      case V1BETA2 -> minor >= 22;
      case V1BETA3 -> minor >= 31;
      case V1BETA4 -> false;
    };
  }

  /** The first minor release that reads it without being asked to. */
  public int firstReader() {
    return firstReader;
  }

  /** As in {@code 1.15 to 1.26}. */
  public String readers() {
    return lastReader == Integer.MAX_VALUE
        ? "1.%d and newer".formatted(firstReader)
        : "1.%d to 1.%d".formatted(firstReader, lastReader);
  }

  /**
   * The hops to a version that a kubeadm of this minor release reads: each release reads the
   * version before and writes its own, so its last reader is the one that carries a version over.
   * Empty for a release that is too old for this version.
   */
  public List<String> hopsTo(int minor) {
    List<String> hops = new ArrayList<>();
    KubeadmVersion at = this;
    while (minor > at.lastReader) {
      KubeadmVersion next = values()[at.ordinal() + 1];
      hops.add("kubeadm 1.%d to %s".formatted(at.lastReader, next.word));
      at = next;
    }
    return hops;
  }

  @Override
  public String toString() {
    return word;
  }
}
