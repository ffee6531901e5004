/** Rules on Envoy as a proxy of API servers. */
@NullMarked
package dev.vipc.rule.envoy;

import org.jspecify.annotations.NullMarked;
