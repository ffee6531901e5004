/** What a machine needs beside its daemons' own configuration. */
@NullMarked
package dev.vipc.emit.host;

import org.jspecify.annotations.NullMarked;
