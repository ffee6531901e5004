package dev.vipc.model;

import dev.vipc.source.Located;

/** A place in a template that still waits for its value: the hole's name, where it stands. */
public record Hole(Located<String> name) {}
