package dev.vipc.compile;

import dev.vipc.lower.Format;
import dev.vipc.source.SourceFile;

/**
 * A recognised file and where it belongs.
 *
 * @param folder the file's folder relative to the PATH it was found under, {@code /} between names;
 *     empty for a file that was named itself or lies in PATH itself
 * @param root which PATH of the command line it came from, counted from 0
 */
record Input(SourceFile file, Format format, int root, String folder) {}
