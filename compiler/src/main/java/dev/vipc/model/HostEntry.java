package dev.vipc.model;

import dev.vipc.source.Located;

/** A line of a host list or an inventory: this name has this address. */
public record HostEntry(Located<String> name, Located<IpAddress> address) {}
