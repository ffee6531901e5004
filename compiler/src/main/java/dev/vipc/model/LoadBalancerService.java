package dev.vipc.model;

import dev.vipc.source.Located;
import java.util.List;

/**
 * A Service of type LoadBalancer.
 *
 * @param addresses those that it asks for: {@code spec.loadBalancerIP} and the annotations of
 *     kube-vip, as far as they are literal
 * @param externalTrafficPolicy {@code Local} or {@code Cluster}
 */
public record LoadBalancerService(
    Located<String> name, List<Located<IpAddress>> addresses, Setting<String> externalTrafficPolicy)
    implements Part {}
