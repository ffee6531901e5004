package dev.vipc.model;

import dev.vipc.source.Located;

/**
 * A line of a sysctl file.
 *
 * @param name with dots, as in {@code net.ipv4.ip_forward}
 */
public record SysctlSetting(Located<String> name, Located<String> value) implements Part {}
