package dev.vipc.model;

/**
 * One thing that a file states and that rules look for: a keepalived, a host of a list, a
 * certificate … A new kind of thing is a new record that implements this; nothing lists them.
 */
public interface Part {}
