package dev.vipc.model;

import dev.vipc.source.Located;

/**
 * A file that an API server reads and that must be the same on every control-plane node.
 *
 * @param kind what it is, as its {@code kind} says; where that stands
 * @param content its meaning as one text without comments, which no report may show
 */
public record SharedFile(Located<String> kind, String content) implements Part {}
