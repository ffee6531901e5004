package dev.vipc.agent.firewall;

import java.util.OptionalLong;

/**
 * Where in a firewall something is decided.
 *
 * @param base the chain at the hook from which it was come to
 * @param chain the chain that decides; the same one, or one that was jumped to
 * @param handle that of the rule; absent: the chain's policy
 */
public record Place(String family, String table, String base, String chain, OptionalLong handle) {}
