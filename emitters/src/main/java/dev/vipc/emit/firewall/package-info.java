/** Firewalls that let in what the programs of a spec need. */
@NullMarked
package dev.vipc.emit.firewall;

import org.jspecify.annotations.NullMarked;
