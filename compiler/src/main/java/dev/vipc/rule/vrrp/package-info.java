/** Rules on VRRP: keepalived's virtual routers, what they watch, and the scripts that judge. */
@NullMarked
package dev.vipc.rule.vrrp;

import org.jspecify.annotations.NullMarked;
