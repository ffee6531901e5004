/** Structured lines on standard output: one line an event, in logfmt. */
@NullMarked
package dev.vipc.agent.log;

import org.jspecify.annotations.NullMarked;
