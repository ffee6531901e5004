package dev.vipc.model;

import dev.vipc.source.SourceFile;
import dev.vipc.source.Span;

/**
 * An LVS service whose packets are translated, so that its servers' answers must come back through
 * the same node ({@code lb_kind NAT}).
 *
 * @param method where that is written
 */
public record TranslatedService(SourceFile file, Setting<IpAddress> address, Span method)
    implements Part {}
