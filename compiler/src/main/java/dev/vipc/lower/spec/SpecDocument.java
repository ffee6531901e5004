package dev.vipc.lower.spec;

import dev.vipc.model.Part;
import dev.vipc.spec.HaSpec;

/** A spec among the files: a deployment of its own, whatever lies beside it. */
public record SpecDocument(HaSpec spec) implements Part {}
