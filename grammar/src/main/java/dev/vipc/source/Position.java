package dev.vipc.source;

/**
 * A place in a file as people and editors count: line and column are 1-based, columns in UTF-16
 * units.
 */
public record Position(int line, int column) {}
