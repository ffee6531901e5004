package dev.vipc.model;

import dev.vipc.source.Located;

/** A machine and what fails together with it: a zone, a rack, a data centre. */
public record FailureDomain(Located<String> host, Located<String> zone) implements Part {}
