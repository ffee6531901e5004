package dev.vipc.settings;

import dev.vipc.diagnostic.Severity;
import dev.vipc.source.Located;
import java.util.Optional;

/**
 * The grade that one rule's findings, or those of one area, have.
 *
 * @param severity absent for a rule that is off
 */
public record Grade(Located<String> code, Optional<Severity> severity) {}
