/** What somebody configures at a load balancer that vipc does not write files for. */
@NullMarked
package dev.vipc.emit.external;

import org.jspecify.annotations.NullMarked;
