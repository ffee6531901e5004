package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.stream.Stream;

/**
 * A program that gives addresses to Services of type LoadBalancer and lets machines answer for
 * them: MetalLB, Cilium, kube-vip's cloud provider …
 */
public interface GivesAddresses extends Part {
  /** Its name, as a person writes it: {@code MetalLB}. */
  String announcer();

  /** What it gives from, where literal ranges are written. */
  Stream<Located<AddressRange>> ranges();
}
