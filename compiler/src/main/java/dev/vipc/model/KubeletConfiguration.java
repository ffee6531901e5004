package dev.vipc.model;

import dev.vipc.source.Span;

/**
 * A KubeletConfiguration document, in a kubeadm file or the kubelet's own.
 *
 * @param document the value of its {@code kind}
 * @param maxPods how many pods the node takes; 110 where unset
 */
public record KubeletConfiguration(
    Span document,
    Setting<String> cgroupDriver,
    Setting<Boolean> protectKernelDefaults,
    Setting<Boolean> failSwapOn,
    Setting<Integer> maxPods)
    implements Part {}
