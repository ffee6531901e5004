package dev.vipc.model;

import dev.vipc.source.Located;

/**
 * A place in a template that still waits for its value: the hole's name as written, marks included,
 * and where it stands.
 *
 * @param environment whether the program itself would fill it from its environment at start, so
 *     that only an unset variable leaves it open
 */
public record Hole(Located<String> name, boolean environment) implements Part {}
