package dev.vipc.model;

import dev.vipc.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A KubeProxyConfiguration document.
 *
 * @param document the value of its {@code kind}
 * @param mode {@code iptables}, {@code ipvs}, {@code nftables}; unset is iptables on Linux
 * @param ipvs the mapping of that key, where it is written in block style
 * @param excludedCidrs whose virtual servers kube-proxy leaves alone
 */
public record KubeProxyConfiguration(
    Span document,
    Setting<String> mode,
    Optional<Span> ipvs,
    Setting<Boolean> strictArp,
    List<Setting<Cidr>> excludedCidrs)
    implements Part {}
