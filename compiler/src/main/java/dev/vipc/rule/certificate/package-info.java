/** Rules on certificates that exist: their names, their time, who signed them. */
@NullMarked
package dev.vipc.rule.certificate;

import org.jspecify.annotations.NullMarked;
