/** What listens where: the table of ports, and its reader. */
@NullMarked
package dev.vipc.port;

import org.jspecify.annotations.NullMarked;
