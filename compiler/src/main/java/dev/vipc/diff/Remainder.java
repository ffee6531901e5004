package dev.vipc.diff;

import dev.vipc.source.Span;
import java.util.List;

/**
 * A line of a file, or of it what the model does not carry.
 *
 * @param section where it stands, as both sides name it
 * @param group lines of one section and group are compared in their order; groups among each other
 *     have none
 * @param field what reports call it
 * @param text normalised: words with one blank between, what the model carries left out
 * @param shown the same without secrets
 * @param place the whole line
 * @param header where its section begins; the place itself where there is none
 */
record Remainder(
    List<String> section,
    String group,
    String field,
    String text,
    String shown,
    Span place,
    Span header) {}
