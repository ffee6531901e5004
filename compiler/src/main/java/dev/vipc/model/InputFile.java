package dev.vipc.model;

import dev.vipc.source.SourceFile;

/**
 * A file that was read, whether or not anything was found in it.
 *
 * @param kind the format that read it, such as {@code keepalived}
 */
public record InputFile(SourceFile file, String kind) implements Part {}
