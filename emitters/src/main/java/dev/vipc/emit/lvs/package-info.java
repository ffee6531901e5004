/** What machines need beside keepalived.conf where the kernel's LVS balances. */
@NullMarked
package dev.vipc.emit.lvs;

import org.jspecify.annotations.NullMarked;
