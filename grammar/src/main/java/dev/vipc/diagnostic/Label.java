package dev.vipc.diagnostic;

import dev.vipc.source.Span;

/** Another place that a finding speaks of, and what is there. */
public record Label(Span span, String text) {}
