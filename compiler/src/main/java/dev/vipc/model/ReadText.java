package dev.vipc.model;

import dev.vipc.source.SourceFile;

/**
 * A file that was read into the parts beside it, for who asks what of its text they do not carry.
 *
 * @param kind as reports name it: {@code keepalived}, {@code haproxy} …
 */
public record ReadText(String kind, SourceFile file) implements Part {}
