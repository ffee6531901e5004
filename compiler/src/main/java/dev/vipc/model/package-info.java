/** Vendor-independent records of what a deployment is; no parser, no I/O. */
@NullMarked
package dev.vipc.model;

import org.jspecify.annotations.NullMarked;
