/**
 * What a firewall of nftables does to a packet, worked out from its rules as {@code nft -j list
 * ruleset} prints them (nft(8), libnftables-json(5)). What cannot be known of the packet or of a
 * rule stays open, so that the answer is never surer than the rules are. Pure: no program is run
 * here.
 */
@NullMarked
package dev.vipc.agent.firewall;

import org.jspecify.annotations.NullMarked;
