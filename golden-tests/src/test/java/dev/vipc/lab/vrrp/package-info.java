/** vipd and keepalived as members of one virtual router. */
@NullMarked
package dev.vipc.lab.vrrp;

import org.jspecify.annotations.NullMarked;
