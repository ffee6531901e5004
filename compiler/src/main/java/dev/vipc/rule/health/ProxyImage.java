package dev.vipc.rule.health;

import dev.vipc.model.StaticPod.Container;
import java.util.regex.Pattern;

/** Which containers run a proxy or a VRRP daemon, by their image. */
final class ProxyImage {
  private static final Pattern PROXY =
      Pattern.compile("(?:.*[/-])?(?:haproxy|nginx|envoy)(?:[-:@].*)?");
  private static final Pattern KEEPALIVED = Pattern.compile("(?:.*[/-])?keepalived(?:[-:@].*)?");

  private ProxyImage() {}

  static boolean isProxy(Container container) {
    return container.image().value().filter(image -> PROXY.matcher(image).matches()).isPresent();
  }

  static boolean isProxyOrKeepalived(Container container) {
    return isProxy(container)
        || container.image().value().filter(i -> KEEPALIVED.matcher(i).matches()).isPresent();
  }
}
