/** Rules on addresses and networks. */
@NullMarked
package dev.vipc.rule.network;

import org.jspecify.annotations.NullMarked;
