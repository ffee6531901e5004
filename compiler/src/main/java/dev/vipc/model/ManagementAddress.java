package dev.vipc.model;

import dev.vipc.source.Located;

/**
 * A machine that its installer reaches by another address than the cluster does.
 *
 * @param address the one for SSH
 * @param internal the one that the machine itself has; of the same family
 */
public record ManagementAddress(
    Located<String> host, Located<IpAddress> address, Located<IpAddress> internal)
    implements Part {}
