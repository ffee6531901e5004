/** The TCP proxy: loops that relay bytes between clients and servers, and who gets which server. */
@NullMarked
package dev.vipc.agent.proxy;

import org.jspecify.annotations.NullMarked;
