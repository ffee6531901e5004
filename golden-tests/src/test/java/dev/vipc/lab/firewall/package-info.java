/** What firewalls do to VRRP, beside what vipd's preflight says of it. */
@NullMarked
package dev.vipc.lab.firewall;

import org.jspecify.annotations.NullMarked;
