/**
 * The lines of keepalived.conf as keepalived's own reader hands them on: comments, conditions,
 * definitions, repetitions and includes are done with, and every character knows its place.
 */
@NullMarked
package dev.vipc.syntax.keepalived.reading;

import org.jspecify.annotations.NullMarked;
