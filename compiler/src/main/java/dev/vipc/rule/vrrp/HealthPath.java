package dev.vipc.rule.vrrp;

import dev.vipc.model.CheckScript.Probe;
import java.util.regex.Pattern;

/**
 * The paths on which an API server says how it is, without a login (Kubernetes, API health
 * endpoints).
 */
final class HealthPath {
  private static final Pattern PATH = Pattern.compile("/(healthz|livez|readyz)(/.*)?");

  private HealthPath() {}

  static boolean isOne(Probe probe) {
    return probe.path().value().filter(path -> PATH.matcher(path).matches()).isPresent();
  }
}
