/** Firewalls' rule sets, zones and set-up scripts into the model. */
@NullMarked
package dev.vipc.lower.firewall;

import org.jspecify.annotations.NullMarked;
