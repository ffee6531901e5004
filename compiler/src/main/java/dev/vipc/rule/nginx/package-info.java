/** Rules on nginx as a proxy of API servers. */
@NullMarked
package dev.vipc.rule.nginx;

import org.jspecify.annotations.NullMarked;
