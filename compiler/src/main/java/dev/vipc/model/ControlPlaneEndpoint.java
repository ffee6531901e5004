package dev.vipc.model;

import dev.vipc.source.Span;

/**
 * The way into the control plane as an installer's configuration states it (KubeKey's {@code
 * spec.controlPlaneEndpoint}).
 *
 * @param addressKey what the file calls the address
 * @param internalLoadBalancer {@code haproxy}, {@code kube-vip}, or unset
 */
public record ControlPlaneEndpoint(
    Setting<String> domain,
    String addressKey,
    Setting<String> address,
    Setting<Integer> port,
    Setting<String> internalLoadBalancer,
    Span span)
    implements Part {}
