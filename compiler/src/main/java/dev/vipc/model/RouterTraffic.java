package dev.vipc.model;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;
import java.util.Optional;

/**
 * What a virtual router's lines say of the packets to and through its node.
 *
 * @param router the place of the router's block
 * @param strict {@code strict_mode}
 * @param accept whether packets to the virtual addresses are taken; unset where no line says
 * @param routes a {@code virtual_routes} block: the node forwards for others
 */
public record RouterTraffic(
    SourceFile file,
    Span router,
    Setting<Boolean> strict,
    Setting<Boolean> accept,
    Optional<Span> routes)
    implements Part {}
