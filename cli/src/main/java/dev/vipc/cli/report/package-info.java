/** Report formats: findings to text that people or other programs read. */
@NullMarked
package dev.vipc.cli.report;

import org.jspecify.annotations.NullMarked;
