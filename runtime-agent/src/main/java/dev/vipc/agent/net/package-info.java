/** Every foreign call of the house: system calls of Linux, and what is built right on them. */
@NullMarked
package dev.vipc.agent.net;

import org.jspecify.annotations.NullMarked;
