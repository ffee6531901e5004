package dev.vipc.model;

import dev.vipc.source.Span;

/** A line of {@code /etc/fstab} that brings swap back at each boot. */
public record SwapMount(Span line) implements Part {}
