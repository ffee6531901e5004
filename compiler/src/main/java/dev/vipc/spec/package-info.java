/** The HA spec: what a person wants of one cluster's high-availability layer. */
@NullMarked
package dev.vipc.spec;

import org.jspecify.annotations.NullMarked;
