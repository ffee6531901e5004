package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.stream.Stream;

/** A program that moves addresses between machines: keepalived, kube-vip … */
public interface MovesAddresses extends Part {
  /** The addresses that it moves, where literal ones are written. */
  Stream<Located<IpAddress>> virtualAddresses();
}
