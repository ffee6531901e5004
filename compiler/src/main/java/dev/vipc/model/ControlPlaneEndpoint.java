package dev.vipc.model;

import dev.vipc.source.Span;

/**
 * The way into the control plane as an installer's configuration states it (KubeKey's {@code
 * spec.controlPlaneEndpoint}).
 *
 * @param internalLoadBalancer {@code haproxy}, {@code kube-vip}, or unset
 */
public record ControlPlaneEndpoint(
    Setting<String> domain,
    Setting<String> address,
    Setting<Integer> port,
    Setting<String> internalLoadBalancer,
    Span span)
    implements Part {}
