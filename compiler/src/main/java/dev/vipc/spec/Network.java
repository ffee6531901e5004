package dev.vipc.spec;

import dev.vipc.model.AddressRange;
import dev.vipc.model.Cidr;
import dev.vipc.model.IpAddress;
import dev.vipc.source.Located;
import java.util.List;
import java.util.Optional;

/** A layer-2 segment: its prefixes, and what must not be used in it. */
public record Network(
    Located<String> name,
    List<Located<Cidr>> cidrs,
    Optional<Located<IpAddress>> gateway,
    List<Located<AddressRange>> reserved) {}
