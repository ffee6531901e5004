/** Rules on proxies: where they listen, where they lead, how long they wait. */
@NullMarked
package dev.vipc.rule.proxy;

import org.jspecify.annotations.NullMarked;
